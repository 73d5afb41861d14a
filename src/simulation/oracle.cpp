// SPDX-License-Identifier: Apache-2.0
#include "simulation/oracle.hpp"

#include <algorithm>

#include "contacts/normal_form.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Value;

constexpr auto lately = std::chrono::minutes{6};
constexpr int needless_fields_allowed = 2;

Value value_of(Json const& json) {
    if (auto const* text = json.if_string()) return text->empty() ? Value{} : Value{std::string(*text)};
    if (auto const* list = json.if_array()) {
        std::vector<std::string> elements;
        for (auto const& item : *list) {
            if (auto const* element = item.if_string()) elements.emplace_back(*element);
        }
        if (!elements.empty()) return elements;
    }
    return {};
}

std::string const& field_at(contacts::FieldRow const& row, Side side) { return side == Side::a ? row.a : row.b; }

}  // namespace

std::string describe(Value const& value) { return to_text(contacts::to_json(value)); }
std::string describe(RecordKey const& key) { return std::string(contacts::to_string(key.first)) + ":" + key.second; }

Oracle::Oracle(sandbox::HighLevelApp& highlevel, sandbox::HexfitApp& hexfit, contacts::Mapping const& mapping, Canaries& canaries)
    : highlevel_(highlevel), hexfit_(hexfit), mapping_(mapping), canaries_(canaries), chronicle_(mapping) {}

contacts::Record Oracle::shown(Side side, sandbox::RecordView const& view) const {
    contacts::Record record;
    record.id = view.id;
    record.archived = view.archived;
    for (auto const& [name, value] : view.fields) {
        bool const is_nested = (side == Side::a && name == "customFields") || (side == Side::b && name == "address");
        auto const* nested = is_nested ? value.if_object() : nullptr;
        if (nested == nullptr) {
            record.fields[std::string(name)] = value_of(value);
            continue;
        }
        for (auto const& [inner, inner_value] : *nested)
            record.fields[(side == Side::a ? "custom." : "") + std::string(inner)] = value_of(inner_value);
    }
    return record;
}

std::optional<contacts::Projection> Oracle::projection(RecordKey const& key) const {
    auto const view = app(key.first).record(key.second);
    if (!view) return std::nullopt;
    return contacts::project(mapping_, key.first, shown(key.first, *view));
}

std::vector<std::string> Oracle::ids(Side side) const {
    std::vector<std::string> ids;
    for (auto const& view : app(side).records()) ids.push_back(view.id);
    return ids;
}

// What no row maps: other fields as they are, and the elements of sets that no pair names.
std::string Oracle::unmapped_part(RecordKey const& key) const {
    auto const view = app(key.first).record(key.second);
    if (!view) return {};
    auto const record = shown(key.first, *view);
    static constexpr std::array<std::string_view, 7> of_the_app{
        "id", "version", "created_at", "updated_at", "external_id", "custom.hexfit_id", "custom.hexfit_id_2"};
    std::string text;
    for (auto const& [name, value] : record.fields) {
        if (std::ranges::find(of_the_app, name) != of_the_app.end()) continue;
        auto const row = std::ranges::find_if(mapping_.rows, [&](auto const& each) { return field_at(each, key.first) == name; });
        if (row == mapping_.rows.end()) {
            text += name + "=" + describe(value) + ";";
            continue;
        }
        auto const* elements = std::get_if<std::vector<std::string>>(&value);
        if (elements == nullptr || !row->transform) continue;
        for (auto const& element : *elements) {
            bool const is_mapped = std::ranges::any_of(row->transform->pairs, [&](auto const& pair) {
                return contacts::folded_form(key.first == Side::a ? pair.first : pair.second) == contacts::folded_form(element);
            });
            if (!is_mapped) text += name + "~" + element + ";";
        }
    }
    // Flags are no values of a record; they stand in the view.
    for (auto const* flag : {"dnd", "archived", "access_enabled"}) {
        if (auto const* found = view->fields.if_contains(flag)) text += std::string(flag) + "=" + to_text(*found) + ";";
    }
    return text;
}

void Oracle::add_canaries(RecordKey const& key) {
    auto const view = app(key.first).record(key.second);
    if (!view) return;
    for (auto const& [name, value] : shown(key.first, *view).fields) {
        static constexpr std::array<std::string_view, 7> personal{
            "email", "phone", "firstName", "firstname", "lastName", "lastname", "address1"};
        auto const* text = std::get_if<std::string>(&value);
        if (text != nullptr && std::ranges::find(personal, name) != personal.end()) canaries_.add(*text);
    }
}

