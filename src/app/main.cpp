// SPDX-License-Identifier: Apache-2.0
// The program. Everything it makes is for its owner alone, and its memory, which holds opened secrets, cannot be dumped or
// traced.
#include <sys/prctl.h>
#include <sys/stat.h>
#include <csignal>
#include <cstdio>
#include <exception>

#include "app/command_line.hpp"

int main(int count, char** words) {
    ::umask(077);
    ::prctl(PR_SET_DUMPABLE, 0);
    ::signal(SIGPIPE, SIG_IGN);
    try {
        return lockstep::app::run_command_line(count, words);
    } catch (std::exception const& unexpected) {
        std::fprintf(stderr, "lockstep: Lockstep made a mistake: %s\n", unexpected.what());
        return 1;
    }
}
