// SPDX-License-Identifier: Apache-2.0
// EndState: what the program believes after the calm phase, read from its database, beside what the apps hold.
#pragma once

#include "simulation/oracle.hpp"
#include "sync/store.hpp"

namespace lockstep::simulation {

class World;

struct OpenIssue {
    std::string kind;
    std::string subject;
    std::string field;
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
    std::vector<OpenIssue> issues;
    std::vector<Written> history;
    std::vector<StoredEvent> events;
    std::vector<std::string> waiting_looks;  // one line each, for a person
    std::vector<std::string> open_intents;

    sync::Link const* link_of(RecordKey const& key) const {
        auto const found = link_by_record.find(key);
        return found == link_by_record.end() ? nullptr : &links[found->second];
    }
    bool has_issue(std::initializer_list<std::string_view> kinds, std::string_view subject,
        std::initializer_list<std::string_view> fields = {}) const;
};

Result<EndState> load_end_state(World& world);

}  // namespace lockstep::simulation
