// SPDX-License-Identifier: Apache-2.0
// Compiles the parts of Boost.Beast and of Asio's TLS that are not templates, once for the whole program
// (BOOST_BEAST_SEPARATE_COMPILATION, BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
