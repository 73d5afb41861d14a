// SPDX-License-Identifier: Apache-2.0
// A kept request as a command for a shell, for whoever wants to ask the app by hand. The credential is not in the record: the
// command names a variable of the shell in its place. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "catalogue/connector.hpp"

namespace lockstep::calls {

inline constexpr std::string_view token_variable = "LOCKSTEP_TOKEN";

// One word of a shell whose value is exactly `text`. Control characters other than line breaks, which a terminal could take for
// keys when the command is pasted, are written as escapes: $'...', which bash, zsh and ksh know.
std::string shell_word(std::string_view text);

// What the app wants to see of a credential, by its declaration: name and value of a header with "${credential}" in it.
struct CredentialHeader {
    std::string name, value;
};
std::vector<CredentialHeader> credential_headers(catalogue::Connector const& connector);

// `call` as show_call() gives it; `remarks` are put before the command as comments, one line each.
std::string curl_command(
    Json const& call, std::vector<CredentialHeader> const& credentials, std::vector<std::string> const& remarks);

}  // namespace lockstep::calls
