// SPDX-License-Identifier: Apache-2.0
// What notes and tasks share: listing those of a client, and the external id that makes a second create harmless.
#pragma once

#include <algorithm>
#include <map>

#include "sandbox/hexfit/body.hpp"

namespace lockstep::sandbox::hexfit {

using Attachments = std::map<std::string, Attachment, std::less<>>;

template <class Shown>
HttpReply list_attachments(
    HexfitModel& model, RouteCall const& call, Attachments const& all, bool newest_first, Shown const& shown) {
    if (!model.clients.contains(call.names[0])) return not_found(model);
    auto const page = read_page(model, call);
    if (!page) return page.error();
    std::vector<Attachment const*> own;
    for (auto const& [id, item] : all) {
        bool const is_beyond = page->after.empty() || (newest_first ? id < page->after : id > page->after);
        if (item.client_id == call.names[0] && is_beyond) own.push_back(&item);
    }
    if (newest_first) std::ranges::reverse(own);
    JsonArray items;
    for (auto const* item : own) {
        if (items.size() < page->limit) items.push_back(shown(*item));
    }
    bool const more = own.size() > page->limit;
    Json next = more ? Json(make_cursor(own[page->limit - 1]->id, call.now)) : Json(nullptr);
    return succeeded(200, JsonObject{{"items", std::move(items)}, {"next_cursor", std::move(next)}});
}

inline Attachment const* find_by_external_id(Attachments const& all, std::string_view client_id, JsonObject const& body) {
    auto const* wanted = body.if_contains("external_id");
    if (wanted == nullptr || !wanted->is_string() || wanted->get_string().empty()) return nullptr;
    for (auto const& [id, item] : all) {
        auto const* present = item.fields.if_contains("external_id");
        if (item.client_id == client_id && present != nullptr && *present == *wanted) return &item;
    }
    return nullptr;
}

inline Json member_or_null(JsonObject const& fields, std::string_view name) {
    auto const* value = fields.if_contains(name);
    return value == nullptr || (value->is_string() && value->get_string().empty()) ? Json(nullptr) : *value;
}

}  // namespace lockstep::sandbox::hexfit
