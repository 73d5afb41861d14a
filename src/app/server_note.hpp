// SPDX-License-Identifier: Apache-2.0
// ServerNote: <data>/server.json, mode 0600: where the server of this data folder listens, the name under which it holds the
// folder's lock, and the token by which commands on this machine come in. The token stays when the server ends; the address goes.
#pragma once

#include <cstdint>
#include <string>

#include "app/settings.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace lockstep::app {

struct ServerNote {
    std::string url;  // empty: no server
    std::int64_t process = 0;
    std::string lock;  // DataFolderLock::own_name() of the server
    Secret token;
};

// Empty when there is none or it cannot be read. An address is believed only while the process that wrote it holds the lock of
// this very folder: a note that was copied with the folder, or left by a server that was killed, names no server, however alive
// whoever has its process number or port may be.
ServerNote read_server_note(Settings const& settings);
// Of this process, which holds the lock. An empty address: no server any more.
Result<void> write_server_note(Settings const& settings, std::string url, Secret const& token);

}  // namespace lockstep::app
