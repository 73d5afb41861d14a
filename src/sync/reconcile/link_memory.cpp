// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/link_memory.hpp"

#include <algorithm>
#include <iterator>

#include "base/injected_fault.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

constexpr auto writes_remembered_for = std::chrono::hours{1};  // rounds between two automations are told by it
constexpr std::size_t per_row_max = 12;                        // of own writes and of past values
constexpr Duration first_write_pause =
    std::chrono::seconds{20};  // after a failed write: at most five in ten minutes, as it doubles

std::vector<std::string> const& elements(Value const& value) {
    static std::vector<std::string> const none;
    auto const* list = std::get_if<std::vector<std::string>>(&value);
    return list == nullptr ? none : *list;
}

// Keeps the newest entries of one side and row.
template <class Entry>
void limit(std::vector<Entry>& entries, Side side, std::string const& row) {
    auto const is_of_row = [&](Entry const& entry) { return entry.side == side && entry.row == row; };
    auto count = static_cast<std::size_t>(std::ranges::count_if(entries, is_of_row));
    for (auto place = entries.begin(); place != entries.end() && count > per_row_max;) {
        if (!is_of_row(*place)) {
            ++place;
            continue;
        }
        place = entries.erase(place);
        --count;
    }
}

Result<Value> value_at(Json const& json, std::string_view pointer) {
    auto const* found = find(json, pointer);
    if (found == nullptr) return Value{};
    return contacts::value_from_json(*found);
}

TimePoint time_at(Json const& json, std::string_view pointer) { return from_micros(find_integer(json, pointer).value_or(0)); }
std::string text_at(Json const& json, std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); }

Json write_json(OwnWrite const& write) {
    JsonObject json{{"s", contacts::to_string(write.side)}, {"r", write.row}, {"x", contacts::to_json(write.before)},
        {"y", contacts::to_json(write.after)}, {"read", to_micros(write.read_at)}, {"sent", to_micros(write.sent_at)},
        {"until", to_micros(write.until)}, {"n", write.times}, {"first", to_micros(write.first_at)}};
    if (write.failures > 0) json["failed"] = write.failures;
    if (write.answered_at) json["answered"] = to_micros(*write.answered_at);
    if (write.read_changed_at) json["of"] = to_micros(*write.read_changed_at);
    if (write.is_conditional) json["if"] = true;
    return json;
}

Result<OwnWrite> write_from(Json const& json) {
    OwnWrite write;
    write.side = contacts::side_from(find_text(json, "/s").value_or("a"));
    write.row = text_at(json, "/r");
    TRY(write.before, value_at(json, "/x"));
    TRY(write.after, value_at(json, "/y"));
    write.read_at = time_at(json, "/read");
    write.sent_at = time_at(json, "/sent");
    write.until = time_at(json, "/until");
    write.times = find_integer(json, "/n").value_or(1);
    write.first_at = time_at(json, "/first");
    write.failures = find_integer(json, "/failed").value_or(0);
    if (auto const at = find_integer(json, "/answered")) write.answered_at = from_micros(*at);
    if (auto const at = find_integer(json, "/of")) write.read_changed_at = from_micros(*at);
    write.is_conditional = find_bool(json, "/if").value_or(false);
    return write;
}

}  // namespace

Json to_json(LinkMemory const& memory) {
    JsonObject base;
    for (auto const& [row, value] : memory.base) base[row] = contacts::to_json(value);
    JsonObject json{{"fields", std::move(base)}};
    if (!memory.own_writes.empty()) {
        JsonArray list;
        for (auto const& write : memory.own_writes) list.push_back(write_json(write));
        json["own"] = std::move(list);
    }
    if (!memory.past.empty()) {
        JsonArray list;
        for (auto const& past : memory.past) {
            list.push_back(JsonObject{{"s", contacts::to_string(past.side)}, {"r", past.row},
                {"v", contacts::to_json(past.value)}, {"at", to_micros(past.replaced_at)}});
        }
        json["past"] = std::move(list);
    }
    if (!memory.not_taken.empty()) {
        JsonObject rows;
        for (auto const& [row, entry] : memory.not_taken)
            rows[row] =
                JsonObject{{"a", contacts::to_json(entry.a)}, {"b", contacts::to_json(entry.b)}, {"at", to_micros(entry.at)}};
        json["not_taken"] = std::move(rows);
    }
    if (!memory.doubts.empty()) {
        JsonArray list;
        for (auto const& doubt : memory.doubts) {
            JsonObject one{{"late", doubt.kind == DoubtKind::late_write}, {"s", contacts::to_string(doubt.side)},
                {"r", doubt.row}, {"stands", contacts::to_json(doubt.stands)}, {"kept", contacts::to_json(doubt.kept)},
                {"at", to_micros(doubt.at)}, {"stood", doubt.has_stood}};
            if (doubt.told_at) one["told"] = to_micros(*doubt.told_at);
            list.emplace_back(std::move(one));
        }
        json["doubts"] = std::move(list);
    }
    for (auto const side : contacts::both_sides) {
        if (memory.one_by_one[side].empty()) continue;
        JsonArray rows;
        for (auto const& row : memory.one_by_one[side]) rows.emplace_back(row);
        json[side == Side::a ? "one_by_one_a" : "one_by_one_b"] = std::move(rows);
    }
    if (memory.mapped_at > 0) json["mapped_at"] = memory.mapped_at;
    return json;
}

