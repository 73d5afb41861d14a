// SPDX-License-Identifier: Apache-2.0
#include "api/members.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

bool says_json(HttpRequest const& request) {
    auto const header = request.headers.find("Content-Type");
    if (!header) return false;
    return equal_ignoring_case(trim_ascii(header->substr(0, header->find(';'))), "application/json");
}

bool is_plain_text(std::string_view text, bool has_lines) {
    return std::ranges::none_of(text, [&](unsigned char c) {
        bool const is_line_break = c == '\n' || c == '\r';
        return c == 0x7F || (c < 0x20 && (!is_line_break || !has_lines));
    });
}

}  // namespace

Result<JsonObject> read_body(Context& context, std::size_t bytes_max) {
    auto const& body = context.request.body;
    if (body.size() > bytes_max) {
        return fail(ErrorKind::invalid, "api.body_too_large",
            "reading the body: more than " + std::to_string(bytes_max) + " bytes",
            {{"reason", "limit"}, {"most", std::to_string(bytes_max)}});
    }
    if (!says_json(context.request)) {
        return fail(ErrorKind::invalid, "api.not_json", "reading the body: Content-Type has to be application/json");
    }
    auto json = parse_json(body, {.bytes = bytes_max, .depth = 32, .members = 200'000});
    if (!json) return fail(ErrorKind::invalid, "api.malformed_json", "reading the body: " + json.error().message);
    if (!json->is_object()) return fail(ErrorKind::invalid, "api.malformed_json", "reading the body: it has to be a JSON object");
    return std::move(json->as_object());
}

Result<JsonObject> read_body(Context& context) { return read_body(context, context.options.body_bytes_max); }

Result<void> expect_no_body(Context& context) {
    auto const text =
        trim_ascii(context.request.body.size() > 64 ? std::string_view("...") : std::string_view(context.request.body));
    if (text.empty() || text == "{}") return {};
    return fail(ErrorKind::invalid, "api.unexpected_body", "reading the body: this request takes none");
}

Json const* Members::take(std::string_view name) {
    read_.emplace(name);
    return object_.if_contains(name);
}

void Members::fault(std::string_view name, std::string_view reason, MessageParams params) {
    if (fault_) return;
    params.insert(params.begin(), {{"reason", std::string(reason)}, {"name", std::string(name)}});
    Error error{ErrorKind::invalid, "api.bad_member", "", {}, std::move(params)};
    error.message = "reading the body: " + messages::error_words(messages::Language::en, error).detail;
    fault_ = std::move(error);
    context_.fault_place = "/" + std::string(name);
}

std::string Members::read_text(std::string_view name, std::size_t bytes_max, bool is_required, bool has_lines) {
    auto const* json = take(name);
    if (json == nullptr) {
        if (is_required) fault(name, "missing");
        return {};
    }
    auto const* text = json->if_string();
    if (text == nullptr) return fault(name, "text"), std::string();
    if (is_required && text->empty()) return fault(name, "empty"), std::string();
    if (text->size() > bytes_max) return fault(name, "long", {{"most", std::to_string(bytes_max)}}), std::string();
    if (!is_plain_text({text->data(), text->size()}, has_lines)) return fault(name, "control"), std::string();
    return {text->data(), text->size()};
}

std::string Members::text(std::string_view name, std::size_t bytes_max) { return read_text(name, bytes_max, true); }

std::string Members::optional_text(std::string_view name, std::size_t bytes_max) { return read_text(name, bytes_max, false); }

std::string Members::optional_lines(std::string_view name, std::size_t bytes_max) {
    return read_text(name, bytes_max, false, true);
}

Secret Members::secret(std::string_view name, std::size_t bytes_max) { return Secret{read_text(name, bytes_max, true)}; }

Secret Members::optional_secret(std::string_view name, std::size_t bytes_min, std::size_t bytes_max) {
    Secret secret{read_text(name, bytes_max, false)};
    if (object_.contains(name) && secret.reveal().size() < bytes_min)
        fault(name, "short", {{"least", std::to_string(bytes_min)}});
    return secret;
}

std::optional<std::int64_t> Members::optional_integer(std::string_view name, std::int64_t least, std::int64_t most) {
    auto const* json = take(name);
    if (json == nullptr) return std::nullopt;
    auto const value = find_integer(*json, "");
    if (!value || *value < least || *value > most) {
        fault(name, "number", {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
        return std::nullopt;
    }
    return value;
}

std::optional<bool> Members::optional_switch(std::string_view name) {
    auto const* json = take(name);
    if (json == nullptr) return std::nullopt;
    if (!json->is_bool()) return fault(name, "switch"), std::nullopt;
    return json->get_bool();
}

bool Members::optional_flag(std::string_view name) {
    auto const* json = take(name);
    if (json == nullptr) return false;
    auto const* flag = json->if_bool();
    if (flag == nullptr) return fault(name, "word", {{"choices", "true, false"}}), false;
    return *flag;
}

JsonObject Members::optional_object(std::string_view name) {
    auto const* json = take(name);
    if (json == nullptr) return {};
    auto const* object = json->if_object();
    if (object == nullptr) return fault(name, "object"), JsonObject();
    return *object;
}

JsonArray Members::array(std::string_view name, std::size_t size_max) {
    auto const* json = take(name);
    auto const* array = json == nullptr ? nullptr : json->if_array();
    if (array == nullptr) return fault(name, json == nullptr ? "missing" : "list"), JsonArray();
    if (array->size() > size_max) return fault(name, "many", {{"most", std::to_string(size_max)}}), JsonArray();
    return *array;
}

Json const* Members::any(std::string_view name) { return take(name); }

Result<void> Members::finish() {
    for (auto const& member : object_) {
        std::string_view const name{member.key().data(), member.key().size()};
        if (read_.contains(name)) continue;
        context_.fault_place = "/" + printable(name.substr(0, 60));
        return fail(ErrorKind::invalid, "api.unknown_member",
            "reading the body: \"" + printable(name.substr(0, 60)) + "\" is not known here",
            {{"reason", "named"}, {"name", printable(name.substr(0, 60))}});
    }
    if (fault_) return std::unexpected(*fault_);
    return {};
}

}  // namespace lockstep::api
