// SPDX-License-Identifier: Apache-2.0
#include "alerts/compose.hpp"

#include <algorithm>

#include "general/schedule.hpp"

namespace lockstep::alerts {
namespace {

using messages::Language;

bool is_bad(Item const& item) { return item.news == News::broken || item.news == News::worse; }

// "2026-03-01 09:30", by the clock on the wall there.
std::string clock_text(TimePoint time, std::string const& zone) {
    auto text = format_time(general::local_time(zone, time)).substr(0, 16);
    text[10] = ' ';
    return text;
}

std::string title_of(Language language, std::vector<Item> const& items) {
    auto const bad = std::ranges::count_if(items, is_bad);
    auto const good = static_cast<std::ptrdiff_t>(items.size()) - bad;
    if (bad > 0 && good > 0) {
        return messages::text(language, "alert.title.mixed", {{"bad", std::to_string(bad)}, {"good", std::to_string(good)}});
    }
    std::string const kind = bad > 0 ? "bad" : "good";
    if (items.size() > 1) return messages::text_for(language, "alert.title." + kind, bad + good);
    return messages::text(language, "alert.title." + kind + "_single", {{"label", items.front().condition.label}});
}

std::string url_of(Item const& item, Occasion const& occasion) {
    if (occasion.public_url.empty()) return {};
    return occasion.public_url + (item.condition.kind == SubjectKind::sync ? "/syncs/" : "/connections/") + item.condition.id;
}

std::string sentence_of(Language language, Item const& item, Occasion const& occasion) {
    auto const what = messages::text(language, "alert.what." + std::string(to_string(item.condition.kind)));
    return messages::text(language, "alert.item." + std::string(to_string(item.news)),
        {{"what", what}, {"label", item.condition.label}, {"since", clock_text(item.since, occasion.zone)},
            {"until", clock_text(item.until.value_or(item.since), occasion.zone)}});
}

std::string paragraph_of(Language language, Item const& item, Occasion const& occasion) {
    auto text = sentence_of(language, item, occasion);
    if (is_bad(item) || item.news == News::rests) {
        auto const& [code, params] = item.condition.health.words;
        for (auto const* part : {".message", ".remedy"}) {
            auto const words = messages::text(language, code + part, params);
            if (!words.empty()) text += "\n  " + words;
        }
    }
    if (auto const url = url_of(item, occasion); !url.empty()) text += "\n  " + url;
    return text;
}

JsonObject item_json(Language language, Item const& item, Occasion const& occasion) {
    auto const& condition = item.condition;
    auto const& [code, params] = condition.health.words;
    auto const url = url_of(item, occasion);
    return {{"news", to_string(item.news)}, {"kind", to_string(condition.kind)}, {"id", condition.id}, {"label", condition.label},
        {"state", health::to_string(condition.health.state)}, {"weight", health::to_string(condition.health.weight)},
        {"code", code}, {"params", messages::to_json(params)}, {"since", format_time(item.since)},
        {"until", item.until ? Json(format_time(*item.until)) : Json(nullptr)},
        {"sentence", sentence_of(language, item, occasion)}, {"message", messages::text(language, code + ".message", params)},
        {"remedy", messages::text(language, code + ".remedy", params)}, {"url", url.empty() ? Json(nullptr) : Json(url)}};
}

}  // namespace

Message compose(Recipient const& to, std::vector<Item> const& items, Occasion const& occasion) {
    auto const language = to.language;
    Message message{.to = to, .subject = "Lockstep: " + title_of(language, items), .text = {}, .json = {}};
    JsonArray listed;
    for (auto const& item : items) {
        message.text += paragraph_of(language, item, occasion) + "\n\n";
        listed.push_back(item_json(language, item, occasion));
    }
    message.text += messages::text(language, "alert.footer", {{"zone", occasion.zone}}) + "\n";
    message.json = {{"type", "lockstep.alert"}, {"at", format_time(occasion.at)}, {"title", message.subject},
        {"text", message.text}, {"items", std::move(listed)}};
    return message;
}

Message compose_test(Recipient const& to, Occasion const& occasion) {
    Message message{.to = to,
        .subject = "Lockstep: " + messages::text(to.language, "alert.test_title"),
        .text = messages::text(to.language, "alert.test_text"),
        .json = {}};
    message.json = {{"type", "lockstep.alert_test"}, {"at", format_time(occasion.at)}, {"title", message.subject},
        {"text", message.text}, {"items", JsonArray()}};
    return message;
}

}  // namespace lockstep::alerts
