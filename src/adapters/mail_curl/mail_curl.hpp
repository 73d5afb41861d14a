// SPDX-License-Identifier: Apache-2.0
// CurlMail: the MailSender port by libcurl, whose calls block and therefore run in a pool. Certificates and host names are always
// checked.
#pragma once

#include <string>

#include "ports/mail.hpp"
#include "ports/offload.hpp"

namespace lockstep::adapters {

// Errors: unavailable "mail.unreachable", "mail.tls", "mail.lost"; timeout "mail.timeout"; denied "mail.login_refused"; invalid
// "mail.refused"; limited "mail.later".
class CurlMail final : public MailSender {
public:
    // `extra_authorities_file` as in HttpClientOptions. The pool outlives it.
    CurlMail(Offload& pool, std::string extra_authorities_file);

    Task<std::expected<void, MailFailure>> send(MailServer server, MailEnvelope envelope, Duration limit) override;

private:
    Offload& pool_;
    std::string extra_authorities_file_;
};

}  // namespace lockstep::adapters
