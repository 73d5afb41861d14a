// SPDX-License-Identifier: Apache-2.0
#include "app/server_note.hpp"

#include <cerrno>
#include <csignal>

#include "app/files.hpp"
#include "base/json.hpp"

namespace lockstep::app {
namespace {

bool is_alive(std::int64_t process) { return process > 0 && (::kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM); }

}  // namespace

ServerNote read_server_note(std::string const& path) {
    ServerNote note;
    auto const text = read_file(path, 4096);
    if (!text) return note;
    auto const json = parse_json(*text);
    if (!json) return note;
    note.token = Secret{std::string(find_text(*json, "/token").value_or(""))};
    note.process = find_integer(*json, "/pid").value_or(0);
    if (is_alive(note.process)) note.url = std::string(find_text(*json, "/url").value_or(""));
    return note;
}

Result<void> write_server_note(std::string const& path, ServerNote const& note) {
    JsonObject const json{{"url", note.url}, {"pid", note.process}, {"token", note.token.reveal()}};
    return write_private_file(path, to_text(json) + "\n");
}

}  // namespace lockstep::app
