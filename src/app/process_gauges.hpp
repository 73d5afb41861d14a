// SPDX-License-Identifier: Apache-2.0
// What this process uses, under the names that Prometheus' own client libraries give it: memory, processor time, open files.
#pragma once

#include "ports/metrics.hpp"

namespace lockstep::app {

void set_process_gauges(Metrics& metrics);

}  // namespace lockstep::app
