// SPDX-License-Identifier: Apache-2.0
#include "health/keeper.hpp"

#include <array>

#include "sync/state/id_source.hpp"
#include "sync/state/issues.hpp"

namespace lockstep::health {
namespace {

using contacts::Side;

constexpr Duration look_every = std::chrono::seconds{5};
// That an app still answers is news for a restart only.
constexpr Duration answers_remembered_every = std::chrono::minutes{1};
constexpr std::array kinds{quota_issue, deliveries_issue};

StoredHealth to_store(ConnectionReport const& report) {
    StoredHealth stored{report.facts.remembered, report.facts.deliveries};
    if (!report.facts.traffic) return stored;
    auto const& traffic = *report.facts.traffic;
    auto& remembered = stored.remembered;
    if (traffic.answered_at) remembered.answered_at = traffic.answered_at;
    if (traffic.answered_at || traffic.standing.failing_since) {
        remembered.failing_since = traffic.standing.failing_since;
        remembered.failure_code = traffic.failure_code;
        remembered.failure_status = traffic.failure_status;
    }
    if (traffic.standing.refused_since) remembered.refused_since = traffic.standing.refused_since;
    if (traffic.standing.is_credential_proven) remembered.refused_since.reset();
    return stored;
}

bool is_news(StoredHealth const& before, StoredHealth after) {
    auto const& known = before.remembered.answered_at;
    auto& now = after.remembered.answered_at;
    if (known && now && *now - *known < answers_remembered_every) now = known;
    return !(before == after);
}

bool is_at_work(SyncReport const& report) {
    auto const state = report.sync->state;
    return state == sync::SyncState::running || state == sync::SyncState::backfilling;
}

// Should an issue of this kind be open about the connection? nullopt: as it is.
std::optional<bool> is_wanted(std::string_view kind, ConnectionReport const& report) {
    if (report.facts.state == connections::ConnectionState::disabled) return false;
    if (kind == deliveries_issue) {
        auto const count = report.facts.deliveries.rejected_in_a_row;
        if (count >= rejections_to_tell) return true;
        return count == 0 ? std::optional(false) : std::nullopt;
    }
    auto const& code = report.health.words.code;
    return code.ends_with(".quota_spent") || code.ends_with(".app_spent") || code.ends_with(".bulk_spent");
}

JsonObject detail_of(std::string_view kind, ConnectionReport const& report, Side side) {
    JsonObject detail{
        {"side", contacts::to_string(side)}, {"connection", report.entry->id.text()}, {"label", report.facts.label}};
    if (kind == quota_issue) {
        auto const until = report.health.next_try_at;
        detail["until"] = until ? Json(format_time(*until)) : Json("");
        return detail;
    }
    auto const& deliveries = report.facts.deliveries;
    detail["reason"] = deliveries.rejection;
    detail["count"] = std::to_string(deliveries.rejected_in_a_row);
    detail["since"] = deliveries.rejected_since ? Json(format_time(*deliveries.rejected_since)) : Json("");
    return detail;
}

}  // namespace

Task<Result<void>> Keeper::open() {
    CO_TRY(auto const report, co_await parts_.reporter.report(parts_.account));
    CO_TRY_VOID(co_await parts_.database.read([&](Transaction& transaction) -> Result<void> {
        stored_.clear();
        for (auto const& [id, each] : report.connections) {
            TRY(auto const stored, load_stored(transaction, parts_.account, id));
            if (stored) stored_[id] = *stored;
        }
        return {};
    }));
    for (auto const& [id, stored] : stored_) parts_.deliveries.restore(id, stored.deliveries);
    co_return Result<void>{};
}

Task<void> Keeper::run() {
    while (!is_stopping_) {
        auto const looked = co_await look();
        if (!looked) parts_.log.warning("health could not be looked at", {{"error", describe(looked.error())}});
        co_await parts_.clock.sleep_until_or(parts_.clock.now() + look_every, stopping_);
    }
    (void)co_await look();
}

void Keeper::stop() {
    is_stopping_ = true;
    stopping_.notify();
}

Task<Result<void>> Keeper::look() {
    CO_TRY(auto const report, co_await parts_.reporter.report(parts_.account));
    log_changes(report);
    CO_TRY_VOID(co_await remember(report));
    CO_TRY_VOID(co_await tell(report));
    if (watcher_) co_return co_await watcher_(report);
    co_return Result<void>{};
}

Task<Result<void>> Keeper::remember(Report const& report) {
    std::map<ConnectionId, StoredHealth> news;
    for (auto const& [id, each] : report.connections) {
        auto const now = to_store(each);
        auto const before = stored_.find(id);
        if (before == stored_.end() ? !(now == StoredHealth{}) : is_news(before->second, now)) news.emplace(id, now);
    }
    if (news.empty()) co_return Result<void>{};
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        for (auto const& [id, each] : news) TRY_VOID(save_stored(transaction, parts_.account, id, each));
        return {};
    }));
    for (auto& [id, each] : news) stored_[id] = std::move(each);
    co_return Result<void>{};
}

