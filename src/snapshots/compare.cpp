// SPDX-License-Identifier: Apache-2.0
#include "snapshots/compare.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

#include "contacts/names.hpp"
#include "contacts/normal_form.hpp"
#include "snapshots/cells.hpp"

namespace lockstep::snapshots {
namespace {

using contacts::Record;

constexpr std::array<std::pair<DifferenceKind, std::string_view>, 6> kind_words{
    {{DifferenceKind::added, "new"}, {DifferenceKind::changed, "changed"}, {DifferenceKind::absent, "absent"},
        {DifferenceKind::unchanged, "unchanged"}, {DifferenceKind::repeated, "repeated"}, {DifferenceKind::invalid, "invalid"}}};

// What somebody can be found by; empty: by nothing of that kind.
struct Keys {
    std::string id, email, phone, first, last, born;
};

Keys keys_of(Record const& record, Targets const& targets) {
    return {.id = record.id,
        .email = text_of(record, targets, "email"),
        .phone = text_of(record, targets, "phone"),
        .first = text_of(record, targets, "first_name"),
        .last = text_of(record, targets, "last_name"),
        .born = text_of(record, targets, "date_of_birth")};
}

// Two who share an address may be a couple: names or birth dates that differ tell them apart.
bool contradict(Keys const& one, Keys const& other) {
    if (!one.id.empty() && !other.id.empty() && one.id != other.id) return true;
    if (!one.born.empty() && !other.born.empty() && one.born != other.born) return true;
    return contacts::compare_names({one.first, one.last}, {other.first, other.last}).first == contacts::Likeness::differs;
}

std::string names_and(Keys const& keys, std::string const& more) {
    auto const first = contacts::name_key(keys.first), last = contacts::name_key(keys.last);
    if (first.empty() || last.empty() || more.empty()) return {};
    return first + "\n" + last + "\n" + more;
}

// Of records without anything better, so that a plain list of names can be followed.
std::string lone_name(Keys const& keys) {
    if (!keys.email.empty() || !keys.phone.empty() || !keys.born.empty()) return {};
    return names_and(keys, "-");
}

using KeyOf = std::function<std::string(Keys const&)>;
constexpr std::size_t none = static_cast<std::size_t>(-1);

class Finder {
public:
    Finder(std::vector<Keys> known, std::vector<Keys> people)
        : known_(std::move(known)), people_(std::move(people)), found_(known_.size()), is_taken_(people_.size()) {}

    // Those who have a key that exactly one of either side has.
    void pair_by(KeyOf const& key_of) {
        std::unordered_map<std::string, std::size_t> in_file;
        for (std::size_t at = 0; at < people_.size(); ++at) {
            if (is_taken_[at]) continue;
            auto const key = key_of(people_[at]);
            if (key.empty()) continue;
            auto const [entry, is_first] = in_file.emplace(key, at);
            if (!is_first) entry->second = none;
        }
        std::unordered_map<std::string, std::size_t> in_known;
        for (std::size_t at = 0; at < known_.size(); ++at) {
            if (found_[at]) continue;
            auto const key = key_of(known_[at]);
            if (key.empty() || !in_file.contains(key)) continue;
            auto const [entry, is_first] = in_known.emplace(key, at);
            if (!is_first) entry->second = none;
        }
        for (auto const& [key, at] : in_known) {
            auto const other = in_file.at(key);
            if (at == none || other == none || contradict(known_[at], people_[other])) continue;
            found_[at] = other;
            is_taken_[other] = true;
        }
    }

