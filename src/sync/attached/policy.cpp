// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/policy.hpp"

#include <algorithm>
#include <array>

namespace lockstep::sync {
namespace {

constexpr std::array<std::pair<AttachedDirection, std::string_view>, 4> direction_names{{
    {AttachedDirection::off, "off"},
    {AttachedDirection::a_to_b, "a_to_b"},
    {AttachedDirection::b_to_a, "b_to_a"},
    {AttachedDirection::both, "both"},
}};

}  // namespace

std::string_view to_string(AttachedDirection direction) {
    for (auto const& [known, name] : direction_names) {
        if (known == direction) return name;
    }
    return "off";
}

Json to_json(AttachedPolicy const& policy) {
    return JsonObject{{"direction", to_string(policy.direction)}, {"existing", policy.existing}, {"edits", policy.edits},
        {"since", policy.since ? Json(format_time(*policy.since)) : Json(nullptr)}};
}

Result<AttachedPolicy> parse_attached_policy(Json const& json, std::string_view name) {
    auto const bad = [&](std::string_view member, std::string_view expected) {
        return fail(ErrorKind::invalid, "sync.bad_policy",
            "reading policy." + std::string(name) + "." + std::string(member) + ": " + std::string(expected));
    };
    auto const* object = json.if_object();
    if (object == nullptr) return bad("", "an object is expected");
    AttachedPolicy policy;
    for (auto const& member : *object) {
        std::string_view const key = member.key();
        if (key == "direction") {
            auto const word = find_text(member.value(), "").value_or("");
            auto const known = std::ranges::find(direction_names, word, &std::pair<AttachedDirection, std::string_view>::second);
            if (known == direction_names.end()) return bad(key, "off, a_to_b, b_to_a or both is expected");
            policy.direction = known->first;
        } else if (key == "existing" || key == "edits") {
            auto const value = find_bool(member.value(), "");
            if (!value) return bad(key, "true or false is expected");
            (key == "edits" ? policy.edits : policy.existing) = *value;
        } else if (key == "since") {
            if (member.value().is_null()) continue;
            auto const time = parse_time(find_text(member.value(), "").value_or(""));
            if (!time) return bad(key, "a time is expected");
            policy.since = *time;
        } else {
            return bad(key, "there is no such setting");
        }
    }
    return policy;
}

}  // namespace lockstep::sync
