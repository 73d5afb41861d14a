// SPDX-License-Identifier: Apache-2.0
// A message as mail servers take it (RFC 5322, 2045, 2047): a head of lines that cannot be broken out of, a body in base64, so
// that nothing in it can be taken for a line of the protocol. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace lockstep::general {

// A bare address of ASCII letters, such as anne@example.com.
bool is_mail_address(std::string_view text);
// With commas between them. invalid "general.bad_mail_address" names what is none.
Result<std::vector<std::string>> parse_addresses(std::string_view text);

struct MailDraft {
    std::string sender_name;  // may be empty
    std::string sender;
    std::vector<std::string> to, cc, bcc;
    std::string reply_to;  // may be empty
    std::string subject;
    std::string text;
};

// A text for a header: as it stands where it may, else as words of RFC 2047. Control characters become spaces.
std::string header_text(std::string_view text);

// `id` becomes the Message-ID, at the sender's domain. Blind copies are named nowhere.
std::string mail_message(MailDraft const& draft, std::string_view id, TimePoint wall);
std::string message_id(MailDraft const& draft, std::string_view id);

}  // namespace lockstep::general
