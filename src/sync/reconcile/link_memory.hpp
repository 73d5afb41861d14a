// SPDX-License-Identifier: Apache-2.0
// LinkMemory: what a link remembers beside its two records. The base per field, our own writes and the values a field had shortly
// before (so that an old copy, a late write of ours and a person's edit can be told apart), and values that an app did not take.
// Sealed in the links table. Rows are named as at side a; values are canonical in side a's domain.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"

namespace lockstep::sync {

// One value of one row that we sent to one side. One entry per side, row and value, however often it was sent.
struct OwnWrite {
    contacts::Side side = contacts::Side::a;
    std::string row;
    contacts::Value before;
    contacts::Value after;
    TimePoint read_at{};  // when the read that it was decided on was sent: what came later may lie under it
    std::optional<TimePoint> read_changed_at{};  // the record's own time of change in that read, where the app shows one
    TimePoint sent_at{};                         // of the last time
    std::optional<TimePoint> answered_at;        // absent: no clear answer, so it may still be carried out
    TimePoint until{};                           // sent_at and the consistency delay: after that it is not carried out any more
    bool is_conditional = false;                 // the app refuses it once the record has changed, so it cannot come late
    std::int64_t times = 1;                      // how often this value was sent since first_at
    TimePoint first_at{};
    std::int64_t failures = 0;  // of these the last ones without a clear answer
    bool operator==(OwnWrite const&) const = default;
};

// A value that a row had at a side until `replaced_at`. A read that shows it soon after may be an old copy.
struct PastValue {
    contacts::Side side = contacts::Side::a;
    std::string row;
    contacts::Value value;
    TimePoint replaced_at{};
    bool operator==(PastValue const&) const = default;
};

// An app did not take the value that one side has. The row is not written again until one of the two changes.
struct NotTaken {
    contacts::Value a;
    contacts::Value b;
    TimePoint at{};
    bool operator==(NotTaken const&) const = default;
};

// Two values of which nobody can tell which one was wanted: one stands, the other is kept and asked about, never dropped.
enum class DoubtKind : std::uint8_t {
    covered,     // a write of ours was carried out over a person's edit, which only an event told us of: ours stands
    late_write,  // an older value of ours came back over a newer one, by our own late write or by somebody: the newer one stands
};
struct Doubt {
    DoubtKind kind = DoubtKind::covered;
    contacts::Side side = contacts::Side::a;  // where it happened
    std::string row;
    contacts::Value stands;
    contacts::Value kept;  // the other one
    TimePoint at{};
    std::optional<TimePoint> told_at{};  // covered: when `kept` was set, by the app's event
    bool has_stood = false;              // `stands` was seen at `side`: when it is changed after that, the question is answered
    bool operator==(Doubt const&) const = default;
};

struct LinkMemory {
    std::map<std::string, contacts::Value, std::less<>> base;  // the last value on which both sides agreed; absent: never
    std::vector<OwnWrite> own_writes;                          // oldest first
    std::vector<PastValue> past;                               // oldest first
    std::map<std::string, NotTaken, std::less<>> not_taken;
    std::vector<Doubt> doubts;
    // Rows that were refused together at a side without a word on which of them was meant: they are sent one by one.
    contacts::PerSide<std::set<std::string, std::less<>>> one_by_one;
    // The rows are remembered as the mapping of this version of the document means them; 0: as the first.
    std::int64_t mapped_at = 0;

    bool operator==(LinkMemory const&) const = default;
};

Json to_json(LinkMemory const& memory);
Result<LinkMemory> link_memory_from_json(Json const& json);

constexpr std::int64_t failures_before_asking = 8;

// Until when nothing may be written to `side`, or the epoch: a write without a clear answer may still be carried out, and would
// then undo whatever was written after it; and what keeps failing is tried ever less often.
TimePoint held_until(LinkMemory const& memory, contacts::Side side, TimePoint now);

// Remembers a value that we are about to send or have sent; joins the entry of the same side, row and value.
// A write that failed again keeps the count of its failures; one with a clear answer ends it.
void remember_write(LinkMemory& memory, OwnWrite write);
// Remembers that a row's value at a side was replaced.
void remember_past(LinkMemory& memory, PastValue value);

// One doubt per side and row: the newest.
void remember_doubt(LinkMemory& memory, Doubt doubt);

// Drops what is remembered of rows that have been paired anew since: the two never agreed on the new pair, and begin as at a
// first match. A write of the old pair that may still be carried out goes on holding its side.
void forget_remapped(LinkMemory& memory, contacts::Mapping const& mapping);
// The newest beginning of a row: what a link made now starts with.
std::int64_t latest_beginning(contacts::Mapping const& mapping);

// Drops what no longer matters: values replaced longer ago than `delay`, own writes after an hour. A write without a clear
// answer stays until its side was read after it could last be carried out.
void forget(LinkMemory& memory, contacts::PerSide<TimePoint> const& observed_at, TimePoint now, Duration delay);

// What leads from one canonical set to another.
contacts::SetEdit set_difference(contacts::Value const& from, contacts::Value const& to);
// The canonical set that the edit makes of another.
contacts::Value apply_to_set(contacts::Value const& set, contacts::SetEdit const& edit, contacts::Region const& region);
bool has_element(contacts::Value const& set, std::string_view element);

}  // namespace lockstep::sync
