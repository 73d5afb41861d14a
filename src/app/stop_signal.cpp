// SPDX-License-Identifier: Apache-2.0
#include "app/stop_signal.hpp"

#include <unistd.h>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

namespace lockstep::app {

Task<void> heed_stop_signals(Foundation& foundation, Signal& stop) {
    boost::asio::signal_set signals(foundation.executor(), SIGTERM, SIGINT);
    co_await signals.async_wait(boost::asio::use_awaitable);
    foundation.log.info("stopping: nothing new is taken, what is under way is finished");
    stop.notify();
    co_await signals.async_wait(boost::asio::use_awaitable);
    ::_exit(1);
}

}  // namespace lockstep::app
