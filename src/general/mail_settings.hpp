// SPDX-License-Identifier: Apache-2.0
// The mail server that the operator has set, and who the messages come from.
#pragma once

#include <optional>

#include "ports/database.hpp"
#include "ports/mail.hpp"
#include "vault/vault.hpp"

namespace lockstep::general {

struct MailSettings {
    MailServer server;
    std::string sender_name;  // may be empty
    std::string sender;
    TimePoint changed_at{};  // set by whoever stores them
};

std::string_view to_string(MailTls tls);
std::optional<MailTls> mail_tls_from(std::string_view word);

// A host name or IP address, and nothing that would mean something in a URL.
bool is_mail_host(std::string_view text);

Result<void> save_mail(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, MailSettings const& settings);
Result<std::optional<MailSettings>> find_mail(Transaction& transaction, vault::Vault const& vault, AccountId const& account);
Result<bool> remove_mail(Transaction& transaction, AccountId const& account);

}  // namespace lockstep::general