Task<Result<void>> Keeper::tell(Report const& report) {
    // Read once: nobody else raises or closes these.
    if (!knows_what_is_told_) {
        CO_TRY(told_, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<std::set<Told>> {
            std::set<Told> told;
            for (auto const& [id, each] : report.syncs) {
                sync::Scope const scope{transaction, parts_.vault, parts_.account, id, report.at};
                for (auto const side : contacts::both_sides) {
                    for (auto const kind : kinds) {
                        auto const& connection = each.sync->connection(side);
                        TRY(auto const open, sync::open_issue(scope, {kind, connection.text(), ""}));
                        if (open) told.emplace(id, connection, kind);
                    }
                }
            }
            return told;
        }));
        knows_what_is_told_ = true;
    }
    struct Step {
        Told about;
        std::optional<JsonObject> raised;  // absent: closed
    };
    std::vector<Step> steps;
    for (auto const& [id, each] : report.syncs) {
        for (auto const side : contacts::both_sides) {
            auto const found = report.connections.find(each.sync->connection(side));
            if (found == report.connections.end()) continue;
            for (auto const kind : kinds) {
                Told const about{id, found->first, kind};
                auto const wanted = is_wanted(kind, found->second);
                bool const is_open = told_.contains(about);
                if (!wanted || *wanted == is_open || (*wanted && !is_at_work(each))) continue;
                steps.push_back({about, *wanted ? std::optional(detail_of(kind, found->second, side)) : std::nullopt});
            }
        }
    }
    if (steps.empty()) co_return Result<void>{};
    sync::IdSource ids{parts_.random};
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        auto ids_now = ids;
        for (auto const& [about, raised] : steps) {
            auto const& [sync, connection, kind] = about;
            sync::Scope const scope{transaction, parts_.vault, parts_.account, sync, report.at};
            sync::IssueKey const key{kind, connection.text(), ""};
            TRY_VOID(raised ? sync::raise_issue(scope, ids_now, key, *raised) : sync::close_issue(scope, key));
        }
        return {};
    }));
    for (auto const& [about, raised] : steps) {
        if (raised)
            told_.insert(about);
        else
            told_.erase(about);
    }
    co_return Result<void>{};
}

// One line for each change of what is said; ids and codes, nobody's name.
void Keeper::log_changes(Report const& report) {
    auto const note = [&](std::string_view what, std::string const& id, Health const& health) {
        auto& before = words_[id + " " + std::string(what)];
        if (before == health.words.code) return;
        bool const is_first = before.empty();
        before = health.words.code;
        if (is_first && health.is_good()) return;
        parts_.log.write(health.is_good() ? LogLevel::info : LogLevel::warning, "health has changed",
            {{"of", id}, {"what", what}, {"state", to_string(health.state)}, {"code", health.words.code},
                {"waits", health.waits}});
    };
    for (auto const& [id, each] : report.connections) {
        note("calls", id.text(), each.health);
        note("webhooks", id.text(), each.deliveries);
    }
    for (auto const& [id, each] : report.syncs) note("sync", id.text(), each.health);
    auto const count = report.of_nobody.rejected_in_a_row;
    if (count > unknown_senders_)
        parts_.log.warning("webhooks that name no connection of ours were refused",
            {{"reason", report.of_nobody.rejection}, {"count", count - unknown_senders_}});
    unknown_senders_ = count;
}

}  // namespace lockstep::health
