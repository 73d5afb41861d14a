// SPDX-License-Identifier: Apache-2.0
// EndState: what the program believes after the calm phase, read from its database, beside what the apps hold. The one place
// in the simulation that knows the engine's tables and the words in them.
#pragma once

#include "simulation/oracle.hpp"
#include "sync/reconcile/link.hpp"

namespace lockstep::simulation {

class World;

enum class IssueKind : std::uint8_t {
    ambiguous,       // more than one person could be meant, or the evidence contradicts itself
    conflict,        // a question about one field: which of two values
    cannot_write,    // this app has no way to hold that value
    not_stored,      // accepted, but another value is shown
    write_refused,   // the app said no to a value
    create_refused,  // the app said no to a record
    create_needs,    // a field that the app demands of new records is blank, asked once for everybody
    credential,      // an app refuses the credential of a connection
    create_unknown,  // nobody knows whether a record was made
    created_twice,
    gone,      // the record on the other side was deleted
    parked,    // tried too often
    attached,  // a note or task was refused
    mass,      // a field was emptied or changed for many people at once
    other      // no judge knows it yet
};

struct Issue {
    IssueKind kind = IssueKind::other;
    std::string kind_name;
    std::string subject;  // a link's id, or "a:<record>"
    std::string field;    // of side a or b; empty: the whole record
    bool is_open = true;
    std::int64_t count = 1;
    TimePoint first_at{};
    TimePoint last_at{};
    Json detail;
};

// One line of the history.
struct Written {
    Side side = Side::a;
    std::string record;
    std::string field;
    contacts::Value before;
    contacts::Value after;
    std::string reason;
    std::string outcome;
    TimePoint at{};
};

struct StoredEvent {
    std::string connection;
    std::string delivery_id;
    std::string payload_hash;
    std::string source;
    std::string state;
    std::string type;
    std::string record_id;
    std::string note;
};

struct EndState {
    std::vector<sync::Link> links;
    std::map<RecordKey, std::size_t> link_by_record;
    std::vector<Issue> issues;  // open and settled ones
    std::vector<Written> history;
    std::vector<StoredEvent> events;
    std::vector<std::string> waiting_looks;  // one line each, for a person
    std::vector<std::string> open_intents;
    // Who waits for a question about a field that the other app demands: subject "a:<record>" and field.
    std::set<std::pair<std::string, std::string>> waiting_creates;
    std::vector<std::string> unreadable;  // rows that the program itself cannot open any more

    sync::Link const* link_of(RecordKey const& key) const {
        auto const found = link_by_record.find(key);
        return found == link_by_record.end() ? nullptr : &links[found->second];
    }
    // An open one of these kinds about this subject; and about one of these fields, if any are given.
    bool has_issue(std::initializer_list<IssueKind> kinds, std::string_view subject,
        std::initializer_list<std::string_view> fields = {}) const;
    sync::Link const* link_named(std::string_view id) const;
    // It waits for an open question about a field.
    bool waits_for_field(std::string_view subject) const;
};

Result<EndState> load_end_state(World& world);
// Does the sync bring the sides together by now, or is it still being filled for the first time?
bool is_running(World& world);

}  // namespace lockstep::simulation
