// SPDX-License-Identifier: Apache-2.0
#include "app/server_note.hpp"

#include <unistd.h>

#include "adapters/db_sqlite/data_folder_lock.hpp"
#include "app/files.hpp"
#include "base/json.hpp"

namespace lockstep::app {

using adapters::DataFolderLock;

ServerNote read_server_note(Settings const& settings) {
    ServerNote note;
    auto const text = read_file(settings.server_file(), 4096);
    if (!text) return note;
    auto const json = parse_json(*text);
    if (!json) return note;
    note.token = Secret{std::string(find_text(*json, "/token").value_or(""))};
    note.lock = std::string(find_text(*json, "/lock").value_or(""));
    if (note.lock.empty() || DataFolderLock::holder(settings.data) != note.lock) return note;
    note.process = find_integer(*json, "/pid").value_or(0);
    note.url = std::string(find_text(*json, "/url").value_or(""));
    return note;
}

Result<void> write_server_note(Settings const& settings, std::string url, Secret const& token) {
    bool const is_server = !url.empty();
    JsonObject const json{{"url", std::move(url)}, {"pid", is_server ? ::getpid() : 0},
        {"lock", is_server ? DataFolderLock::own_name() : ""}, {"token", token.reveal()}};
    return write_private_file(settings.server_file(), to_text(json) + "\n");
}

}  // namespace lockstep::app
