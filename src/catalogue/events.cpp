// SPDX-License-Identifier: Apache-2.0
#include "catalogue/events.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalogue/pointers.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::size_t word_bytes_max = 200;  // longer types and ids are somebody's mistake or attack

std::optional<Json> lay_open(Json const& payload, Pointers const& wrappers) {
    std::optional<Json> open;
    for (auto const& pointer : wrappers) {
        auto const* inner = find_object(payload, pointer);
        if (!inner) continue;
        if (!open) open.emplace(payload, boost::json::storage_ptr());
        for (auto const& member : *inner) open->get_object()[member.key()] = member.value();
    }
    return open;
}

bool is_known(Json const& events, std::string_view type) {
    auto const* known = find_array(events, "/known");
    if (!known) return false;
    return std::ranges::any_of(*known, [&](Json const& name) { return name.is_string() && name.get_string() == type; });
}

std::string inferred_type(Json const& events, Json const& payload) {
    auto const* rules = find_array(events, "/infer");
    if (!rules) return {};
    for (auto const& rule : *rules) {
        auto const needed = texts_at(rule, "has");
        if (std::ranges::all_of(needed, [&](auto const& pointer) { return find(payload, pointer) != nullptr; }))
            return text_at(rule, "type");
    }
    return {};
}

std::string record_id_of(Json const& events, Json const& payload, bool is_about_contact) {
    auto const* rules = find_array(events, "/record_id");
    if (!rules) return {};
    for (auto const& rule : *rules) {
        if (auto const only = find_bool(rule, "/contact_events"); only && *only != is_about_contact) continue;
        if (!all_equal(payload, find_object(rule, "/equals"))) continue;
        auto id = find_first_text(payload, {text_at(rule, "path")});
        if (!id.empty() && id.size() <= word_bytes_max) return id;
    }
    return {};
}

// The wrapper first: a wrapped record may have a member of the same name.
std::string type_of(Json const& events, Json const& payload, Json const& open) {
    auto const types = pointers_at(events, "type");
    auto type = find_first_text(payload, types);
    return type.empty() ? find_first_text(open, types) : type;
}

std::string delivery_id_of(Json const& events, Json const& payload) {
    auto id = find_first_text(payload, pointers_at(events, "delivery_id"));
    return id.size() <= word_bytes_max ? id : std::string();
}

std::string account_key_of(Json const& webhooks, Json const& open) {
    auto const* rules = find_array(webhooks, "/routing/account_key");
    if (!rules) return {};
    for (auto const& rule : *rules) {
        if (!all_equal(open, find_object(rule, "/equals"))) continue;
        auto key = find_first_text(open, {text_at(rule, "path")});
        if (!key.empty() && key.size() <= word_bytes_max) return key;
    }
    return {};
}

}  // namespace

std::optional<TimePoint> tolerant_time(Json const* value) {
    if (!value) return std::nullopt;
    if (auto const* text = value->if_string()) {
        auto const time = parse_time(std::string_view(*text));
        return time ? std::optional(*time) : std::nullopt;
    }
    auto const* number = value->if_int64();
    constexpr std::int64_t seconds_max = 100'000'000'000;  // the year 5138
    constexpr std::int64_t millis_max = 100'000'000'000'000;
    if (!number || *number < 0 || *number >= millis_max) return std::nullopt;
    return from_micros(*number < seconds_max ? *number * 1'000'000 : *number * 1000);
}

Result<OpenedEvent> open_event(Json const& webhooks, Json const& payload) {
    auto const refusal = [](std::string_view why) {
        return fail(ErrorKind::invalid, "catalogue.not_an_event", "reading an event: " + std::string(why));
    };
    auto const* events = find(webhooks, "/events");
    if (!events) return refusal("this profile sends none");
    if (!payload.is_object()) return refusal("the payload is not an object");

    OpenedEvent opened;
    opened.as_sent = &payload;
    opened.laid_open = lay_open(payload, texts_at(*events, "unwrap"));
    auto const& open = opened.payload();
    auto type = type_of(*events, payload, open);
    if (type.size() > word_bytes_max) return refusal("the type is too long");
    if (!is_known(*events, type)) {
        auto guess = inferred_type(*events, open);
        if (!guess.empty()) type = std::move(guess);
    }
    if (type.empty()) {
        auto const signs = texts_at(*events, "unknown_needs");
        bool const has_sign = std::ranges::any_of(signs, [&](auto const& pointer) { return find(open, pointer) != nullptr; });
        if (!has_sign) return refusal("it has no type and no known shape");
        type = "unknown.event";
    }

    auto const* canonical = find_object(*events, "/canonical");
    auto const* word = canonical ? canonical->if_contains(type) : nullptr;
    opened.is_about_contact = word != nullptr;
    opened.facts.type = word ? std::string(std::string_view(word->get_string())) : type;
    opened.facts.record_id = record_id_of(*events, open, opened.is_about_contact);
    if (opened.is_about_contact && opened.facts.record_id.empty()) return refusal("a contact event without the contact's id");
    opened.facts.delivery_id = delivery_id_of(*events, payload);
    opened.facts.account_key = account_key_of(webhooks, open);
    opened.facts.sent_at = tolerant_time(find_first(payload, pointers_at(*events, "sent_at")));
    return opened;
}

EventFacts glance(Json const& webhooks, Json const& payload) {
    EventFacts facts;
    auto const* events = find(webhooks, "/events");
    if (!events || !payload.is_object()) return facts;
    auto const laid_open = lay_open(payload, texts_at(*events, "unwrap"));
    auto const& open = laid_open ? *laid_open : payload;
    facts.type = type_of(*events, payload, open);
    if (facts.type.size() > word_bytes_max) facts.type.clear();
    facts.delivery_id = delivery_id_of(*events, payload);
    facts.account_key = account_key_of(webhooks, open);
    return facts;
}

}  // namespace lockstep::catalogue
