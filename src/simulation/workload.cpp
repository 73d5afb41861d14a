// SPDX-License-Identifier: Apache-2.0
#include "simulation/workload.hpp"

#include <algorithm>

#include "contacts/normal_form.hpp"

namespace lockstep::simulation {
namespace {

constexpr std::array<std::string_view, 6> unmapped_tags{
    "walk-in", "summer 2026", "perte de poids", "waiting list", "black friday", "no-show"};

std::string const& field_at(contacts::FieldRow const& row, Side side) { return side == Side::a ? row.a : row.b; }

// The JSON of one field as a person's edit of that app takes it.
void put(JsonObject& changes, Side side, std::string const& field, std::string const& value) {
    if (side == Side::a) {
        constexpr std::string_view custom = "custom.";
        if (!field.starts_with(custom)) {
            changes[field] = value;
            return;
        }
        auto& fields = changes["customFields"];
        if (!fields.is_object()) fields = JsonObject{};
        fields.get_object()[field.substr(custom.size())] = value;
        return;
    }
    static constexpr std::array<std::string_view, 5> of_address{"street", "city", "province", "country", "postal_code"};
    Json const json = value.empty() ? Json(nullptr) : Json(value);
    if (std::ranges::find(of_address, field) == of_address.end()) {
        changes[field] = json;
        return;
    }
    auto& address = changes["address"];
    if (!address.is_object()) address = JsonObject{};
    address.get_object()[field] = json;
}

// Makes a crowd of a kind out of the usual one. Copies of one person on both sides stand at equal places and change alike.
void mix(sandbox::SeededPeople& people, Crowd crowd) {
    for (auto* side : {&people.highlevel, &people.hexfit}) {
        for (std::size_t i = 0; i < side->size(); ++i) {
            auto& person = (*side)[i];
            auto const& first = (*side)[i - i % 3];
            if (crowd == Crowd::households && i % 3 != 0) {
                person.last_name = first.last_name;
                (i / 3 % 2 == 0 ? person.email : person.phone) = i / 3 % 2 == 0 ? first.email : first.phone;
            }
            if (crowd == Crowd::namesakes && i % 2 == 1) {
                person.first_name = (*side)[i - 1].first_name;
                person.last_name = (*side)[i - 1].last_name;
            }
            if (crowd == Crowd::strangers && i % 3 == 0) {
                person.email.clear();
                person.phone.clear();
            }
        }
    }
}

// A father at one side and his son at the other: one name, one address, neither e-mail nor phone. Nobody but a person can tell
// that they are two.
void add_namesakes_apart(sandbox::SeededPeople& people) {
    auto const is_alone = [&](std::size_t place, auto member) {
        return std::ranges::find(people.overlap, place, member) == people.overlap.end();
    };
    using Places = std::pair<std::size_t, std::size_t>;
    for (std::size_t i = 0; i < people.highlevel.size(); ++i) {
        if (!is_alone(i, &Places::first)) continue;
        for (std::size_t j = 0; j < people.hexfit.size(); ++j) {
            if (!is_alone(j, &Places::second)) continue;
            auto& father = people.highlevel[i];
            father.email.clear();
            father.phone.clear();
            auto const other_id = people.hexfit[j].other_id;
            people.hexfit[j] = father;
            people.hexfit[j].other_id = other_id;
            return;
        }
    }
}

// Ids that another business gave, where this one has clients of its own under the same numbers; and ids of nobody.
void leave_ids(sandbox::SeededPeople& people, Stream stream) {
    for (auto& person : people.highlevel) {
        if (stream.below(3) == 0) person.other_id = std::to_string(100'001 + stream.below(2 * people.hexfit.size() + 1));
    }
    std::size_t number = 0;
    for (auto& person : people.hexfit) {
        ++number;
        if (stream.below(4) == 0) person.other_id = "OfAnEarlierPlace" + std::to_string(1'000 + number);
    }
}

std::string in_capitals(std::string text) {
    for (auto& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace

Workload::Workload(Swarm const& swarm, Oracle& oracle, SimulatedClock& clock, Trace& trace, Tally& tally)
    : swarm_(swarm), oracle_(oracle), clock_(clock), trace_(trace), tally_(tally) {}

void Workload::begin() {
    auto people = sandbox::seed_people(swarm_.seed, swarm_.people, swarm_.overlap);
    mix(people, swarm_.crowd);
    // An id left over that happens to be his namesake's would be agreed to by name and address.
    if (swarm_.crowd == Crowd::namesakes && !swarm_.leftover_ids) add_namesakes_apart(people);
    if (swarm_.leftover_ids) {
        leave_ids(people, Stream{swarm_.seed}.fork("leftover ids"));
        tally_.add("fault: leftover ids");
    }
    auto& highlevel = static_cast<sandbox::HighLevelApp&>(oracle_.app(Side::a));
    auto& hexfit = static_cast<sandbox::HexfitApp&>(oracle_.app(Side::b));
    std::vector<int> humans_at_a;
    auto const plant = [&](Side side, sandbox::Person const& person, int human) {
        auto const long_ago = swarm_.start - std::chrono::days{30} - std::chrono::hours{human};
        auto const ids = side == Side::a ? highlevel.add_people({person}, long_ago) : hexfit.add_people({person}, long_ago);
        for (auto const& id : ids) oracle_.person_made({side, id}, human, swarm_.start);
    };
    for (auto const& person : people.highlevel) {
        humans_at_a.push_back(oracle_.new_human());
        plant(Side::a, person, humans_at_a.back());
    }
    for (std::size_t i = 0; i < people.hexfit.size(); ++i) {
        auto const copy = std::ranges::find(people.overlap, i, &std::pair<std::size_t, std::size_t>::second);
        plant(Side::b, people.hexfit[i], copy == people.overlap.end() ? oracle_.new_human() : humans_at_a[copy->first]);
    }
    for (auto const& deed : swarm_.deeds) clock_.at(deed.at, [this, &deed] { perform(deed); });
}

void Workload::later(Duration after, std::function<void()> what) {
    clock_.at(std::min(clock_.now() + after, swarm_.calm_from), std::move(what));
}

std::optional<RecordKey> Workload::pick(Stream& stream, std::optional<Side> side) {
    auto const at = side.value_or(stream.below(2) == 0 ? Side::a : Side::b);
    auto const ids = oracle_.ids(at);
    if (ids.empty()) return std::nullopt;
    return RecordKey{at, ids[stream.below(ids.size())]};
}

std::optional<RecordKey> Workload::counterpart(RecordKey const& key) const {
    auto const other = contacts::other(key.first);
    auto const view = oracle_.app(key.first).record(key.second);
    if (!view) return std::nullopt;
    auto const record = oracle_.shown(key.first, *view);
    auto const held = record.fields.find(key.first == Side::a ? swarm_.mapping.a_holds_id_of_b : swarm_.mapping.b_holds_id_of_a);
    if (held != record.fields.end()) {
        if (auto const* id = std::get_if<std::string>(&held->second); id != nullptr && oracle_.app(other).record(*id))
            return RecordKey{other, *id};
    }
    auto const human = oracle_.humans().find(key);
    if (human == oracle_.humans().end()) return std::nullopt;
    for (auto const& [candidate, number] : oracle_.humans()) {
        if (candidate.first == other && number == human->second && oracle_.app(other).record(candidate.second)) return candidate;
    }
    return std::nullopt;
}

void Workload::edit(RecordKey const& key, JsonObject changes) {
    auto const now = clock_.now();
    oracle_.begin_edit(key);
    auto const text = to_text(changes);
    auto const result = oracle_.app(key.first).edit_as_person(key.second, changes, now);
    oracle_.end_edit(key, now);
    trace_.note(now, {"person edits", describe(key), text, result ? "" : std::string_view(result.error().code)});
    if (!result) tally_.add("person refused: " + result.error().code);
}

void Workload::edit_row(RecordKey const& key, contacts::FieldRow const& row, std::string const& value) {
    JsonObject changes;
    put(changes, key.first, field_at(row, key.first), value);
    edit(key, std::move(changes));
}

contacts::FieldRow const& Workload::pick_row(Stream& stream) {
    while (true) {
        auto const& row = swarm_.mapping.rows[stream.below(swarm_.mapping.rows.size())];
        if (row.rule.kind != contacts::FieldKind::set) return row;
    }
}

// Values are new ones where the field's type allows, so that a lost one can be told from another; some are typed carelessly.
std::string Workload::new_value(Stream& stream, contacts::FieldRow const& row, Side side) {
    auto const number = std::to_string(next_value_++);
    if (row.transform) {
        auto const& pair = row.transform->pairs[stream.below(row.transform->pairs.size())];
        return side == Side::a ? pair.first : pair.second;
    }
    switch (row.rule.kind) {
        case contacts::FieldKind::email: return (stream.below(4) == 0 ? "New.Address" : "new.address") + number + "@people.test";
        case contacts::FieldKind::phone: {
            auto const digits = std::to_string(2'000'000 + next_value_ * 37 % 7'000'000);
            return stream.below(4) == 0 ? "(514) " + digits.substr(0, 3) + "-" + digits.substr(3) : "+1514" + digits;
        }
        case contacts::FieldKind::date: {
            auto const day = std::to_string(10 + next_value_ % 18), month = std::to_string(10 + next_value_ % 3);
            return std::to_string(1940 + next_value_ % 60) + "-" + month + "-" + day;
        }
        case contacts::FieldKind::country: {
            constexpr std::array<std::string_view, 8> countries{
                "CA", "Canada", "US", "États-Unis", "FR", "France", "Germany", "DE"};
            return std::string(countries[stream.below(countries.size())]);
        }
        case contacts::FieldKind::subdivision: {
            constexpr std::array<std::string_view, 8> places{
                "QC", "Québec", "ON", "Ontario", "Calif.", "CA", "Île-de-France", "N.-B."};
            return std::string(places[stream.below(places.size())]);
        }
        case contacts::FieldKind::text:
        case contacts::FieldKind::set: break;
    }
    constexpr std::array<std::string_view, 6> words{"Montréal", "Zoé", "O'Brien", "São Paulo", "Łódź", "Rue du Parc"};
    auto value = std::string(words[stream.below(words.size())]) + " " + number;
    if (stream.below(8) == 0) value = " " + value + "  ";
    if (row.b == "postal_code") value = "H2X " + number;
    return value;
}

std::optional<std::string> Workload::create(Side side, JsonObject fields, int human) {
    auto const now = clock_.now();
    auto const text = to_text(fields);
    auto const id = oracle_.app(side).create_as_person(fields, now);
    trace_.note(now, {"person creates", contacts::to_string(side), id ? *id : id.error().code, text});
    if (!id) {
        tally_.add("person refused: " + id.error().code);
        return std::nullopt;
    }
    oracle_.person_made({side, *id}, human, now);
    return *id;
}

// A text that this side takes and the other, most likely, does not.
std::string Workload::long_value(Stream& stream, contacts::FieldRow const& row, Side side) {
    auto const least = side == Side::b && row.b == "street" ? 256U : 101U;
    auto const most = side == Side::b && row.b != "street" ? 100U : side == Side::b ? 299U : 240U;
    auto value = "Long " + std::to_string(next_value_++) + " ";
    auto const length = most > least ? least + stream.below(most - least) : most;
    while (value.size() < length) value += static_cast<char>('a' + static_cast<char>(value.size() % 26));
    return value;
}

// What the record says, as a person would type it in again on the same side.
JsonObject Workload::typed_again(RecordKey const& key) {
    JsonObject fields;
    auto const view = oracle_.app(key.first).record(key.second);
    if (!view) return fields;
    auto const record = oracle_.shown(key.first, *view);
    for (auto const& row : swarm_.mapping.rows) {
        auto const held = record.fields.find(field_at(row, key.first));
        auto const* text = held == record.fields.end() ? nullptr : std::get_if<std::string>(&held->second);
        if (row.rule.kind != contacts::FieldKind::set && text != nullptr) put(fields, key.first, field_at(row, key.first), *text);
    }
    return fields;
}

void Workload::remove(RecordKey const& key) {
    auto const removed = oracle_.app(key.first).remove_as_person(key.second, clock_.now());
    if (removed) oracle_.person_removed(key);
    trace_.note(clock_.now(), {"person removes", describe(key)});
}

void Workload::merge(RecordKey const& kept, RecordKey const& gone) {
    oracle_.begin_edit(kept);
    auto const merged = oracle_.app(kept.first).merge_as_person(kept.second, gone.second, clock_.now());
    if (merged) oracle_.person_removed(gone);
    oracle_.end_edit(kept, clock_.now());
    trace_.note(clock_.now(), {"person merges", describe(gone), "into", describe(kept), merged ? "" : merged.error().code});
}

void Workload::edit_long(PlannedDeed const& planned, Stream& stream, RecordKey const& key) {
    static constexpr std::array<std::string_view, 3> roomy{"lastName", "city", "address1"};
    auto const name = roomy[stream.below(roomy.size())];
    auto const row = std::ranges::find(swarm_.mapping.rows, name, &contacts::FieldRow::a);
    if (row == swarm_.mapping.rows.end()) return;
    JsonObject changes;
    put(changes, key.first, field_at(*row, key.first), long_value(stream, *row, key.first));
    if (planned.deed == Deed::edit_beside_long_value) {
        auto const& good = pick_row(stream);
        if (&good != &*row) put(changes, key.first, field_at(good, key.first), new_value(stream, good, key.first));
    }
    edit(key, std::move(changes));
    if (stream.below(2) == 0) return;
    later(draw(stream, std::chrono::seconds{5}, std::chrono::minutes{40}),
        [this, key, row = *row, stream]() mutable { edit_row(key, row, new_value(stream, row, key.first)); });
}

JsonObject Workload::new_person(Stream& stream, Side side, std::uint64_t number) {
    JsonObject fields;
    for (auto const& row : swarm_.mapping.rows) {
        if (row.rule.kind == contacts::FieldKind::set) continue;
        bool const is_name = row.a == "firstName" || row.a == "lastName";
        bool const is_email = row.a == "email";
        if (!is_name && !is_email && stream.below(2) == 0) continue;
        if (is_email)
            put(fields, side, field_at(row, side), "person" + std::to_string(number) + "@people.test");
        else
            put(fields, side, field_at(row, side), new_value(stream, row, side));
    }
    return fields;
}

void Workload::change_tags(Stream& stream, RecordKey const& key, bool mapped) {
    auto const view = oracle_.app(key.first).record(key.second);
    if (!view) return;
    auto const row =
        std::ranges::find_if(swarm_.mapping.rows, [](auto const& each) { return each.rule.kind == contacts::FieldKind::set; });
    if (row == swarm_.mapping.rows.end() || !row->transform) return;
    auto const& field = field_at(*row, key.first);
    auto const& pair = row->transform->pairs[stream.below(row->transform->pairs.size())];
    std::string const tag{mapped ? (key.first == Side::a ? std::string_view(pair.first) : std::string_view(pair.second))
                                 : unmapped_tags[stream.below(unmapped_tags.size())]};
    auto const record = oracle_.shown(key.first, *view);
    JsonArray list;
    bool was_there = false;
    if (auto const held = record.fields.find(field); held != record.fields.end()) {
        if (auto const* elements = std::get_if<std::vector<std::string>>(&held->second)) {
            for (auto const& element : *elements) {
                bool const is_it = contacts::folded_form(element) == contacts::folded_form(tag);
                was_there = was_there || is_it;
                if (!is_it) list.emplace_back(element);
            }
        }
    }
    if (!was_there) list.emplace_back(tag);
    edit(key, JsonObject{{field, std::move(list)}});
}

void Workload::perform(PlannedDeed const& planned) {
    Stream stream{planned.stream};
    tally_.add("deed: " + std::string(to_string(planned.deed)));
    auto const key = pick(stream);
    if (!key) return;
    auto const& row = pick_row(stream);
    auto const other = counterpart(*key);
    auto const pause =
        draw(stream, Duration{0}, stream.below(3) == 0 ? Duration{std::chrono::minutes{3}} : Duration{std::chrono::seconds{4}});
    switch (planned.deed) {
        case Deed::edit_field: edit_row(*key, row, new_value(stream, row, key->first)); break;
        case Deed::edit_field_again_and_again:
            for (int i = 0; i < 3; ++i) {
                later(i * pause / 3, [this, key, &row, inner = stream.fork(std::to_string(i))]() mutable {
                    edit_row(*key, row, new_value(inner, row, key->first));
                });
            }
            break;
        case Deed::edit_same_field_on_both:
        case Deed::edit_different_fields_on_both: {
            edit_row(*key, row, new_value(stream, row, key->first));
            auto const& second = planned.deed == Deed::edit_same_field_on_both ? row : pick_row(stream);
            if (other)
                later(pause, [this, other, &second, stream]() mutable {
                    edit_row(*other, second, new_value(stream, second, other->first));
                });
            break;
        }
        case Deed::undo_edit: {
            auto const view = oracle_.app(key->first).record(key->second);
            auto const record = oracle_.shown(key->first, *view);
            auto const held = record.fields.find(field_at(row, key->first));
            auto const* old = held == record.fields.end() ? nullptr : std::get_if<std::string>(&held->second);
            if (old == nullptr) break;
            edit_row(*key, row, new_value(stream, row, key->first));
            later(pause, [this, key, &row, value = *old] { edit_row(*key, row, value); });
            break;
        }
        case Deed::blank_field: edit_row(*key, row, ""); break;
        case Deed::change_tags: change_tags(stream, *key, true); break;
        case Deed::change_tags_on_both:
            change_tags(stream, *key, true);
            if (other) later(pause, [this, other, stream]() mutable { change_tags(stream, *other, true); });
            break;
        case Deed::edit_unmapped:
            if (stream.below(2) == 0)
                change_tags(stream, *key, false);
            else if (key->first == Side::a)
                edit(*key, JsonObject{{"website", "https://example.test/" + std::to_string(next_value_++)}});
            else
                edit(*key, JsonObject{{"stage", stream.below(2) == 0 ? "lead" : "paused"}});
            break;
        case Deed::create: create(key->first, new_person(stream, key->first, next_value_++), oracle_.new_human()); break;
        case Deed::create_on_both: {
            auto const number = next_value_++;
            auto const human = oracle_.new_human();
            create(key->first, new_person(stream, key->first, number), human);
            auto const there = contacts::other(key->first);
            later(pause,
                [this, there, number, human, stream]() mutable { create(there, new_person(stream, there, number), human); });
            break;
        }
        case Deed::create_without_address: {
            JsonObject fields;
            for (auto const& each : swarm_.mapping.rows) {
                if (each.a == "firstName" || each.a == "lastName" || each.a == "city")
                    put(fields, key->first, field_at(each, key->first), new_value(stream, each, key->first));
            }
            create(key->first, std::move(fields), oracle_.new_human());
            break;
        }
        case Deed::create_namesake: {
            auto const side = stream.below(2) == 0 ? key->first : contacts::other(key->first);
            auto fields = new_person(stream, side, next_value_++);
            auto const present = oracle_.projection(*key);
            for (auto const& each : swarm_.mapping.rows) {
                if (each.a != "firstName" && each.a != "lastName") continue;
                if (auto const* name = std::get_if<std::string>(&present->at(each.a)))
                    put(fields, side, field_at(each, side), *name);
            }
            create(side, std::move(fields), oracle_.new_human());
            break;
        }
        case Deed::remove: remove(*key); break;
        case Deed::edit_long_value:
        case Deed::edit_beside_long_value: edit_long(planned, stream, *key); break;
        case Deed::remove_and_make_again: {
            auto const known = oracle_.humans().find(*key);
            auto const human = known == oracle_.humans().end() ? oracle_.new_human() : known->second;
            auto fields = typed_again(*key);
            remove(*key);
            later(pause * 10, [this, key, fields, human] { create(key->first, fields, human); });
            break;
        }
        case Deed::merge: {
            // Somebody typed the person in a second time, and is seen later to be the same.
            auto fields = typed_again(*key);
            put(fields, key->first, "email", "second.address" + std::to_string(next_value_++) + "@people.test");
            put(fields, key->first, "phone", "");
            auto const known = oracle_.humans().find(*key);
            auto const human = known == oracle_.humans().end() ? oracle_.new_human() : known->second;
            auto const twin = create(key->first, std::move(fields), human);
            if (!twin) break;
            RecordKey const second{key->first, *twin};
            bool const keeps_first = stream.below(2) == 0;
            later(pause * 15,
                [this, first = *key, second, keeps_first] { merge(keeps_first ? first : second, keeps_first ? second : first); });
            break;
        }
        case Deed::edit_name_case: {
            auto const view = oracle_.app(key->first).record(key->second);
            auto const name_row = std::ranges::find(swarm_.mapping.rows, "lastName", &contacts::FieldRow::a);
            if (!view || name_row == swarm_.mapping.rows.end()) break;
            auto const record = oracle_.shown(key->first, *view);
            auto const held = record.fields.find(field_at(*name_row, key->first));
            auto const* name = held == record.fields.end() ? nullptr : std::get_if<std::string>(&held->second);
            if (name != nullptr) edit_row(*key, *name_row, in_capitals(*name));
            break;
        }
        case Deed::archive: {
            auto const at_b = key->first == Side::b ? key : other;
            if (!at_b) break;
            edit(*at_b, JsonObject{{"archived", true}});
            if (stream.below(2) == 0) later(pause * 20, [this, at_b] { edit(*at_b, JsonObject{{"archived", false}}); });
            break;
        }
    }
}

}  // namespace lockstep::simulation
