// SPDX-License-Identifier: Apache-2.0
#include "sync/state/brakes.hpp"

#include <algorithm>
#include <array>

#include "base/injected_fault.hpp"
#include "sync/state/counts.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

constexpr auto let_through_for = std::chrono::hours{24};

constexpr std::array<std::pair<BrakeAnswer, std::string_view>, 3> answer_names{
    {{BrakeAnswer::none, ""}, {BrakeAnswer::carry_over, "carry_over"}, {BrakeAnswer::put_back, "put_back"}}};

BrakeAnswer brake_answer_from(std::string_view text) {
    auto const found = std::ranges::find(answer_names, text, &std::pair<BrakeAnswer, std::string_view>::second);
    return found == answer_names.end() ? BrakeAnswer::none : found->first;
}

std::string_view name_of_answer(BrakeAnswer answer) {
    return std::ranges::find(answer_names, answer, &std::pair<BrakeAnswer, std::string_view>::first)->second;
}

IssueKey issue_of(ConnectionId const& to, BrakeKey const& key) { return {issue_kind_of(key.harm), to.text(), key.row}; }

Result<void> begin_to_hold(Scope const& scope, Sync const& sync, Random& random, BrakeKey const& key, std::int64_t most) {
    TRY_VOID(scope.transaction.execute(
        sql::hold_brake, scope.account, scope.sync, contacts::to_string(key.side), key.row, to_string(key.harm), scope.now));
    JsonObject const detail{{"side", contacts::to_string(key.side)}, {"most", std::to_string(most)}};
    return raise_issue(scope, random, issue_of(sync.connection(key.side), key), detail);
}

}  // namespace

std::string_view issue_kind_of(Harm harm) { return harm == Harm::cleared ? "mass_cleared" : "mass_changed"; }

std::optional<Harm> harm_of_issue(std::string_view issue_kind) {
    if (issue_kind == issue_kind_of(Harm::cleared)) return Harm::cleared;
    if (issue_kind == issue_kind_of(Harm::changed)) return Harm::changed;
    return std::nullopt;
}

Result<std::vector<Brake>> brakes_at_work(Scope const& scope) {
    TRY(auto const rows, scope.transaction.query(sql::brakes_at_work, scope.account, scope.sync));
    std::vector<Brake> brakes;
    for (auto const& row : rows) {
        brakes.push_back({{contacts::side_from(row.text(0)), row.text(1), harm_from(row.text(2)).value_or(Harm::changed)},
            row.optional_time(3), brake_answer_from(row.text(4)), row.text(5), row.id<IssueId>(6)});
    }
    return brakes;
}

Result<std::vector<BrakeKey>> brakes_that_hold(Scope const& scope) {
    TRY(auto const brakes, brakes_at_work(scope));
    std::vector<BrakeKey> keys;
    for (auto const& brake : brakes) {
        if (brake.held_since) keys.push_back(brake.key);
    }
    return keys;
}

Result<bool> let_through(Scope const& scope, Sync const& sync, Random& random, BrakeKey const& key) {
    auto const& limit = sync.policy.brake.of(key.harm);
    if (limit.people <= 0 || is_injected(InjectedFault::no_brake_on_mass_changes)) return true;
    auto const hour = std::chrono::duration_cast<std::chrono::hours>(scope.now.time_since_epoch()).count();
    TRY(auto const rows, scope.transaction.query(sql::count_at_brake, scope.account, scope.sync, contacts::to_string(key.side),
                             key.row, to_string(key.harm), hour));
    if (rows.empty()) return true;
    auto const people = rows.front().integer(0);
    if (rows.front().optional_time(1)) return false;
    if (people < limit.people) return true;
    if (auto const until = rows.front().optional_time(2); until && scope.now < *until) return true;
    TRY(auto const activity, load_activity(scope));
    auto const most = most_in_an_hour(limit, activity.counts.linked);
    if (!most || people < *most) return true;
    TRY_VOID(begin_to_hold(scope, sync, random, key, *most));
    return true;
}

Result<void> save_braked(Scope const& scope, Sync const& sync, LinkId const& link, std::vector<BrakeKey> const& held) {
    TRY(auto const rows, scope.transaction.query(sql::brakes_of_link, scope.account, scope.sync, link));
    std::vector<BrakeKey> before;
    for (auto const& row : rows)
        before.push_back({contacts::side_from(row.text(0)), row.text(1), harm_from(row.text(2)).value_or(Harm::changed)});
    for (auto const& key : held) {
        if (std::ranges::find(before, key) != before.end()) continue;
        TRY_VOID(scope.transaction.execute(sql::insert_braked_link, scope.account, scope.sync, contacts::to_string(key.side),
            key.row, to_string(key.harm), link));
    }
    for (auto const& key : before) {
        if (std::ranges::find(held, key) != held.end()) continue;
        TRY_VOID(free_link(scope, key, link));
        TRY(auto const left, links_braked(scope, key, 1));
        if (!left.empty()) continue;
        TRY_VOID(end_brake(scope, key));
        TRY_VOID(close_issue(scope, issue_of(sync.connection(key.side), key)));
    }
    return {};
}

Result<std::int64_t> count_braked(Scope const& scope, BrakeKey const& key) {
    TRY(auto const rows, scope.transaction.query(sql::count_braked_links, scope.account, scope.sync,
                             contacts::to_string(key.side), key.row, to_string(key.harm), braked_counted_max + 1));
    return rows.empty() ? 0 : rows.front().integer(0);
}

Result<std::vector<LinkId>> links_braked(Scope const& scope, BrakeKey const& key, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::braked_links_first, scope.account, scope.sync,
                             contacts::to_string(key.side), key.row, to_string(key.harm), limit));
    std::vector<LinkId> links;
    for (auto const& row : rows) links.push_back(row.id<LinkId>(0));
    return links;
}

Result<void> free_link(Scope const& scope, BrakeKey const& key, LinkId const& link) {
    TRY_VOID(scope.transaction.execute(
        sql::delete_braked_link, scope.account, scope.sync, contacts::to_string(key.side), key.row, to_string(key.harm), link));
    return {};
}

Result<void> save_brake_answer(Scope const& scope, Brake const& brake) {
    auto const side = contacts::to_string(brake.key.side);
    auto const harm = to_string(brake.key.harm);
    auto const answer = name_of_answer(brake.answer);
    if (brake.answer == BrakeAnswer::carry_over) {
        TRY_VOID(scope.transaction.execute(sql::release_brake, scope.account, scope.sync, side, brake.key.row, harm, answer,
            brake.answered_by, brake.issue, scope.now + let_through_for));
    } else {
        TRY_VOID(scope.transaction.execute(
            sql::answer_brake, scope.account, scope.sync, side, brake.key.row, harm, answer, brake.answered_by, brake.issue));
    }
    return {};
}

Result<void> end_brake(Scope const& scope, BrakeKey const& key) {
    TRY_VOID(scope.transaction.execute(
        sql::end_brake, scope.account, scope.sync, contacts::to_string(key.side), key.row, to_string(key.harm)));
    return {};
}

}  // namespace lockstep::sync
