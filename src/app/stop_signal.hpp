// SPDX-License-Identifier: Apache-2.0
// Waiting for SIGTERM or SIGINT. A second one ends the process at once.
#pragma once

#include "app/foundation.hpp"
#include "ports/signal.hpp"

namespace lockstep::app {

// Notifies `stop` at the first signal. Runs until the loop ends.
Task<void> heed_stop_signals(Foundation& foundation, Signal& stop);

}  // namespace lockstep::app
