// SPDX-License-Identifier: Apache-2.0
// Who is told when something is not well, from which weight on, after how long, and the hours in which nobody is told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "health/health.hpp"
#include "messages/messages.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::alerts {

enum class Channel : std::uint8_t {
    mail,
    webhook
};
std::string_view to_string(Channel channel);

struct Recipient {
    Channel channel = Channel::mail;
    std::string address;  // of e-mail, or the URL that is posted to
    messages::Language language = messages::Language::en;

    bool operator==(Recipient const&) const = default;
};

// By the clock on the wall of the settings' zone. They may cross midnight.
struct QuietHours {
    std::int64_t from = 22 * 60;  // minutes of the day
    std::int64_t until = 7 * 60;

    bool operator==(QuietHours const&) const = default;
};

inline constexpr std::size_t recipients_max = 20;
inline constexpr std::int64_t delay_minutes_max = 24 * 60;

struct Settings {
    bool is_on = false;
    health::Weight from = health::Weight::alarm;  // or attention
    std::int64_t delay_minutes = 5;               // so long a state has to last
    std::optional<QuietHours> quiet;
    std::string zone = "UTC";  // of the quiet hours, and of the times in messages
    std::vector<Recipient> recipients;
    TimePoint changed_at{};

    bool operator==(Settings const&) const = default;
};

// invalid "general.bad_schedule" for a zone that is none.
Result<void> check_zone(std::string const& zone);
// "22:00" and back; nullopt for what does not read so.
std::optional<std::int64_t> parse_minutes(std::string_view text);
std::string minutes_text(std::int64_t minutes);

bool is_quiet(Settings const& settings, TimePoint wall);

// Those of an account that has none: off, to nobody.
Result<Settings> load_settings(Transaction& transaction, vault::Vault const& vault, AccountId const& account);
Result<void> save_settings(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Settings const& settings);

}  // namespace lockstep::alerts
