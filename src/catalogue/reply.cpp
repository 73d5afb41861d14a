// SPDX-License-Identifier: Apache-2.0
// read_reply: status, envelope and error shape of an app become one ReplyClass. What does not look like the app's documented
// answer is malformed, never "not found" or "ok": a proxy's error page must not look like a deleted contact.
#include <algorithm>

#include "base/text.hpp"
#include "catalogue/connector.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::size_t message_bytes_max = 300;

std::string shortened(std::string text) {
    if (text.size() <= message_bytes_max) return text;
    std::size_t end = message_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
    text.resize(end);
    return text + "...";
}

// Messages come as a text, a list of texts, or an object with a text inside.
std::string message_text(Json const& value, int depth = 0) {
    if (auto const* text = value.if_string()) return std::string(std::string_view(*text));
    std::string joined;
    if (depth > 3) return joined;
    if (auto const* list = value.if_array()) {
        for (auto const& element : *list) {
            auto const part = message_text(element, depth + 1);
            if (!part.empty()) joined += (joined.empty() ? "" : "; ") + part;
        }
    } else if (auto const* object = value.if_object()) {
        for (auto const* name : {"message", "msg", "error", "code"}) {
            if (auto const* member = object->if_contains(name)) {
                joined = message_text(*member, depth + 1);
                if (!joined.empty()) return joined;
            }
        }
    }
    return joined;
}

std::string find_message(Json const& body, Pointers const& pointers) {
    for (auto const& pointer : pointers) {
        auto const* found = find(body, pointer);
        if (!found) continue;
        auto text = message_text(*found);
        if (!text.empty()) return text;
    }
    return {};
}

ReplyClass class_of_status(int status) {
    if (status >= 200 && status < 300) return ReplyClass::ok;
    if (status == 401) return ReplyClass::unauthorized;
    if (status == 403) return ReplyClass::forbidden;
    if (status == 404) return ReplyClass::not_found;
    if (status == 412) return ReplyClass::changed_since;
    if (status == 429) return ReplyClass::limited;
    if (status >= 500) return ReplyClass::unavailable;
    if (status >= 400) return ReplyClass::invalid;
    return ReplyClass::malformed;  // redirects are never followed
}

ReplyClass class_named(std::string_view name) {
    for (auto const reply_class :
        {ReplyClass::duplicate, ReplyClass::invalid, ReplyClass::unauthorized, ReplyClass::forbidden, ReplyClass::not_found,
            ReplyClass::limited, ReplyClass::quota_spent, ReplyClass::changed_since, ReplyClass::unavailable}) {
        if (to_string(reply_class) == name) return reply_class;
    }
    return ReplyClass::malformed;
}

std::string_view effect_name(Effect effect) {
    switch (effect) {
        case Effect::read: return "read";
        case Effect::create: return "create";
        case Effect::update: return "update";
        case Effect::remove: return "remove";
    }
    return "read";
}

bool has_words(Json const& alternatives, std::string const& lower_message) {
    for (auto const& words : alternatives.get_array()) {
        if (std::ranges::all_of(words.get_array(), [&](Json const& word) {
                return lower_message.find(lower_ascii(std::string_view(word.get_string()))) != std::string::npos;
            })) {
            return true;
        }
    }
    return false;
}

bool fits(JsonObject const& rule, Operation const& operation, int status, Json const& body, std::string const& lower_message) {
    if (auto const* list = rule.if_contains("status")) {
        auto const& statuses = list->get_array();
        if (std::ranges::none_of(statuses, [&](Json const& one) { return one.is_int64() && one.get_int64() == status; }))
            return false;
    }
    if (auto const* list = rule.if_contains("effects")) {
        auto const name = effect_name(operation.effect);
        if (std::ranges::none_of(list->get_array(), [&](Json const& one) { return std::string_view(one.get_string()) == name; }))
            return false;
    }
    if (auto const* expected = rule.if_contains("equals"); expected && !all_equal(body, expected->if_object())) return false;
    if (auto const* words = rule.if_contains("message"); words && !has_words(*words, lower_message)) return false;
    return true;
}