void Oracle::note_differences(RecordKey const& key, contacts::Projection const& before, TimePoint at) {
    auto const after = projection(key);
    if (!after) return;
    for (auto const& [row, value] : *after) {
        auto const old = before.find(row);
        Value const previous = old == before.end() ? Value{} : old->second;
        if (previous != value) edits_.push_back({at, key, row, previous, value});
    }
    unmapped_[key] = unmapped_part(key);
    add_canaries(key);
}

void Oracle::found(std::string checker, std::string text) {
    constexpr std::size_t findings_max = 24;
    bool const is_known = std::ranges::any_of(findings_, [&](Finding const& known) { return known.checker == checker; });
    if (!is_known && findings_.size() < findings_max) findings_.push_back({std::move(checker), std::move(text)});
}

void Oracle::accepted(AcceptedWebhook webhook) {
    if (auto const body = parse_json(webhook.body)) {
        auto const first_of = [&](std::initializer_list<std::string_view> paths) {
            std::string text;
            for (auto const path : paths) {
                if (text.empty()) text = std::string(find_text(*body, path).value_or(""));
            }
            return text;
        };
        auto const id = webhook.side == Side::a ? first_of({"/data/id", "/id"}) : first_of({"/client/id"});
        auto const happened_at = parse_time(first_of({"/timestamp", "/occurred_at"}));
        if (!id.empty() && happened_at) told_[{webhook.side, id}].push_back({*happened_at, webhook.at});
    }
    webhook.body.clear();
    accepted_.push_back(std::move(webhook));
}

std::vector<ToldChange> const& Oracle::told(RecordKey const& key) const {
    static std::vector<ToldChange> const nothing;
    auto const found = told_.find(key);
    return found == told_.end() ? nothing : found->second;
}

// Who did it follows from what is going on: a person's edit is open, a call has just arrived, or neither; then it is either a
// call that the app carries out late, which brings values that were sent, or an automation, which brings its own.
void Oracle::look_at_store(Side side, std::string const& id, bool is_removal, TimePoint at) {
    RecordKey const key{side, id};
    auto const now_there = is_removal ? std::nullopt : projection(key);
    if (!now_there) return chronicle_.note_removed(key, at);
    if (open_edits_.contains(key)) return chronicle_.note(key, *now_there, Actor::person, std::nullopt, at);
    auto const* known = chronicle_.find(key);
    for (auto write = sent_writes_.rbegin(); write != sent_writes_.rend(); ++write) {
        bool const is_about = write->side == side && (known == nullptr ? write->record_id.empty() : write->record_id == id);
        if (!is_about) continue;
        if (write->at == at) return chronicle_.note(key, *now_there, Actor::program, write->call, at);
        if (known == nullptr) return chronicle_.note(key, *now_there, Actor::program, write->call, at);
        auto const sent = contacts::project(mapping_, side, write->fields);
        bool is_ours = true;
        for (auto const& [row, value] : *now_there) {
            auto const before = known->present.find(row);
            if (before == known->present.end() || before->second == value) continue;
            auto const was_sent = sent.find(row);
            bool const is_set = std::holds_alternative<std::vector<std::string>>(value) ||
                                std::holds_alternative<std::vector<std::string>>(before->second);
            is_ours = is_ours && (is_set || (was_sent != sent.end() && was_sent->second == value));
        }
        if (is_ours) return chronicle_.note(key, *now_there, Actor::program, write->call, at);
    }
    chronicle_.note(key, *now_there, known == nullptr ? Actor::person : Actor::app, std::nullopt, at);
}

void Oracle::person_made(RecordKey const& key, int human, TimePoint at) {
    humans_[key] = human;
    seen_.insert(key);
    if (chronicle_.find(key) == nullptr) look_at_store(key.first, key.second, false, at);
    chronicle_.made_by_person(key);
    if (auto held = held_id(key); !held.empty()) first_held_[key] = std::move(held);
    note_differences(key, {}, at);
}

std::string const& Oracle::first_held(RecordKey const& key) const {
    static std::string const nothing;
    auto const found = first_held_.find(key);
    return found == first_held_.end() ? nothing : found->second;
}

std::string Oracle::held_id(RecordKey const& key) const {
    auto const view = app(key.first).record(key.second);
    if (!view) return {};
    auto const record = shown(key.first, *view);
    auto const held = record.fields.find(key.first == Side::a ? mapping_.a_holds_id_of_b : mapping_.b_holds_id_of_a);
    auto const* text = held == record.fields.end() ? nullptr : std::get_if<std::string>(&held->second);
    return text == nullptr ? std::string() : *text;
}

void Oracle::begin_edit(RecordKey const& key) {
    if (auto before = projection(key)) open_edits_[key] = std::move(*before);
}

void Oracle::end_edit(RecordKey const& key, TimePoint at) {
    auto const open = open_edits_.find(key);
    if (open == open_edits_.end()) return;
    note_differences(key, open->second, at);
    open_edits_.erase(open);
}

