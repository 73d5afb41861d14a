// SPDX-License-Identifier: Apache-2.0
// The command line: which commands there are, and what each can be told.
#pragma once

namespace lockstep::app {

// Returns the exit code.
int run_command_line(int count, char** words);

}  // namespace lockstep::app