Result<LinkMemory> link_memory_from_json(Json const& json) {
    LinkMemory memory;
    if (auto const* rows = find_object(json, "/fields")) {
        for (auto const& member : *rows) {
            TRY(memory.base[std::string(member.key())], contacts::value_from_json(member.value()));
        }
    }
    if (auto const* list = find_array(json, "/own")) {
        for (auto const& item : *list) {
            TRY(auto write, write_from(item));
            memory.own_writes.push_back(std::move(write));
        }
    }
    if (auto const* list = find_array(json, "/past")) {
        for (auto const& item : *list) {
            PastValue past{
                contacts::side_from(find_text(item, "/s").value_or("a")), text_at(item, "/r"), {}, time_at(item, "/at")};
            TRY(past.value, value_at(item, "/v"));
            memory.past.push_back(std::move(past));
        }
    }
    if (auto const* rows = find_object(json, "/not_taken")) {
        for (auto const& member : *rows) {
            auto& entry = memory.not_taken[std::string(member.key())];
            TRY(entry.a, value_at(member.value(), "/a"));
            TRY(entry.b, value_at(member.value(), "/b"));
            entry.at = time_at(member.value(), "/at");
        }
    }
    if (auto const* list = find_array(json, "/doubts")) {
        for (auto const& item : *list) {
            Doubt doubt;
            doubt.kind = find_bool(item, "/late").value_or(false) ? DoubtKind::late_write : DoubtKind::covered;
            doubt.side = contacts::side_from(find_text(item, "/s").value_or("a"));
            doubt.row = text_at(item, "/r");
            TRY(doubt.stands, value_at(item, "/stands"));
            TRY(doubt.kept, value_at(item, "/kept"));
            doubt.at = time_at(item, "/at");
            if (auto const at = find_integer(item, "/told")) doubt.told_at = from_micros(*at);
            doubt.has_stood = find_bool(item, "/stood").value_or(false);
            memory.doubts.push_back(std::move(doubt));
        }
    }
    for (auto const side : contacts::both_sides) {
        auto const* rows = find_array(json, side == Side::a ? "/one_by_one_a" : "/one_by_one_b");
        if (rows == nullptr) continue;
        for (auto const& row : *rows) memory.one_by_one[side].emplace(row.get_string());
    }
    memory.mapped_at = find_integer(json, "/mapped_at").value_or(0);
    return memory;
}

void forget_remapped(LinkMemory& memory, contacts::Mapping const& mapping) {
    auto const of_row = [](std::string const& row) { return [&row](auto const& each) { return each.row == row; }; };
    for (auto const& row : mapping.rows) {
        if (row.since <= memory.mapped_at) continue;
        memory.base.erase(row.a);
        memory.not_taken.erase(row.a);
        std::erase_if(memory.past, of_row(row.a));
        std::erase_if(memory.doubts, of_row(row.a));
        for (auto const side : contacts::both_sides) memory.one_by_one[side].erase(row.a);
        // Under a name that no row has: it holds its side, and says nothing of the new pair.
        for (auto& write : memory.own_writes) {
            if (write.row == row.a) write.row = row.a + " (before " + std::to_string(row.since) + ")";
        }
    }
    memory.mapped_at = std::max(memory.mapped_at, latest_beginning(mapping));
}

