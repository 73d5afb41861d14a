// SPDX-License-Identifier: Apache-2.0
// E-mail as the program sees it: one message handed to one server, once.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "ports/task.hpp"

namespace lockstep {

enum class MailTls : std::uint8_t {
    starttls,  // a plain connection that must become a secret one before anything is said
    implicit,  // secret from the first byte
    none,      // for a server on this machine
};

struct MailServer {
    std::string host;
    std::uint16_t port = 587;
    MailTls tls = MailTls::starttls;
    std::string user;  // empty: no login
    Secret password;
    bool operator==(MailServer const& other) const {
        return host == other.host && port == other.port && tls == other.tls && user == other.user &&
               password.reveal() == other.password.reveal();
    }
};

struct MailEnvelope {
    std::string sender;                   // an address and nothing else
    std::vector<std::string> recipients;  // the same
    std::string message;                  // head and body, lines ended by CR LF
};

struct MailFailure {
    Error error;  // unavailable, denied (login), invalid (the server refuses it), limited (it says later), timeout
    bool may_have_arrived = false;
};

class MailSender {
public:
    virtual ~MailSender() = default;
    // Once: nothing is repeated, and no recipient is left out silently (one refused recipient refuses the message).
    virtual Task<std::expected<void, MailFailure>> send(MailServer server, MailEnvelope envelope, Duration limit) = 0;
};

}  // namespace lockstep
