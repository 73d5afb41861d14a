// SPDX-License-Identifier: Apache-2.0
#include "sandbox/smtp_dialogue.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace lockstep::sandbox {
namespace {

constexpr std::size_t bytes_max = 4 << 20;

// "MAIL FROM:<a@b.c> SIZE=5": a@b.c
std::string address_in(std::string_view line) {
    auto const open = line.find('<');
    auto const close = line.find('>', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return {};
    return std::string(line.substr(open + 1, close - open - 1));
}

bool begins(std::string_view line, std::string_view word) {
    return line.size() >= word.size() && equal_ignoring_case(line.substr(0, word.size()), word);
}

}  // namespace

std::string SmtpDialogue::feed(std::string_view bytes) {
    rest_ += bytes;
    std::string out;
    while (!is_over_) {
        auto const end = rest_.find("\r\n");
        if (end == std::string::npos) break;
        auto const line = rest_.substr(0, end);
        rest_.erase(0, end + 2);
        if (!is_in_message_) {
            out += answer(line);
        } else if (line == ".") {
            out += end_message();
        } else {
            mail_.message += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
        }
    }
    if (rest_.size() + mail_.message.size() > bytes_max) is_over_ = true;
    return out;
}

std::string SmtpDialogue::answer(std::string_view line) {
    bool const needs_login = !rules_.user.empty() && !is_logged_in_;
    if (begins(line, "EHLO")) return needs_login ? "250-sandbox\r\n250 AUTH PLAIN\r\n" : "250 sandbox\r\n";
    if (begins(line, "HELO") || begins(line, "RSET") || begins(line, "NOOP")) return "250 ok\r\n";
    if (std::exchange(waits_for_login_, false)) return log_in(line);
    if (begins(line, "AUTH PLAIN ")) return log_in(line.substr(11));
    if (begins(line, "AUTH PLAIN")) {
        waits_for_login_ = true;
        return "334 \r\n";
    }
    if (begins(line, "QUIT")) {
        is_over_ = true;
        return "221 bye\r\n";
    }
    if (needs_login) return "530 log in first\r\n";
    if (begins(line, "MAIL FROM:")) {
        mail_ = {};
        mail_.sender = address_in(line);
        return "250 ok\r\n";
    }
    if (begins(line, "RCPT TO:")) {
        auto recipient = address_in(line);
        if (recipient.empty() || recipient == rules_.refused_recipient) return "550 no such mailbox\r\n";
        mail_.recipients.push_back(std::move(recipient));
        return "250 ok\r\n";
    }
    if (begins(line, "DATA")) {
        if (mail_.recipients.empty()) return "503 to whom?\r\n";
        is_in_message_ = true;
        return "354 go on\r\n";
    }
    return "500 what?\r\n";
}

std::string SmtpDialogue::log_in(std::string_view text) {
    auto const given = from_base64(text);
    is_logged_in_ = given && *given == std::string(1, '\0') + rules_.user + std::string(1, '\0') + rules_.password;
    return is_logged_in_ ? "235 ok\r\n" : "535 wrong\r\n";
}

std::string SmtpDialogue::end_message() {
    is_in_message_ = false;
    if (rules_.data_reply == 0) {
        is_over_ = true;
        return {};
    }
    if (rules_.data_reply < 400) received_.push_back(std::exchange(mail_, {}));
    return std::to_string(rules_.data_reply) + " that is it\r\n";
}

}  // namespace lockstep::sandbox
