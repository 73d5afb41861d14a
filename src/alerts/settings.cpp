// SPDX-License-Identifier: Apache-2.0
#include "alerts/settings.hpp"

#include "alerts/statements.hpp"
#include "base/json.hpp"
#include "general/schedule.hpp"

namespace lockstep::alerts {
namespace {

vault::Place place_of(AccountId const& account) { return {"alert_settings", account.text(), "settings"}; }

general::Schedule daily(std::int64_t minute, std::string const& zone) {
    general::Schedule schedule;
    schedule.every = general::Every::day;
    schedule.minute_of_day = minute;
    schedule.zone = zone;
    return schedule;
}

}  // namespace

std::string_view to_string(Channel channel) { return channel == Channel::webhook ? "webhook" : "mail"; }

Result<void> check_zone(std::string const& zone) {
    TRY_VOID(general::read_schedule(JsonObject{{"every", "day"}, {"zone", zone}}));
    return {};
}

std::optional<std::int64_t> parse_minutes(std::string_view text) {
    auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100; };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    auto const hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

std::string minutes_text(std::int64_t minutes) {
    auto const two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

// They have begun and not ended when they end sooner than they begin again.
bool is_quiet(Settings const& settings, TimePoint wall) {
    if (!settings.quiet || settings.quiet->from == settings.quiet->until) return false;
    auto const ends = general::next_due(daily(settings.quiet->until, settings.zone), wall);
    auto const begins = general::next_due(daily(settings.quiet->from, settings.zone), wall);
    return ends < begins;
}

Result<Settings> load_settings(Transaction& transaction, vault::Vault const& vault, AccountId const& account) {
    Settings settings;
    TRY(auto const rows, transaction.query(sql::find_settings, account));
    if (rows.empty()) return settings;
    TRY(auto const text, vault.open(account, place_of(account), rows.front().blob(0)));
    TRY(auto const json, parse_json(text));
    settings.is_on = find_bool(json, "/is_on").value_or(false);
    settings.from = find_text(json, "/from") == "attention" ? health::Weight::attention : health::Weight::alarm;
    settings.delay_minutes = find_integer(json, "/delay_minutes").value_or(settings.delay_minutes);
    settings.zone = std::string(find_text(json, "/zone").value_or("UTC"));
    auto const from = find_integer(json, "/quiet/from"), until = find_integer(json, "/quiet/until");
    if (from && until) settings.quiet = QuietHours{*from, *until};
    if (auto const* recipients = find_array(json, "/recipients")) {
        for (auto const& each : *recipients) {
            settings.recipients.push_back({find_text(each, "/channel") == "webhook" ? Channel::webhook : Channel::mail,
                std::string(find_text(each, "/address").value_or("")),
                find_text(each, "/language") == "fr" ? messages::Language::fr : messages::Language::en});
        }
    }
    settings.changed_at = rows.front().time(1);
    return settings;
}

Result<void> save_settings(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Settings const& settings) {
    JsonArray recipients;
    for (auto const& each : settings.recipients) {
        recipients.push_back(JsonObject{
            {"channel", to_string(each.channel)}, {"address", each.address}, {"language", messages::to_string(each.language)}});
    }
    JsonObject json{{"is_on", settings.is_on}, {"from", health::to_string(settings.from)},
        {"delay_minutes", settings.delay_minutes}, {"zone", settings.zone}, {"recipients", std::move(recipients)}};
    if (settings.quiet) json["quiet"] = JsonObject{{"from", settings.quiet->from}, {"until", settings.quiet->until}};
    auto const sealed = vault.seal(account, place_of(account), to_text(Json(std::move(json))));
    TRY_VOID(transaction.execute(sql::save_settings, account, Blob{sealed}, settings.changed_at));
    return {};
}

}  // namespace lockstep::alerts
