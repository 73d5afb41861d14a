// SPDX-License-Identifier: Apache-2.0
// ServerNote: <data>/server.json, mode 0600: where the server of this data folder listens, its process, and the token by which
// commands on this machine come in. The token stays when the server ends; the address goes.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace lockstep::app {

struct ServerNote {
    std::string url;  // empty: no server
    std::int64_t process = 0;
    Secret token;
};

// Empty when there is none or it cannot be read. A note of a process that has ended names no server.
ServerNote read_server_note(std::string const& path);
Result<void> write_server_note(std::string const& path, ServerNote const& note);

}  // namespace lockstep::app
