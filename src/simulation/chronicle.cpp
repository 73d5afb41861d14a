// SPDX-License-Identifier: Apache-2.0
#include "simulation/chronicle.hpp"

namespace lockstep::simulation {

void Chronicle::note(
    RecordKey const& key, contacts::Projection const& now_there, Actor actor, std::optional<std::size_t> write, TimePoint at) {
    auto const [place, is_new] = records_.try_emplace(key);
    auto& record = place->second;
    if (is_new) {
        record.made_at = at;
        record.maker = actor;
    }
    record.removed_at.reset();
    for (auto const& row : mapping_.rows) {
        auto const found = now_there.find(row.a);
        auto const after = found == now_there.end() ? contacts::Value{} : found->second;
        auto& before = record.present[row.a];
        if (is_new || before != after) record.fields[row.a].push_back({at, actor, before, after, write, is_new});
        before = after;
    }
}

void Chronicle::note_removed(RecordKey const& key, TimePoint at) {
    auto const found = records_.find(key);
    if (found != records_.end()) found->second.removed_at = at;
}

void Chronicle::made_by_person(RecordKey const& key) {
    auto const found = records_.find(key);
    if (found == records_.end()) return;
    found->second.maker = Actor::person;
    for (auto& [row, history] : found->second.fields) {
        for (auto& change : history) {
            if (change.is_creation) change.actor = Actor::person;
        }
    }
}

FieldHistory const* Chronicle::find(RecordKey const& key, std::string_view row) const {
    auto const* record = find(key);
    if (record == nullptr) return nullptr;
    auto const found = record->fields.find(row);
    return found == record->fields.end() ? nullptr : &found->second;
}

}  // namespace lockstep::simulation
