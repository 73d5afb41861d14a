// SPDX-License-Identifier: Apache-2.0
#include "api/members.hpp"

#include "messages/error_words.hpp"

namespace lockstep::api {

std::string Members::text(std::string_view name) const {
    auto const* json = any(name);
    auto const* text = json == nullptr ? nullptr : json->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::optional<std::int64_t> Members::integer(std::string_view name) const {
    auto const* json = any(name);
    return json == nullptr ? std::nullopt : find_integer(*json, "");
}

bool Members::flag(std::string_view name) const {
    auto const* json = any(name);
    return json != nullptr && json->is_bool() && json->get_bool();
}

JsonObject const& Members::object(std::string_view name) const {
    static JsonObject const none;
    auto const* json = any(name);
    auto const* object = json == nullptr ? nullptr : json->if_object();
    return object == nullptr ? none : *object;
}

JsonArray const& Members::list(std::string_view name) const {
    static JsonArray const none;
    auto const* json = any(name);
    auto const* list = json == nullptr ? nullptr : json->if_array();
    return list == nullptr ? none : *list;
}

void Members::fault(std::string_view name, std::string_view reason, MessageParams params) {
    if (fault_) return;
    params.insert(params.begin(), {{"reason", std::string(reason)}, {"name", std::string(name)}});
    Error error{ErrorKind::invalid, "api.bad_member", "", {}, std::move(params)};
    error.message = "reading the body: " + messages::error_words(messages::Language::en, error).detail;
    fault_ = std::move(error);
    context_.fault_place = "/" + std::string(name);
}

Result<void> Members::finish() const {
    if (fault_) return std::unexpected(*fault_);
    return {};
}

}  // namespace lockstep::api