std::map<std::string, Value> Oracle::written_fields(Side side, Json const& body) const {
    std::map<std::string, Value> fields;
    auto const* object = body.if_object();
    if (object == nullptr) return fields;
    for (auto const& [name, value] : *object) {
        if (side == Side::b && name == "address" && value.is_object()) {
            for (auto const& [inner, inner_value] : value.get_object()) fields[std::string(inner)] = value_of(inner_value);
        } else if (side == Side::a && name == "customFields" && value.is_array()) {
            for (auto const& item : value.get_array()) {
                auto const field = highlevel_.model().custom_fields.find(find_text(item, "/id").value_or(""));
                auto const* given = find(item, "/field_value");
                if (field == highlevel_.model().custom_fields.end() || given == nullptr) continue;
                constexpr std::string_view prefix = "contact.";
                fields["custom." + field->second.key.substr(prefix.size())] = value_of(*given);
            }
        } else {
            fields[std::string(name)] = value_of(value);
        }
    }
    return fields;
}

void Oracle::look_at_write(Arrival const& arrival) {
    auto const given = parse_json(arrival.body);
    contacts::Record sent;
    if (given) {
        for (auto& [name, value] : written_fields(arrival.side, *given)) sent.fields[name] = std::move(value);
    }
    sent_writes_.push_back({arrival.at, arrival.side, arrival.record_id, arrival.call, std::move(sent)});
    bool const is_deletion = arrival.method == "DELETE" && !arrival.path.ends_with("/tags") && !arrival.path.ends_with("/groups");
    if (is_deletion || arrival.path.ends_with("/archive"))
        found("deletes_never_cross", "the program sent " + arrival.method + " " + arrival.path);
    if (arrival.path.ends_with("/upsert")) found("no_upsert", "the program sent an upsert");
    bool const is_update = arrival.method == "PUT" || arrival.method == "PATCH";
    if (!is_update || arrival.record_id.empty()) return;
    RecordKey const key{arrival.side, arrival.record_id};
    auto const view = app(arrival.side).record(arrival.record_id);
    auto const body = parse_json(arrival.body);
    if (!view || !body) return;
    auto const present = shown(arrival.side, *view);
    std::vector<std::string> needless;
    for (auto const& [name, value] : written_fields(arrival.side, *body)) {
        auto const row =
            std::ranges::find_if(mapping_.rows, [&](auto const& each) { return field_at(each, arrival.side) == name; });
        if (row == mapping_.rows.end()) continue;
        auto const held = present.fields.find(name);
        auto const now_there =
            held == present.fields.end() ? Value{} : contacts::canonical(row->rule.kind, held->second, mapping_.region);
        auto const wanted = contacts::canonical(row->rule.kind, value, mapping_.region);
        auto const place = describe(key) + "/" + name;
        auto const last = lately_written_.find(place);
        bool const is_repetition =
            last != lately_written_.end() && last->second.value == describe(wanted) && arrival.at - last->second.at < lately;
        if (now_there == wanted && !is_repetition) needless.push_back(name);
        lately_written_[place] = {describe(wanted), arrival.at};
    }
    if (static_cast<int>(needless.size()) <= needless_fields_allowed) return;
    std::string names;
    for (auto const& name : needless) names += " " + name;
    found("writes_only_what_changed",
        "an update of " + describe(key) + " at " + format_time(arrival.at) + " wrote fields that said so already:" + names);
}

std::vector<std::string> Oracle::rows_written(Arrival const& write) const {
    std::vector<std::string> rows;
    auto const set_row =
        std::ranges::find_if(mapping_.rows, [](auto const& row) { return row.rule.kind == contacts::FieldKind::set; });
    bool const is_of_set = write.path.ends_with("/tags") || write.path.find("/groups") != std::string::npos;
    if (is_of_set && set_row != mapping_.rows.end()) return {set_row->a};
    auto const body = parse_json(write.body);
    if (!body) return rows;
    for (auto const& [name, value] : written_fields(write.side, *body)) {
        auto const row =
            std::ranges::find_if(mapping_.rows, [&](auto const& each) { return field_at(each, write.side) == name; });
        if (row != mapping_.rows.end()) rows.push_back(row->a);
    }
    return rows;
}

void Oracle::look_for_losses(TimePoint now) {
    for (auto const side : {Side::a, Side::b}) {
        for (auto& id : ids(side)) seen_.insert({side, std::move(id)});
    }
    for (auto const& key : seen_) {
        if (!removed_.contains(key) && !app(key.first).record(key.second))
            found("no_record_lost", describe(key) + " is gone at " + format_time(now) + " and no person removed it");
    }
}

}  // namespace lockstep::simulation
