// SPDX-License-Identifier: Apache-2.0
// The mapping as a JSON document: reading it strictly (an unknown key is a misspelt one) and writing it.
#include <algorithm>
#include <initializer_list>

#include "contacts/mapping.hpp"
#include "contacts/rule_words.hpp"

namespace lockstep::contacts {
namespace {

constexpr std::string_view bad_mapping = "contacts.bad_mapping";

std::unexpected<Error> refuse(std::string message) { return fail(ErrorKind::invalid, bad_mapping, std::move(message)); }

Result<void> refuse_unknown_keys(JsonObject const& object, std::initializer_list<std::string_view> known) {
    for (auto const& member : object) {
        std::string_view const key{member.key().data(), member.key().size()};
        if (std::ranges::find(known, key) == known.end())
            return refuse("reading \"" + std::string(key) + "\": there is no such setting");
    }
    return {};
}

Result<void> read_text(JsonObject const& object, std::string_view key, std::string& target) {
    auto const* json = object.if_contains(key);
    if (json == nullptr) return {};
    auto const* text = json->if_string();
    if (text == nullptr) return refuse("reading \"" + std::string(key) + "\": it has to be a text");
    target.assign(text->data(), text->size());
    return {};
}

Result<void> read_bool(JsonObject const& object, std::string_view key, bool& target) {
    auto const* json = object.if_contains(key);
    if (json == nullptr) return {};
    if (!json->is_bool()) return refuse("reading \"" + std::string(key) + "\": it has to be true or false");
    target = json->get_bool();
    return {};
}

Result<std::optional<Transform>> parse_transform(Json const& json) {
    if (json.is_null()) return std::optional<Transform>{};
    constexpr char const* form =
        "reading \"transform\": it has to be {\"pairs\": [[\"value at a\", \"value at b\"], ...]}, or {\"form\", \"when_blank\"}";
    auto const* object = json.if_object();
    if (object == nullptr) return refuse(form);
    TRY_VOID(refuse_unknown_keys(*object, {"pairs", "form", "when_blank"}));
    Transform out;
    TRY_VOID(read_word(*object, "form", bad_mapping, out.form));
    TRY_VOID(read_text(*object, "when_blank", out.when_blank));
    auto const* pairs_json = object->if_contains("pairs");
    if (pairs_json == nullptr && !out.is_table()) return std::optional{std::move(out)};
    auto const* pairs = pairs_json == nullptr ? nullptr : pairs_json->if_array();
    if (pairs == nullptr) return refuse(form);
    for (auto const& each : *pairs) {
        auto const* pair = each.if_array();
        if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_string() || !(*pair)[1].is_string()) return refuse(form);
        auto const& a = (*pair)[0].get_string();
        auto const& b = (*pair)[1].get_string();
        out.pairs.emplace_back(std::string(a.data(), a.size()), std::string(b.data(), b.size()));
    }
    return std::optional{std::move(out)};
}

Result<FieldRow> parse_row(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return refuse("it has to be an object");
    TRY_VOID(refuse_unknown_keys(*object,
        {"a", "b", "kind", "direction", "conflict", "blank", "first_match", "enforce", "transform", "sensitivity", "since"}));
    FieldRow row;
    TRY_VOID(read_text(*object, "a", row.a));
    TRY_VOID(read_text(*object, "b", row.b));
    if (row.a.empty() || row.b.empty()) return refuse("it needs \"a\" and \"b\", the names of the two fields");
    TRY(row.rule, parse_field_rule(*object, bad_mapping));
    TRY_VOID(read_word(*object, "sensitivity", bad_mapping, row.sensitivity));
    if (auto const* transform = object->if_contains("transform")) {
        TRY(row.transform, parse_transform(*transform));
    }
    // Whoever sends a mapping does not say it: the server counts versions itself.
    row.since = std::max<std::int64_t>(0, find_integer(json, "/since").value_or(0));
    return row;
}

Result<void> read_rows(JsonObject const& object, std::vector<FieldRow>& rows) {
    auto const* json = object.if_contains("rows");
    auto const* array = json == nullptr ? nullptr : json->if_array();
    if (array == nullptr) return refuse("reading \"rows\": the mapping needs a list of field rows");
    for (auto const& each : *array) {
        auto row = parse_row(each);
        if (!row) return refuse("reading row " + std::to_string(rows.size() + 1) + ": " + row.error().message);
        rows.push_back(*std::move(row));
    }
    return {};
}

Result<void> read_match_rules(JsonObject const& object, std::vector<MatchRule>& rules) {
    auto const* json = object.if_contains("match");
    if (json == nullptr) return {};
    std::string const message = "reading \"match\": it has to be a list of " + known_words<MatchRule>();
    auto const* array = json->if_array();
    if (array == nullptr) return refuse(message);
    rules.clear();
    for (auto const& each : *array) {
        auto const* text = each.if_string();
        auto const rule = text == nullptr ? std::nullopt : from_word<MatchRule>({text->data(), text->size()});
        if (!rule) return refuse(message);
        rules.push_back(*rule);
    }
    return {};
}

JsonObject row_json(FieldRow const& row) {
    JsonObject out;
    out["a"] = row.a;
    out["b"] = row.b;
    out["kind"] = word_for(row.rule.kind);
    out["direction"] = word_for(row.rule.direction);
    out["conflict"] = word_for(row.rule.conflict);
    out["blank"] = word_for(row.rule.blank);
    out["first_match"] = word_for(row.rule.first_match);
    out["enforce"] = row.rule.enforce;
    if (row.transform) {
        JsonArray pairs;
        for (auto const& [a, b] : row.transform->pairs) {
            JsonArray pair;
            pair.emplace_back(a);
            pair.emplace_back(b);
            pairs.emplace_back(std::move(pair));
        }
        JsonObject transform;
        if (row.transform->is_table() || !row.transform->pairs.empty()) transform["pairs"] = std::move(pairs);
        if (row.transform->form != Form::as_is) transform["form"] = word_for(row.transform->form);
        if (!row.transform->when_blank.empty()) transform["when_blank"] = row.transform->when_blank;
        out["transform"] = std::move(transform);
    }
    out["sensitivity"] = word_for(row.sensitivity);
    if (row.since > 0) out["since"] = row.since;
    return out;
}

}  // namespace