// The class of a reply that is not ok: the declaration's rules first, then the status.
void classify_failure(Json const& rules, Operation const& operation, int status, Json const& body, Reading& reading) {
    auto const lower_message = lower_ascii(reading.message);
    if (auto const* list = find_array(rules, "/error_classes")) {
        for (auto const& rule : *list) {
            if (!fits(rule.get_object(), operation, status, body, lower_message)) continue;
            reading.reply_class = class_named(text_at(rule, "class"));
            if (reading.reply_class == ReplyClass::duplicate)
                reading.existing_id = find_first_text(body, pointers_at(rule, "existing_id"));
            return;
        }
    }
    auto const by_status = class_of_status(status);
    // A good status with a bad envelope: the app refuses.
    reading.reply_class = by_status == ReplyClass::ok ? ReplyClass::invalid : by_status;
}

bool status_says_enough(int status) { return status == 401 || status == 429 || status >= 500; }

}  // namespace

Reading read_reply(Connector const& connector, Operation const& operation, HttpReply const& reply) {
    Reading reading;
    auto const* rules = find(connector.declaration, "/reply");
    CHECK(rules);
    bool const is_good_status = reply.status >= 200 && reply.status < 300;

    auto const text = trim_ascii(reply.body);
    if (text.empty()) {
        bool const may_be_empty = find_bool(operation.declaration, "/reply/may_be_empty").value_or(false);
        if (!is_good_status)
            reading.reply_class = class_of_status(reply.status);
        else if (reply.status == 204 || may_be_empty)
            reading.reply_class = ReplyClass::ok;
        if (reading.reply_class == ReplyClass::malformed) reading.message = "the reply is empty";
        return reading;
    }

    JsonLimits limits;
    limits.bytes = std::size_t{16} << 20;
    limits.members = 1'000'000;
    limits.string_bytes = std::size_t{1} << 20;
    auto parsed = parse_foreign_json(text, limits);
    if (!parsed || !(parsed->is_object() || parsed->is_array())) {
        if (status_says_enough(reply.status)) reading.reply_class = class_of_status(reply.status);
        reading.message = "the reply is not the JSON that was expected";
        return reading;
    }
    Json& body = *parsed;
    reading.trace_id = find_first_text(body, pointers_at(*rules, "trace_id"));

    auto const* envelope = find(*rules, "/ok");
    Json const* value = &body;
    if (envelope) {
        auto const* mark = find(body, text_at(*envelope, "path"));
        bool const is_marked_good = mark && *mark == envelope->at("equals");
        if (!is_good_status || !is_marked_good) {
            reading.message = shortened(find_message(body, pointers_at(*rules, "messages")));
            // No mark at all under a good status is no refusal: it is something else than this app.
            if (is_good_status && !mark)
                reading.message = "the reply lacks its envelope";
            else
                classify_failure(*rules, operation, reply.status, body, reading);
            return reading;
        }
        value = find(body, text_at(*envelope, "value"));
        if (!value) {
            reading.message = "the reply's envelope is empty";
            return reading;
        }
    } else if (!is_good_status) {
        reading.message = shortened(find_message(body, pointers_at(*rules, "messages")));
        classify_failure(*rules, operation, reply.status, body, reading);
        return reading;
    }

    if (auto const* shape = find(operation.declaration, "/reply")) {
        auto const needed = pointers_at(*shape, "has");
        bool const has_it =
            needed.empty() || std::ranges::any_of(needed, [&](auto const& pointer) { return find(*value, pointer) != nullptr; });
        auto const* result = find(*value, text_at(*shape, "result"));
        if (!has_it || !result) {
            reading.message = "the reply lacks what " + operation.id + " answers with";
            return reading;
        }
        value = result;
    }
    reading.reply_class = ReplyClass::ok;
    // `value` is a part of `body`, which ends here: taken, not copied.
    reading.body = std::move(const_cast<Json&>(*value));
    return reading;
}

}  // namespace lockstep::catalogue
