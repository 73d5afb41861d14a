// SPDX-License-Identifier: Apache-2.0
#include "simulation/end_state.hpp"

#include <algorithm>

#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

Result<EndState> read(sync::Scope const& scope) {
    EndState state;
    TRY(auto const links,
        scope.transaction.query(
            "SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 ORDER BY link_id", scope.account, scope.sync));
    for (auto const& row : links) {
        TRY(auto link, sync::load_link(scope, row.id<LinkId>(0)));
        for (auto const side : {Side::a, Side::b}) {
            if (link->record(side)) state.link_by_record.emplace(RecordKey{side, *link->record(side)}, state.links.size());
        }
        state.links.push_back(std::move(*link));
    }
    TRY(auto const issues, scope.transaction.query("SELECT kind, subject, field FROM issues WHERE account_id = ?1 AND sync_id = "
                                                   "?2 AND state = 'open' ORDER BY kind, subject, field",
                               scope.account, scope.sync));
    for (auto const& row : issues) state.issues.push_back({row.text(0), row.text(1), row.text(2)});
    TRY(auto const changes, scope.transaction.query("SELECT change_id, side, a_record, b_record, field, sealed_values, reason, "
                                                    "outcome, created_at FROM changes WHERE account_id = ?1 AND "
                                                    "sync_id = ?2 ORDER BY change_id",
                                scope.account, scope.sync));
    for (auto const& row : changes) {
        Written written;
        written.side = row.text(1) == "b" ? Side::b : Side::a;
        written.record = row.optional_text(written.side == Side::a ? 2 : 3).value_or("");
        written.field = row.text(4);
        TRY(auto const values, scope.open_json("changes", row.text(0), "values", row.blob(5)));
        if (auto const* before = find(values, "/before")) {
            TRY(written.before, contacts::value_from_json(*before));
        }
        if (auto const* after = find(values, "/after")) {
            TRY(written.after, contacts::value_from_json(*after));
        }
        written.reason = row.text(6);
        written.outcome = row.text(7);
        written.at = row.time(8);
        state.history.push_back(std::move(written));
    }
    TRY(auto const events,
        scope.transaction.query(
            "SELECT connection_id, delivery_id, payload_hash, source, state, type, record_id, note FROM events ORDER BY id"));
    for (auto const& row : events) {
        state.events.push_back(
            {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)});
    }
    TRY(auto const looks,
        scope.transaction.query(
            "SELECT side, record_id, kind, reason, due_at, leased_until, attempts, asked FROM looks ORDER BY due_at"));
    for (auto const& row : looks) {
        state.waiting_looks.push_back(row.text(0) + ":" + row.text(1) + " " + row.text(2) + " because of " + row.text(3) +
                                      ", due " + format_time(row.time(4)) + ", leased until " + format_time(row.time(5)) +
                                      ", attempts " + std::to_string(row.integer(6)) + ", asked " +
                                      std::to_string(row.integer(7)));
    }
    TRY(auto const intents, scope.transaction.query("SELECT intent_id, link_id, side, kind, state, note, created_at, look_at, "
                                                    "negative_looks FROM intents WHERE closed_at IS NULL ORDER BY intent_id"));
    for (auto const& row : intents) {
        state.open_intents.push_back(row.text(0) + " of " + row.text(1) + " at " + row.text(2) + ": " + row.text(3) + " " +
                                     row.text(4) + " \"" + row.text(5) + "\", made " + format_time(row.time(6)) +
                                     (row.is_null(7) ? "" : ", look at " + format_time(row.time(7))) + ", negative looks " +
                                     std::to_string(row.integer(8)));
    }
    return state;
}

}  // namespace

bool EndState::has_issue(std::initializer_list<std::string_view> kinds, std::string_view subject,
    std::initializer_list<std::string_view> fields) const {
    return std::ranges::any_of(issues, [&](OpenIssue const& issue) {
        bool const fits_kind = std::ranges::find(kinds, issue.kind) != kinds.end();
        bool const fits_field = fields.size() == 0 || std::ranges::find(fields, issue.field) != fields.end();
        return fits_kind && fits_field && issue.subject == subject;
    });
}

Result<EndState> load_end_state(World& world) {
    EndState state;
    TRY_VOID(run_at_once(world.sqlite().read([&](Transaction& transaction) -> Result<void> {
        sync::Scope const scope{transaction, world.vault(), world.sync().account, world.sync().id, world.now()};
        TRY(state, read(scope));
        return {};
    })));
    return state;
}

}  // namespace lockstep::simulation
