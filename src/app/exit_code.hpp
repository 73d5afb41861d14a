// SPDX-License-Identifier: Apache-2.0
// What a command's exit code says to a script. Written down in `lockstep --help` and docs/how-to/use-the-command-line.md.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace lockstep::app {

enum class ExitCode : int {
    ok = 0,
    failed = 1,
    usage = 2,
    not_found = 3,
    refused = 4,
    unavailable = 5
};

inline ExitCode exit_code_for(Error const& error) {
    // What was wrong is what stood on the command line or in the settings.
    for (std::string_view const code :
        {"app.bad_usage", "app.bad_input", "app.bad_settings", "app.no_secret", "app.several_fit", "app.backup_needs_key",
            "api.bad_parameter", "catalogue.bad_input", "catalogue.missing_input", "catalogue.unknown_input"}) {
        if (error.code == code) return ExitCode::usage;
    }
    switch (error.kind) {
        case ErrorKind::not_found: return ExitCode::not_found;
        case ErrorKind::denied:
        case ErrorKind::conflict: return ExitCode::refused;
        case ErrorKind::unavailable:
        case ErrorKind::timeout:
        case ErrorKind::cancelled:
        case ErrorKind::limited: return ExitCode::unavailable;
        case ErrorKind::invalid:
        case ErrorKind::corrupt:
        case ErrorKind::internal: break;
    }
    return error.code == "api.credential_refused" ? ExitCode::refused : ExitCode::failed;
}

}  // namespace lockstep::app
