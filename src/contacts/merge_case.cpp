// SPDX-License-Identifier: Apache-2.0
#include "contacts/merge_case.hpp"

#include "contacts/rule_words.hpp"

namespace lockstep::contacts {
namespace {

constexpr std::string_view bad_case = "contacts.bad_case";

struct MergeCase {
    FieldRule rule;
    FieldState state;
    Region region;
};

Result<Value> read_value(JsonObject const& object, std::string_view key) {
    auto const* json = object.if_contains(key);
    if (json == nullptr) return Value{};
    auto value = value_from_json(*json);
    if (!value) {
        return fail(
            ErrorKind::invalid, bad_case, "reading \"" + std::string(key) + "\": it has to be null, a text or a list of texts");
    }
    return value;
}

Result<std::optional<TimePoint>> read_time(JsonObject const& object, std::string_view key) {
    auto const* json = object.if_contains(key);
    if (json == nullptr || json->is_null()) return std::optional<TimePoint>{};
    if (auto const* text = json->if_string()) {
        if (auto time = parse_time({text->data(), text->size()})) return std::optional{*time};
    }
    return fail(
        ErrorKind::invalid, bad_case, "reading \"" + std::string(key) + "\": it has to be a time like \"2026-03-01T10:04:00Z\"");
}

Result<Region> read_region(JsonObject const& object) {
    Region region;
    auto const* json = object.if_contains("region");
    if (json == nullptr || json->is_null()) return region;
    auto const* text = json->if_string();
    if (text == nullptr) return fail(ErrorKind::invalid, bad_case, "reading \"region\": it has to be a country like \"CA\"");
    region.code.assign(text->data(), text->size());
    return region;
}

Result<MergeCase> parse_case(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return fail(ErrorKind::invalid, bad_case, "reading a case: it has to be an object");
    auto const* field_json = object->if_contains("field");
    auto const* field = field_json == nullptr ? nullptr : field_json->if_object();
    if (field == nullptr) return fail(ErrorKind::invalid, bad_case, "reading \"field\": the case needs an object with its rules");
    if (!field->contains("kind")) {
        return fail(ErrorKind::invalid, bad_case, "reading \"kind\": it has to be one of " + known_words<FieldKind>());
    }
    MergeCase out;
    TRY(out.rule, parse_field_rule(*field, bad_case));
    TRY(out.region, read_region(*object));
    TRY(out.state.a, read_value(*object, "a"));
    TRY(out.state.b, read_value(*object, "b"));
    if (object->contains("base")) {
        TRY(out.state.base, read_value(*object, "base"));
    }
    TRY(out.state.a_changed_at, read_time(*object, "a_changed_at"));
    TRY(out.state.b_changed_at, read_time(*object, "b_changed_at"));
    return out;
}

Result<Json> decide_one(Json const& json) {
    TRY(auto one, parse_case(json));
    return to_json(decide(one.rule, one.state, one.region), one.rule.kind);
}

JsonArray texts(std::vector<std::string> const& elements) {
    JsonArray out;
    for (auto const& element : elements) out.emplace_back(element);
    return out;
}

JsonObject edit_json(SetEdit const& edit) {
    JsonObject out;
    out["add"] = texts(edit.add);
    out["remove"] = texts(edit.remove);
    return out;
}

}  // namespace

Json to_json(Decision const& decision, FieldKind kind) {
    JsonObject out;
    out["decision"] = to_string(decision.verdict);
    out["reason"] = decision.reason;
    if (kind == FieldKind::set) {
        out["a"] = edit_json(decision.a);
        out["b"] = edit_json(decision.b);
    } else if (decision.verdict == Verdict::write_a || decision.verdict == Verdict::write_b) {
        out["value"] = to_json(decision.value);
    }
    JsonObject base;
    base["known"] = decision.base.has_value();
    if (decision.base) base["value"] = to_json(*decision.base);
    out["base"] = std::move(base);
    return out;
}

Result<Json> decide_case(Json const& cases) {
    auto const* list = cases.if_array();
    if (list == nullptr) return decide_one(cases);
    JsonArray out;
    out.reserve(list->size());
    for (auto const& each : *list) {
        auto decision = decide_one(each);
        if (decision) {
            out.push_back(*std::move(decision));
            continue;
        }
        JsonObject error;
        error["code"] = decision.error().code;
        error["message"] = decision.error().message;
        JsonObject entry;
        entry["error"] = std::move(error);
        out.emplace_back(std::move(entry));
    }
    return out;
}

}  // namespace lockstep::contacts
