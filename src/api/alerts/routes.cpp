// SPDX-License-Identifier: Apache-2.0
#include "api/alerts/routes.hpp"

#include "alerts/courier.hpp"
#include "alerts/settings.hpp"
#include "alerts/store.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "general/mail_message.hpp"
#include "general/mail_settings.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

constexpr std::int64_t messages_shown = 20;

// An address that is posted to may be as good as a password: whoever may only read sees where it leads, not more.
std::string shown_address(alerts::Recipient const& recipient, Visitor const& visitor) {
    if (recipient.channel == alerts::Channel::mail || visitor.scope >= Scope::write) return recipient.address;
    auto const host = recipient.address.find("://");
    auto const path = host == std::string::npos ? host : recipient.address.find('/', host + 3);
    return path == std::string::npos ? recipient.address : recipient.address.substr(0, path) + "/…";
}

JsonObject message_view(alerts::Outgoing const& each, Context const& context) {
    Json problem = nullptr;
    if (!each.error_code.empty()) {
        auto const page = messages::error_page(context.language, each.error_code);
        problem = JsonObject{{"code", each.error_code}, {"title", page ? page->title : each.error_code},
            {"remedy", page ? page->remedy : std::string()}};
    }
    return {{"id", each.id.text()}, {"at", format_time(each.created_at)}, {"channel", to_string(each.message.to.channel)},
        {"address", shown_address(each.message.to, context.visitor)}, {"subject", each.message.subject},
        {"state", each.next_at    ? "waiting"
                  : each.was_sent ? "sent"
                                  : "given_up"},
        {"tries", each.tries}, {"next_try_at", time_or_null(each.next_at)}, {"ended_at", time_or_null(each.ended_at)},
        {"problem", std::move(problem)}};
}

Task<Result<HttpReply>> show(Context& context) {
    alerts::Settings settings;
    bool has_mail = false;
    std::vector<alerts::Outgoing> sent;
    CO_TRY_VOID(co_await context.parts.database.read([&](Transaction& transaction) -> Result<void> {
        TRY(settings, alerts::load_settings(transaction, context.parts.vault, context.account()));
        TRY(auto const mail, general::find_mail(transaction, context.parts.vault, context.account()));
        has_mail = mail.has_value();
        TRY(sent, alerts::list_messages(transaction, context.parts.vault, context.account(), messages_shown));
        return {};
    }));
    JsonArray recipients;
    for (auto const& each : settings.recipients) {
        recipients.push_back(JsonObject{{"channel", to_string(each.channel)}, {"address", shown_address(each, context.visitor)},
            {"language", messages::to_string(each.language)}});
    }
    JsonArray items;
    for (auto const& each : sent) items.push_back(message_view(each, context));
    Json quiet = nullptr;
    if (settings.quiet)
        quiet = JsonObject{
            {"from", alerts::minutes_text(settings.quiet->from)}, {"until", alerts::minutes_text(settings.quiet->until)}};
    bool const is_set = settings.changed_at != TimePoint{};
    co_return json_reply(JsonObject{{"is_on", settings.is_on}, {"from", health::to_string(settings.from)},
        {"delay_minutes", settings.delay_minutes}, {"quiet", std::move(quiet)}, {"zone", settings.zone},
        {"recipients", std::move(recipients)}, {"mail_is_set", has_mail},
        {"changed_at", is_set ? Json(format_time(settings.changed_at)) : Json(nullptr)},
        {"is_quiet_now", alerts::is_quiet(settings, context.wall())}, {"is_failing", context.parts.alerts.is_failing()},
        {"messages", std::move(items)}});
}

// What the document cannot say: which addresses fit the channel.
void read_recipient(Members& members, Json const& given, alerts::Settings& settings) {
    alerts::Recipient recipient;
    bool const is_mail = find_text(given, "/channel") == "mail";
    recipient.channel = is_mail ? alerts::Channel::mail : alerts::Channel::webhook;
    recipient.address = find_text(given, "/address").value_or("");
    recipient.language = find_text(given, "/language") == "fr" ? messages::Language::fr : messages::Language::en;
    bool const is_address = is_mail ? general::is_mail_address(recipient.address)
                                    : recipient.address.starts_with("https://") || recipient.address.starts_with("http://");
    if (!is_address) return members.fault("recipients", "alert_recipient");
    settings.recipients.push_back(std::move(recipient));
}

void read_quiet(Members& members, Json const& given, alerts::Settings& settings) {
    auto const from = alerts::parse_minutes(find_text(given, "/from").value_or(""));
    auto const until = alerts::parse_minutes(find_text(given, "/until").value_or(""));
    if (!from || !until || *from == *until) return members.fault("quiet", "alert_quiet");
    settings.quiet = alerts::QuietHours{*from, *until};
}

Task<Result<HttpReply>> set(Context& context) {
    Members members(context);
    alerts::Settings settings;
    settings.is_on = members.flag("is_on");
    if (members.text("from") == "attention") settings.from = health::Weight::attention;
    settings.delay_minutes = members.integer("delay_minutes").value_or(settings.delay_minutes);
    if (auto const zone = members.text("zone"); !zone.empty()) settings.zone = zone;
    if (!alerts::check_zone(settings.zone)) members.fault("zone", "alert_zone");
    if (auto const* quiet = members.any("quiet"); quiet != nullptr && !quiet->is_null()) read_quiet(members, *quiet, settings);
    for (auto const& each : members.list("recipients")) read_recipient(members, each, settings);
    CO_TRY_VOID(members.finish());
    settings.changed_at = context.now();
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(alerts::save_settings(transaction, context.parts.vault, context.account(), settings));
        return note_in_audit(context, transaction, "alert.set",
            std::string(settings.is_on ? "on" : "off") + ", " + std::to_string(settings.recipients.size()) + " recipients");
    }));
    co_return co_await show(context);
}

// To everybody at once, as it is set: what came of each.
Task<Result<HttpReply>> test(Context& context) {
    CO_TRY(auto const settings, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return alerts::load_settings(transaction, context.parts.vault, context.account());
    }));
    if (settings.recipients.empty())
        co_return fail(ErrorKind::conflict, "alerts.nobody", "sending a test of the alerts: nobody is told");
    JsonArray results;
    for (auto const& recipient : settings.recipients) {
        auto const tried = co_await context.parts.alerts.test(recipient, settings.zone);
        JsonObject view{{"channel", to_string(recipient.channel)}, {"address", recipient.address}, {"sent", tried.was_sent},
            {"problem", nullptr}};
        if (!tried.was_sent) {
            auto const words = messages::error_words(context.language, tried.error);
            view["problem"] = JsonObject{{"code", tried.error.code}, {"title", words.title}, {"remedy", words.remedy}};
        }
        results.push_back(std::move(view));
    }
    co_return json_reply(JsonObject{{"results", std::move(results)}});
}

}  // namespace

std::vector<Route> alert_routes() {
    return {
        {"GET", "/api/v1/alerts", Scope::read, show},
        {"PUT", "/api/v1/alerts", Scope::write, set},
        {"POST", "/api/v1/alerts/test", Scope::write, test},
    };
}

}  // namespace lockstep::api
