// SPDX-License-Identifier: Apache-2.0
#include "app/commands/session.hpp"
namespace lockstep::app {
int run_doctor(Common const&, bool) { return 1; }
int run_demo(Common const&, DemoInput const&) { return 1; }
}
