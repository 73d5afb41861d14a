// SPDX-License-Identifier: Apache-2.0
// SmtpDialogue: one conversation with a mail server that takes every message and delivers none, for the demo and for tests.
// Bytes in, bytes out; whoever has the socket carries them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sandbox {

struct ReceivedMail {
    std::string sender;
    std::vector<std::string> recipients;
    std::string message;
};

struct SmtpRules {
    std::string user;  // with a password: a login is asked for
    std::string password;
    std::string refused_recipient;  // answered 550
    int data_reply = 250;           // what the end of a message is answered with; 0: nothing, and the conversation is over
};

class SmtpDialogue {
public:
    explicit SmtpDialogue(SmtpRules rules = {}) : rules_(std::move(rules)) {}

    static std::string greeting() { return "220 sandbox ready\r\n"; }
    std::string feed(std::string_view bytes);
    bool is_over() const { return is_over_; }
    std::vector<ReceivedMail> const& received() const { return received_; }

private:
    std::string answer(std::string_view line);
    std::string log_in(std::string_view text);
    std::string end_message();

    SmtpRules rules_;
    std::string rest_;
    ReceivedMail mail_;
    std::vector<ReceivedMail> received_;
    bool is_in_message_ = false, is_logged_in_ = false, waits_for_login_ = false, is_over_ = false;
};

}  // namespace lockstep::sandbox
