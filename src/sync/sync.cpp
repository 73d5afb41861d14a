// SPDX-License-Identifier: Apache-2.0
#include "sync/sync.hpp"

#include <algorithm>
#include <array>

namespace lockstep::sync {
namespace {

constexpr std::array<std::pair<SyncState, std::string_view>, 4> state_names{{
    {SyncState::draft, "draft"},
    {SyncState::backfilling, "backfilling"},
    {SyncState::running, "running"},
    {SyncState::paused, "paused"},
}};

constexpr std::array<std::pair<NewRecordRule::How, std::string_view>, 3> how_names{{
    {NewRecordRule::How::value, "value"},
    {NewRecordRule::How::ask_each, "ask_each"},
    {NewRecordRule::How::leave_out, "leave_out"},
}};
constexpr std::size_t new_record_rules_max = 50;
constexpr std::size_t new_record_value_bytes_max = 500;

std::int64_t to_seconds(Duration duration) { return std::chrono::duration_cast<std::chrono::seconds>(duration).count(); }

struct SecondsField {
    std::string_view name;
    Duration Policy::* member;
    std::int64_t least;
    std::int64_t most;
};
constexpr std::array<SecondsField, 4> seconds_fields{{
    {"consistency_delay_seconds", &Policy::consistency_delay, 1, 86'400},
    {"poll_every_seconds", &Policy::poll_every, 5, 86'400},
    {"sweep_every_seconds", &Policy::sweep_every, 30, 31 * 86'400},
    {"read_before_write_after_seconds", &Policy::read_before_write_after, 0, 86'400},
}};

std::unexpected<Error> bad_policy(std::string_view member, std::string_view expected) {
    return fail(ErrorKind::invalid, "sync.bad_policy", "reading policy." + std::string(member) + ": " + std::string(expected));
}

Result<NewRecordRule> parse_new_record_rule(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return bad_policy("new_records", "a list of objects is expected");
    NewRecordRule rule;
    for (auto const& member : *object) {
        std::string_view const name = member.key();
        if ((name != "side" && name != "field" && name != "how" && name != "value") || !member.value().is_string())
            return bad_policy("new_records", "side, field, how and value are expected, as texts");
    }
    auto const side = find_text(json, "/side").value_or("");
    auto const how = new_record_how_from(find_text(json, "/how").value_or(""));
    rule.field = find_text(json, "/field").value_or("");
    rule.value = find_text(json, "/value").value_or("");
    if (side != "a" && side != "b") return bad_policy("new_records", "side is a or b");
    if (!how) return bad_policy("new_records", "how is value, ask_each or leave_out");
    if (rule.field.empty() || rule.field.size() > 200) return bad_policy("new_records", "field is the name of a field");
    bool const has_value = !rule.value.empty();
    if (has_value != (*how == NewRecordRule::How::value) || rule.value.size() > new_record_value_bytes_max)
        return bad_policy("new_records", "how: value needs a value of at most 500 bytes, and nothing else has one");
    rule.side = contacts::side_from(side);
    rule.how = *how;
    return rule;
}

Result<std::vector<NewRecordRule>> parse_new_record_rules(Json const& json) {
    auto const* list = json.if_array();
    if (list == nullptr || list->size() > new_record_rules_max)
        return bad_policy("new_records", "a list of at most 50 is expected");
    std::vector<NewRecordRule> rules;
    for (auto const& each : *list) {
        TRY(auto rule, parse_new_record_rule(each));
        bool const is_twice =
            std::ranges::any_of(rules, [&](auto const& known) { return known.side == rule.side && known.field == rule.field; });
        if (is_twice) return bad_policy("new_records", "a field has one rule");
        rules.push_back(std::move(rule));
    }
    return rules;
}

constexpr std::array harms{Harm::cleared, Harm::changed};

JsonObject to_json(BrakeLimits const& brake) {
    JsonObject json;
    for (auto const harm : harms) {
        auto const& limit = brake.of(harm);
        json[to_string(harm)] = JsonObject{{"people", limit.people}, {"percent", limit.percent}};
    }
    return json;
}

// A member that is left out keeps its usual limit.
Result<BrakeLimits> parse_brake(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return bad_policy("brake", "an object with cleared and changed is expected");
    BrakeLimits brake;
    for (auto const& member : *object) {
        auto const harm = harm_from(member.key());
        auto const people = find_integer(member.value(), "/people"), percent = find_integer(member.value(), "/percent");
        bool const is_limit = harm && people && percent && *people >= 0 && *people <= 1'000'000 && *percent >= 0 &&
                              *percent <= 100 && member.value().as_object().size() == 2;
        if (!is_limit)
            return bad_policy(
                "brake", "cleared and changed, each with people (0 to 1000000; 0 is no limit) and percent (0 to 100)");
        (*harm == Harm::cleared ? brake.cleared : brake.changed) = {*people, *percent};
    }
    return brake;
}

JsonArray to_json(std::vector<NewRecordRule> const& rules) {
    JsonArray list;
    for (auto const& rule : rules) {
        JsonObject entry{{"side", contacts::to_string(rule.side)}, {"field", rule.field}, {"how", to_string(rule.how)}};
        if (rule.how == NewRecordRule::How::value) entry["value"] = rule.value;
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace

std::string_view to_string(NewRecordRule::How how) {
    for (auto const& [known, name] : how_names) {
        if (known == how) return name;
    }
    return "ask_each";
}

std::optional<NewRecordRule::How> new_record_how_from(std::string_view text) {
    for (auto const& [known, name] : how_names) {
        if (name == text) return known;
    }
    return std::nullopt;
}

std::string_view to_string(SyncState state) {
    for (auto const& [known, name] : state_names) {
        if (known == state) return name;
    }
    return "paused";
}

std::optional<SyncState> sync_state_from(std::string_view text) {
    for (auto const& [known, name] : state_names) {
        if (name == text) return known;
    }
    return std::nullopt;
}

Json to_json(Policy const& policy) {
    JsonObject json;
    for (auto const& field : seconds_fields) json[field.name] = to_seconds(policy.*field.member);
    if (policy.quota_share) json["quota_share"] = *policy.quota_share;
    json["send_invitations"] = policy.send_invitations;
    json["trusts_record_times"] = policy.trusts_record_times;
    json["same_write_max"] = policy.same_write_max;
    json["brake"] = to_json(policy.brake);
    json["notes"] = to_json(policy.notes);
    json["tasks"] = to_json(policy.tasks);
    json["new_records"] = to_json(policy.new_records);
    return json;
}

Result<Policy> parse_policy(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return bad_policy("", "an object is expected");
    Policy policy;
    for (auto const& member : *object) {
        std::string_view const name = member.key();
        // Documents of older versions say settle_seconds.
        std::string_view const known = name == "settle_seconds" ? std::string_view("consistency_delay_seconds") : name;
        auto const field = std::ranges::find(seconds_fields, known, &SecondsField::name);
        if (field != seconds_fields.end()) {
            auto const seconds = find_integer(member.value(), "");
            if (!seconds || *seconds < field->least || *seconds > field->most) {
                return bad_policy(name, "a whole number of seconds from " + std::to_string(field->least) + " to " +
                                            std::to_string(field->most) + " is expected");
            }
            policy.*field->member = std::chrono::seconds{*seconds};
        } else if (name == "quota_share") {
            auto const& value = member.value();
            double const share =
                value.is_double() ? value.get_double() : static_cast<double>(find_integer(value, "").value_or(0));
            if (share <= 0 || share > 1) return bad_policy(name, "a number above 0 and at most 1 is expected");
            policy.quota_share = share;
        } else if (name == "send_invitations" || name == "trusts_record_times") {
            auto const value = find_bool(member.value(), "");
            if (!value) return bad_policy(name, "true or false is expected");
            (name == "send_invitations" ? policy.send_invitations : policy.trusts_record_times) = *value;
        } else if (name == "same_write_max") {
            auto const times = find_integer(member.value(), "");
            if (!times || *times < 2 || *times > 100) return bad_policy(name, "a whole number from 2 to 100 is expected");
            policy.same_write_max = *times;
        } else if (name == "notes" || name == "tasks") {
            TRY((name == "notes" ? policy.notes : policy.tasks), parse_attached_policy(member.value(), name));
        } else if (name == "brake") {
            TRY(policy.brake, parse_brake(member.value()));
        } else if (name == "new_records") {
            TRY(policy.new_records, parse_new_record_rules(member.value()));
        } else {
            return bad_policy(name, "there is no such setting");
        }
    }
    return policy;
}

}  // namespace lockstep::sync
