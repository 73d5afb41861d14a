// SPDX-License-Identifier: Apache-2.0
// Carries the precompiled header of all modules (cmake/Libraries.cmake), and with it the part of Boost.Asio that is not a
// template, compiled once for the whole program (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
