// SPDX-License-Identifier: Apache-2.0
// Compiles the part of Boost.Asio that is not a template, once for the whole program (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