Result<Mapping> parse_mapping(Json const& document) {
    auto const* object = document.if_object();
    if (object == nullptr) return refuse("reading a mapping: it has to be an object");
    TRY_VOID(refuse_unknown_keys(
        *object, {"rows", "a_holds_id_of_b", "b_holds_id_of_a", "match", "email_field", "phone_field", "first_name_field",
                     "last_name_field", "birth_date_field", "sex_field", "create_in_a", "create_in_b", "region"}));
    Mapping out;
    TRY_VOID(read_rows(*object, out.rows));
    TRY_VOID(read_text(*object, "a_holds_id_of_b", out.a_holds_id_of_b));
    TRY_VOID(read_text(*object, "b_holds_id_of_a", out.b_holds_id_of_a));
    TRY_VOID(read_match_rules(*object, out.match));
    TRY_VOID(read_text(*object, "email_field", out.email_field));
    TRY_VOID(read_text(*object, "phone_field", out.phone_field));
    TRY_VOID(read_text(*object, "first_name_field", out.first_name_field));
    TRY_VOID(read_text(*object, "last_name_field", out.last_name_field));
    TRY_VOID(read_text(*object, "birth_date_field", out.birth_date_field));
    TRY_VOID(read_text(*object, "sex_field", out.sex_field));
    TRY_VOID(read_bool(*object, "create_in_a", out.create_in_a));
    TRY_VOID(read_bool(*object, "create_in_b", out.create_in_b));
    TRY_VOID(read_text(*object, "region", out.region.code));
    return out;
}

Json to_json(Mapping const& mapping) {
    JsonObject out;
    JsonArray rows;
    for (auto const& row : mapping.rows) rows.emplace_back(row_json(row));
    out["rows"] = std::move(rows);
    out["a_holds_id_of_b"] = mapping.a_holds_id_of_b;
    out["b_holds_id_of_a"] = mapping.b_holds_id_of_a;
    JsonArray match;
    for (auto const rule : mapping.match) match.emplace_back(word_for(rule));
    out["match"] = std::move(match);
    out["email_field"] = mapping.email_field;
    out["phone_field"] = mapping.phone_field;
    out["first_name_field"] = mapping.first_name_field;
    out["last_name_field"] = mapping.last_name_field;
    out["birth_date_field"] = mapping.birth_date_field;
    out["sex_field"] = mapping.sex_field;
    out["create_in_a"] = mapping.create_in_a;
    out["create_in_b"] = mapping.create_in_b;
    out["region"] = mapping.region.code;
    return out;
}

}  // namespace lockstep::contacts