std::int64_t latest_beginning(contacts::Mapping const& mapping) {
    std::int64_t latest = 0;
    for (auto const& row : mapping.rows) latest = std::max(latest, row.since);
    return latest;
}

TimePoint held_until(LinkMemory const& memory, Side side, TimePoint now) {
    TimePoint held{};
    for (auto const& write : memory.own_writes) {
        if (write.side != side) continue;
        bool const may_come_late = !write.answered_at && !write.is_conditional && now < write.until;
        if (may_come_late && !is_injected(InjectedFault::no_hold_after_unclear_write)) held = std::max(held, write.until);
        if (write.failures > 0 && !is_injected(InjectedFault::no_backoff)) {
            auto const pause = first_write_pause * (std::int64_t{1} << std::min<std::int64_t>(write.failures - 1, 6));
            if (now < write.sent_at + pause) held = std::max(held, write.sent_at + pause);
        }
    }
    return held;
}

void remember_write(LinkMemory& memory, OwnWrite write) {
    auto const same = [&](OwnWrite const& known) {
        return known.side == write.side && known.row == write.row && known.after == write.after;
    };
    write.first_at = write.sent_at;
    write.failures = write.answered_at ? 0 : 1;
    if (auto const known = std::ranges::find_if(memory.own_writes, same); known != memory.own_writes.end()) {
        if (write.sent_at - known->first_at < writes_remembered_for) {
            write.times = known->times + 1;
            write.first_at = known->first_at;
        }
        if (!write.answered_at) write.failures = known->failures + 1;
        memory.own_writes.erase(known);
    }
    // Another value of the row was taken, or is being tried: the app's trouble with the old one is over.
    for (auto& known : memory.own_writes) {
        if (known.side == write.side && known.row == write.row) known.failures = 0;
    }
    auto const side = write.side;
    auto const row = write.row;
    memory.own_writes.push_back(std::move(write));
    limit(memory.own_writes, side, row);
}

void remember_doubt(LinkMemory& memory, Doubt doubt) {
    std::erase_if(memory.doubts, [&](Doubt const& known) { return known.side == doubt.side && known.row == doubt.row; });
    memory.doubts.push_back(std::move(doubt));
}

void remember_past(LinkMemory& memory, PastValue value) {
    if (is_injected(InjectedFault::one_remembered_value)) {
        std::erase_if(memory.past, [&](PastValue const& known) { return known.side == value.side && known.row == value.row; });
    }
    std::erase_if(memory.past,
        [&](PastValue const& known) { return known.side == value.side && known.row == value.row && known.value == value.value; });
    auto const side = value.side;
    auto const row = value.row;
    memory.past.push_back(std::move(value));
    limit(memory.past, side, row);
}

void forget(LinkMemory& memory, contacts::PerSide<TimePoint> const& observed_at, TimePoint now, Duration delay) {
    std::erase_if(memory.past, [&](PastValue const& past) { return now - past.replaced_at >= delay; });
    std::erase_if(memory.own_writes, [&](OwnWrite const& write) {
        bool const is_over = now >= write.until && now - write.first_at >= writes_remembered_for;
        bool const is_clear = write.answered_at || observed_at[write.side] >= write.until;
        return is_over && is_clear;
    });
    for (auto& write : memory.own_writes) {
        // The side was read after the write could last be carried out: whatever is there now is the outcome.
        if (!write.answered_at && observed_at[write.side] >= write.until) write.answered_at = write.until;
    }
}

contacts::SetEdit set_difference(Value const& from, Value const& to) {
    contacts::SetEdit edit;
    std::ranges::set_difference(elements(to), elements(from), std::back_inserter(edit.add));
    std::ranges::set_difference(elements(from), elements(to), std::back_inserter(edit.remove));
    return edit;
}

Value apply_to_set(Value const& set, contacts::SetEdit const& edit, contacts::Region const& region) {
    auto left = elements(set);
    std::erase_if(left, [&](std::string const& element) { return std::ranges::find(edit.remove, element) != edit.remove.end(); });
    left.insert(left.end(), edit.add.begin(), edit.add.end());
    return contacts::canonical(contacts::FieldKind::set, Value{std::move(left)}, region);
}

bool has_element(Value const& set, std::string_view element) { return std::ranges::binary_search(elements(set), element); }

}  // namespace lockstep::sync
