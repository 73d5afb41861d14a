// SPDX-License-Identifier: Apache-2.0
#include "simulation/end_state.hpp"

#include <algorithm>
#include <array>

#include "simulation/world.hpp"
#include "sync/state/links.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::simulation {
namespace {

IssueKind issue_kind_from(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, IssueKind>, 19> kinds{{{"attached_refused", IssueKind::attached},
        {"credential_refused", IssueKind::credential}, {"covered", IssueKind::conflict}, {"late_write", IssueKind::conflict},
        {"rounds", IssueKind::conflict}, {"match_unsure", IssueKind::ambiguous}, {"ambiguous", IssueKind::ambiguous},
        {"conflict", IssueKind::conflict}, {"cannot_write", IssueKind::cannot_write}, {"not_stored", IssueKind::not_stored},
        {"write_refused", IssueKind::write_refused}, {"create_refused", IssueKind::create_refused},
        {"create_needs", IssueKind::create_needs}, {"create_unknown", IssueKind::create_unknown},
        {"created_twice", IssueKind::created_twice}, {"gone", IssueKind::gone}, {"parked", IssueKind::parked},
        {"mass_cleared", IssueKind::mass}, {"mass_changed", IssueKind::mass}}};
    auto const* const found = std::ranges::find(kinds, name, &std::pair<std::string_view, IssueKind>::first);
    return found == kinds.end() ? IssueKind::other : found->second;
}

Result<EndState> read(sync::Scope const& scope) {
    EndState state;
    TRY(auto const links,
        scope.transaction.query(
            "SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 ORDER BY link_id", scope.account, scope.sync));
    for (auto const& row : links) {
        auto loaded = sync::load_link(scope, row.id<LinkId>(0));
        if (!loaded) {
            state.unreadable.push_back("link " + row.text(0) + ": " + describe(loaded.error()));
            continue;
        }
        auto link = std::move(*loaded);
        for (auto const side : {Side::a, Side::b}) {
            if (link->record(side)) state.link_by_record.emplace(RecordKey{side, *link->record(side)}, state.links.size());
        }
        state.links.push_back(std::move(*link));
    }
    TRY(auto const issues, scope.transaction.query("SELECT issue_id, kind, subject, field, state, count, first_at, last_at, "
                                                   "sealed_detail FROM issues WHERE account_id = ?1 AND sync_id = ?2 "
                                                   "ORDER BY kind, subject, field",
                               scope.account, scope.sync));
    for (auto const& row : issues) {
        TRY(auto detail, scope.open_json("issues", row.text(0), "detail", row.blob(8)));
        state.issues.push_back({issue_kind_from(row.text(1)), row.text(1), row.text(2), row.text(3), row.text(4) == "open",
            row.integer(5), row.time(6), row.time(7), std::move(detail)});
    }
    TRY(auto const waiting,
        scope.transaction.query(
            "SELECT record, field FROM waiting_creates WHERE account_id = ?1 AND sync_id = ?2", scope.account, scope.sync));
    for (auto const& row : waiting) state.waiting_creates.emplace(row.text(0), row.text(1));
    TRY(auto const changes, scope.transaction.query("SELECT change_id, side, a_record, b_record, field, sealed_values, reason, "
                                                    "outcome, created_at FROM changes WHERE account_id = ?1 AND "
                                                    "sync_id = ?2 ORDER BY change_id",
                                scope.account, scope.sync));
    for (auto const& row : changes) {
        Written written;
        written.side = row.text(1) == "b" ? Side::b : Side::a;
        written.record = row.optional_text(written.side == Side::a ? 2 : 3).value_or("");
        written.field = row.text(4);
        // Of notes and tasks, which are no rows of the mapping.
        if (written.field.starts_with("note.") || written.field.starts_with("task.")) continue;
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
    TRY(auto const items, scope.transaction.query(R"(
        SELECT item_key, lane, payload, why, due_at, holder, attempts, version FROM work_items WHERE queue <> 'attached' ORDER BY due_at, item_key)"));
    for (auto const& row : items) {
        state.waiting_looks.push_back(row.text(0) + " " + row.text(2) + " because of " + row.text(3) + ", due " +
                                      format_time(row.time(4)) + ", held by \"" + row.text(5) + "\", attempts " +
                                      std::to_string(row.integer(6)) + ", asked " + std::to_string(row.integer(7)));
    }
    TRY(auto const effects, scope.transaction.query(R"(
        SELECT effect_id, subject, side, kind, state, note, created_at, look_at, looks FROM effects
        WHERE closed_at IS NULL ORDER BY effect_id)"));
    for (auto const& row : effects) {
        state.open_intents.push_back(row.text(0) + " of " + row.text(1) + " at " + row.text(2) + ": " + row.text(3) + " " +
                                     row.text(4) + " \"" + row.text(5) + "\", made " + format_time(row.time(6)) +
                                     (row.is_null(7) ? "" : ", look at " + format_time(row.time(7))) + ", looks " +
                                     std::to_string(row.integer(8)));
    }
    return state;
}

}  // namespace

bool EndState::has_issue(
    std::initializer_list<IssueKind> kinds, std::string_view subject, std::initializer_list<std::string_view> fields) const {
    return std::ranges::any_of(issues, [&](Issue const& issue) {
        bool const fits_kind = std::ranges::find(kinds, issue.kind) != kinds.end();
        bool const fits_field = fields.size() == 0 || std::ranges::find(fields, issue.field) != fields.end();
        return issue.is_open && fits_kind && fits_field && issue.subject == subject;
    });
}

bool EndState::waits_for_field(std::string_view subject) const {
    return std::ranges::any_of(waiting_creates, [&](auto const& waiting) {
        return waiting.first == subject && std::ranges::any_of(issues, [&](Issue const& issue) {
            return issue.is_open && issue.kind == IssueKind::create_needs && issue.field == waiting.second;
        });
    });
}

sync::Link const* EndState::link_named(std::string_view id) const {
    auto const found = std::ranges::find_if(links, [&](auto const& link) { return link.id.text() == id; });
    return found == links.end() ? nullptr : &*found;
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

bool is_running(World& world) {
    bool is_it = false;
    auto const result = run_at_once(world.sqlite().read([&](Transaction& transaction) -> Result<void> {
        TRY(auto const rows, transaction.query("SELECT state FROM syncs WHERE account_id = ?1 AND sync_id = ?2",
                                 world.sync().account, world.sync().id));
        is_it = !rows.empty() && rows.front().text(0) == "running";
        return {};
    }));
    return result && is_it;
}

}  // namespace lockstep::simulation
