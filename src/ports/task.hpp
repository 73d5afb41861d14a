// SPDX-License-Identifier: Apache-2.0
// Task<T>: a coroutine of the engine. A fallible one returns Task<Result<T>>.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace lockstep {

template <class T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace lockstep
