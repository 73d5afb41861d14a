// SPDX-License-Identifier: Apache-2.0
#include "sync/link_base.hpp"

namespace lockstep::sync {

using contacts::Side;

Json to_json(LinkBase const& base) {
    JsonObject fields, not_stored, settling;
    JsonArray unconfirmed;
    for (auto const& [name, value] : base.fields) fields[name] = contacts::to_json(value);
    for (auto const& [name, entry] : base.not_stored) {
        not_stored[name] = JsonObject{{"a", contacts::to_json(entry.a)}, {"b", contacts::to_json(entry.b)}};
    }
    for (auto const& [name, entry] : base.settling) {
        settling[name] = JsonObject{{"side", contacts::to_string(entry.side)}, {"before", contacts::to_json(entry.before)},
            {"after", contacts::to_json(entry.after)}, {"until", to_micros(entry.until)}};
    }
    for (auto const& entry : base.unconfirmed) {
        unconfirmed.push_back(JsonObject{{"side", contacts::to_string(entry.side)}, {"row", entry.row},
            {"before", contacts::to_json(entry.before)}, {"after", contacts::to_json(entry.after)},
            {"left_at", to_micros(entry.left_at)}, {"late_until", to_micros(entry.late_until)}, {"until", to_micros(entry.until)}});
    }
    JsonObject json{{"fields", std::move(fields)}};
    if (!unconfirmed.empty()) json["unconfirmed"] = std::move(unconfirmed);
    if (!not_stored.empty()) json["not_stored"] = std::move(not_stored);
    if (!settling.empty()) json["settling"] = std::move(settling);
    return json;
}

Result<LinkBase> link_base_from_json(Json const& json) {
    LinkBase base;
    auto const read = [&](Json const& object, std::string_view member) -> Result<contacts::Value> {
        auto const* value = find(object, std::string("/") + std::string(member));
        if (value == nullptr) return contacts::Value{};
        return contacts::value_from_json(*value);
    };
    if (auto const* fields = find_object(json, "/fields")) {
        for (auto const& member : *fields) {
            TRY(base.fields[std::string(member.key())], contacts::value_from_json(member.value()));
        }
    }
    if (auto const* entries = find_object(json, "/not_stored")) {
        for (auto const& member : *entries) {
            auto& entry = base.not_stored[std::string(member.key())];
            TRY(entry.a, read(member.value(), "a"));
            TRY(entry.b, read(member.value(), "b"));
        }
    }
    if (auto const* entries = find_object(json, "/settling")) {
        for (auto const& member : *entries) {
            auto& entry = base.settling[std::string(member.key())];
            entry.side = find_text(member.value(), "/side") == "b" ? Side::b : Side::a;
            TRY(entry.before, read(member.value(), "before"));
            TRY(entry.after, read(member.value(), "after"));
            entry.until = from_micros(find_integer(member.value(), "/until").value_or(0));
        }
    }
    if (auto const* entries = find_array(json, "/unconfirmed")) {
        for (auto const& item : *entries) {
            Unconfirmed entry;
            entry.side = find_text(item, "/side") == "b" ? Side::b : Side::a;
            entry.row = std::string(find_text(item, "/row").value_or(""));
            TRY(entry.before, read(item, "before"));
            TRY(entry.after, read(item, "after"));
            entry.left_at = from_micros(find_integer(item, "/left_at").value_or(0));
            entry.late_until = from_micros(find_integer(item, "/late_until").value_or(0));
            entry.until = from_micros(find_integer(item, "/until").value_or(0));
            base.unconfirmed.push_back(std::move(entry));
        }
    }
    return base;
}

bool is_stale(LinkBase const& base, Side side, contacts::Projection const& seen, TimePoint now) {
    for (auto const& [name, entry] : base.settling) {
        if (entry.side != side || now >= entry.until || entry.before == entry.after) continue;
        auto const found = seen.find(name);
        if (found != seen.end() && found->second == entry.before) return true;
    }
    return false;
}

void drop_settled(LinkBase& base, TimePoint now) {
    std::erase_if(base.settling, [&](auto const& entry) { return now >= entry.second.until; });
    std::erase_if(base.unconfirmed, [&](auto const& entry) { return now >= entry.until; });
}

}  // namespace lockstep::sync
