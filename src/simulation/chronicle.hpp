// SPDX-License-Identifier: Apache-2.0
// Chronicle: what truly happened to each mapped value at both apps, in order, and who did it: a person, the program, or the app
// itself. It watches the apps' own announcements of changes, so nothing that is stored escapes it, not even a write that an app
// carries out long after everybody gave up on it. The judges ask it; the engine never sees it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"
#include "simulation/http.hpp"

namespace lockstep::simulation {

using RecordKey = std::pair<Side, std::string>;

enum class Actor : std::uint8_t {
    person,
    program,
    app  // an automation of the app
};

// One value of one record changed in the app's own store; canonical, in side a's domain.
struct StoreChange {
    TimePoint at{};
    Actor actor = Actor::person;
    contacts::Value before;
    contacts::Value after;
    std::optional<std::size_t> write;  // the program's call that did it, a place in SimulatedHttp::calls
    bool is_creation = false;          // the record itself came into being
};
using FieldHistory = std::vector<StoreChange>;

struct RecordHistory {
    TimePoint made_at{};
    std::optional<TimePoint> removed_at;
    Actor maker = Actor::person;
    std::map<std::string, FieldHistory, std::less<>> fields;  // by the row's name at side a
    contacts::Projection present;
};

class Chronicle {
public:
    explicit Chronicle(contacts::Mapping const& mapping) : mapping_(mapping) {}

    // A record as its app holds it now. `actor` is who changed it, as far as that is known.
    void note(
        RecordKey const& key, contacts::Projection const& now_there, Actor actor, std::optional<std::size_t> write, TimePoint at);
    void note_removed(RecordKey const& key, TimePoint at);
    // The record was made by a person, whatever it looked like at first.
    void made_by_person(RecordKey const& key);

    RecordHistory const* find(RecordKey const& key) const {
        auto const found = records_.find(key);
        return found == records_.end() ? nullptr : &found->second;
    }
    FieldHistory const* find(RecordKey const& key, std::string_view row) const;
    std::map<RecordKey, RecordHistory> const& records() const { return records_; }

private:
    contacts::Mapping const& mapping_;
    std::map<RecordKey, RecordHistory> records_;
};

}  // namespace lockstep::simulation
