// SPDX-License-Identifier: Apache-2.0
#include "general/mail_settings.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "general/statements.hpp"

namespace lockstep::general {
namespace {

vault::Place place_of(AccountId const& account) { return {"mail_settings", account.text(), "settings"}; }

}  // namespace

std::string_view to_string(MailTls tls) {
    switch (tls) {
        case MailTls::starttls: return "starttls";
        case MailTls::implicit: return "implicit";
        case MailTls::none: return "none";
    }
    return "starttls";
}

std::optional<MailTls> mail_tls_from(std::string_view word) {
    for (auto const tls : {MailTls::starttls, MailTls::implicit, MailTls::none}) {
        if (to_string(tls) == word) return tls;
    }
    return std::nullopt;
}

bool is_mail_host(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
    });
}

Result<void> save_mail(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, MailSettings const& settings) {
    auto const& server = settings.server;
    auto const text =
        to_text(JsonObject{{"host", server.host}, {"port", server.port}, {"tls", to_string(server.tls)}, {"user", server.user},
            {"password", server.password.reveal()}, {"sender_name", settings.sender_name}, {"sender", settings.sender}});
    TRY_VOID(
        transaction.execute(sql::save_mail, account, Blob{vault.seal(account, place_of(account), text)}, settings.changed_at));
    return {};
}

Result<std::optional<MailSettings>> find_mail(Transaction& transaction, vault::Vault const& vault, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::find_mail, account));
    if (rows.empty()) return std::optional<MailSettings>{};
    TRY(auto const text, vault.open(account, place_of(account), rows.front().blob(0)));
    TRY(auto const json, parse_json(text));
    auto const at = [&](std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); };
    MailSettings settings;
    settings.server.host = at("/host");
    settings.server.port = static_cast<std::uint16_t>(find_integer(json, "/port").value_or(587));
    settings.server.tls = mail_tls_from(at("/tls")).value_or(MailTls::starttls);
    settings.server.user = at("/user");
    settings.server.password = Secret{at("/password")};
    settings.sender_name = at("/sender_name");
    settings.sender = at("/sender");
    settings.changed_at = rows.front().time(1);
    return std::optional(std::move(settings));
}

Result<bool> remove_mail(Transaction& transaction, AccountId const& account) {
    TRY(auto const count, transaction.execute(sql::remove_mail, account));
    return count > 0;
}

}  // namespace lockstep::general