    std::vector<std::optional<std::size_t>> release() { return std::move(found_); }

private:
    std::vector<Keys> known_, people_;
    std::vector<std::optional<std::size_t>> found_;
    std::vector<bool> is_taken_;
};

std::vector<FieldChange> changes_between(Record const& before, Record const& after, Targets const& targets) {
    std::vector<FieldChange> changes;
    for (auto const& target : targets) {
        auto const old_value = before.fields.find(target.name), new_value = after.fields.find(target.name);
        if (old_value == before.fields.end() || new_value == after.fields.end()) continue;
        if (comparable(target, old_value->second) == comparable(target, new_value->second)) continue;
        changes.push_back({target.name, old_value->second, new_value->second});
    }
    return changes;
}

Difference difference_of(Person const& person, Record const* before, Targets const& targets) {
    Difference item;
    item.line = person.line;
    item.record = person.record;
    item.record_id = person.record.id;
    item.problems = person.problems;
    if (before == nullptr) {
        item.kind = DifferenceKind::added;
        return item;
    }
    if (item.record_id.empty()) item.record_id = before->id;
    item.changes = changes_between(*before, person.record, targets);
    if (before->archived != person.record.archived) item.archived_before = before->archived;
    item.kind = item.changes.empty() && !item.archived_before ? DifferenceKind::unchanged : DifferenceKind::changed;
    return item;
}

void count(Counts& counts, Difference const& item) {
    switch (item.kind) {
        case DifferenceKind::added: ++counts.added; break;
        case DifferenceKind::changed: ++counts.changed; break;
        case DifferenceKind::absent: ++counts.absent; break;
        case DifferenceKind::unchanged: ++counts.unchanged; break;
        case DifferenceKind::repeated: ++counts.repeated; break;
        case DifferenceKind::invalid: ++counts.invalid; break;
    }
    counts.with_problems += item.problems.empty() ? 0 : 1;
}

}  // namespace

std::string_view to_string(DifferenceKind kind) {
    return std::ranges::find(kind_words, kind, [](auto const& each) { return each.first; })->second;
}

std::optional<DifferenceKind> difference_kind_from(std::string_view text) {
    for (auto const& [kind, word] : kind_words) {
        if (word == text) return kind;
    }
    return std::nullopt;
}

std::vector<std::optional<std::size_t>> find_again(
    std::vector<Record> const& known, std::vector<Person> const& people, Targets const& targets) {
    std::vector<Keys> known_keys, people_keys;
    known_keys.reserve(known.size());
    people_keys.reserve(people.size());
    for (auto const& each : known) known_keys.push_back(keys_of(each, targets));
    for (auto const& each : people) people_keys.push_back(keys_of(each.record, targets));
    Finder finder(std::move(known_keys), std::move(people_keys));
    finder.pair_by([](Keys const& keys) { return keys.id; });
    finder.pair_by([](Keys const& keys) { return keys.email.empty() ? "" : names_and(keys, keys.email); });
    finder.pair_by([](Keys const& keys) { return keys.email; });
    finder.pair_by([](Keys const& keys) { return names_and(keys, keys.born); });
    finder.pair_by([](Keys const& keys) { return names_and(keys, keys.phone); });
    finder.pair_by(lone_name);
    return finder.release();
}

Comparison compare(People const& file, std::vector<Record> const& known, Targets const& targets) {
    auto const found = find_again(known, file.people, targets);
    std::vector<Record const*> before(file.people.size(), nullptr);
    for (std::size_t at = 0; at < known.size(); ++at) {
        if (found[at]) before[*found[at]] = &known[at];
    }
    Comparison result;
    auto& items = result.items;
    items.reserve(file.people.size() + file.faulty.size() + file.repeated.size());
    for (std::size_t at = 0; at < file.people.size(); ++at) items.push_back(difference_of(file.people[at], before[at], targets));
    for (auto const& row : file.faulty) {
        Difference item;
        item.kind = DifferenceKind::invalid;
        item.line = row.line;
        item.fault = row.fault;
        items.push_back(std::move(item));
    }
    for (auto const& row : file.repeated) {
        Difference item;
        item.kind = DifferenceKind::repeated;
        item.line = row.line;
        item.first_line = row.first_line;
        items.push_back(std::move(item));
    }
    std::ranges::sort(items, {}, &Difference::line);  // each row has a line of its own
    for (std::size_t at = 0; at < known.size(); ++at) {
        if (found[at]) continue;
        Difference item;
        item.kind = DifferenceKind::absent;
        item.record = known[at];
        item.record_id = known[at].id;
        items.push_back(std::move(item));
    }
    result.counts.known = known.size();
    result.counts.people = file.people.size();
    for (auto const& item : items) count(result.counts, item);
    return result;
}

bool loses_many(Counts const& counts, std::size_t share_max) {
    return counts.absent > 0 && counts.absent * 100 > counts.known * share_max;
}

}  // namespace lockstep::snapshots
