// SPDX-License-Identifier: Apache-2.0
#include "sync/dry_run.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sync/backfill.hpp"
#include "sync/custom_fields.hpp"
#include "sync/issues.hpp"
#include "sync/link_planning.hpp"
#include "sync/resolve.hpp"
#include "sync/sweep.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::int64_t records_per_read = 200;
constexpr std::size_t samples_max = 50;

struct Tally {
    std::int64_t records[2] = {0, 0};
    std::int64_t linked = 0, matched = 0, unsure = 0, unchanged = 0;
    std::int64_t creates[2] = {0, 0};
    std::int64_t updates[2] = {0, 0};
    std::int64_t calls[2] = {0, 0};
    std::int64_t invitations = 0;
    std::int64_t may_be_refused = 0;
    std::set<std::string> keys_to_create[2];  // e-mails and phones of records that would be created
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_field;
    std::set<std::string> matched_b;
    JsonArray samples;
};

std::size_t index(Side side) { return side == Side::a ? 0 : 1; }

std::string person_name(Sync const& sync, Side side, contacts::Record const& record) {
    auto const seen = contacts::project(sync.mapping, side, record);
    std::string name;
    for (auto const& field : {sync.mapping.first_name_field, sync.mapping.last_name_field}) {
        auto const found = seen.find(field);
        if (found == seen.end()) continue;
        if (auto const* text = std::get_if<std::string>(&found->second); text != nullptr && !text->empty())
            name += (name.empty() ? "" : " ") + *text;
    }
    return name;
}

JsonArray shown_fields(std::vector<PlannedChange> const& changes) {
    JsonArray fields;
    for (auto const& change : changes) {
        fields.push_back(JsonObject{{"field", change.row}, {"side", contacts::to_string(change.side)},
            {"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)}, {"reason", change.reason}});
    }
    return fields;
}

class Comparison {
public:
    Comparison(Sync const& sync, connections::Connection const& a, connections::Connection const& b, Tally& tally)
        : sync_(sync), a_(a), b_(b), tally_(tally) {}

    Result<void> take(Scope const& scope, Side side, Mirror const& mirror) {
        tally_.records[index(side)] += 1;
        if (mirror.state != MirrorState::present) return {};
        if (side == Side::b && tally_.matched_b.contains(mirror.record.id)) return {};
        TRY(auto resolution, resolve(scope, {sync_.mapping, side, mirror, Mutant::none}));
        auto const other_side = contacts::other(side);
        switch (resolution.kind) {
            case ResolutionKind::linked:
            case ResolutionKind::adopted:
            case ResolutionKind::waiting:
                if (side == Side::b) return {};  // counted from side a
                tally_.linked += 1;
                if (!resolution.link || !resolution.link->record(other_side)) return {};
                return compare(scope, side, mirror, *resolution.link->record(other_side), resolution.link->base, "linked");
            case ResolutionKind::matched:
                tally_.matched += 1;
                if (side == Side::a) tally_.matched_b.insert(resolution.other_id);
                return compare(scope, side, mirror, resolution.other_id, {}, resolution.answer.reason);
            case ResolutionKind::unsure: {
                tally_.unsure += 1;
                sample_one("unsure", side, mirror.record, side, resolution.answer.reason, {});
                return {};
            }
            case ResolutionKind::nobody: return create(scope, side, mirror);
        }
        return {};
    }

private:
    Result<void> compare(Scope const& scope, Side side, Mirror const& own, std::string const& other_id, LinkBase const& base,
        std::string const& reason) {
        TRY(auto const other, load_mirror(scope, contacts::other(side), other_id));
        if (!other || other->state != MirrorState::present) return {};
        auto const plan = plan_link(sync_, a_, b_, side, own, *other, base, scope.now, Mutant::none);
        if (plan.changes.empty()) {
            tally_.unchanged += 1;
            return {};
        }
        for (auto const target : {Side::a, Side::b}) {
            if (!plan.writes_to(target)) continue;
            tally_.updates[index(target)] += 1;
            bool fields = false, adds = false, removes = false;
            for (auto const& change : plan.changes) {
                if (change.side != target) continue;
                fields = fields || !change.is_set;
                adds = adds || !change.edit.add.empty();
                removes = removes || !change.edit.remove.empty();
                count_field(change);
            }
            tally_.calls[index(target)] += (fields ? 1 : 0) + (adds ? 1 : 0) + (removes ? 1 : 0);
            auto const& connection = target == Side::a ? a_ : b_;
            bool const reads_first = !connection.connector->contacts->writes_are_conditional &&
                                     std::ranges::any_of(plan.changes,
                                         [&](auto const& change) { return change.side == target && change.reason != "link_id"; });
            if (reads_first) tally_.calls[index(target)] += 1;
        }
        auto const& a_record = side == Side::a ? own.record : other->record;
        auto const& b_record = side == Side::a ? other->record : own.record;
        auto const target = !plan.writes_to(Side::b) ? "a" : !plan.writes_to(Side::a) ? "b" : "";
        sample(JsonObject{{"name", person_name(sync_, Side::a, a_record)}, {"kind", "update"}, {"side", target},
            {"a_record", a_record.id}, {"b_record", b_record.id}, {"reason", reason}, {"fields", shown_fields(plan.changes)}});
        return {};
    }

    // Apps that allow no duplicates refuse a record whose e-mail or phone another one has: a family, or a person known by another
    // name.
    Result<bool> shares_a_key(Scope const& scope, Side to, Mirror const& own) {
        auto const seen = contacts::project(sync_.mapping, contacts::other(to), own.record);
        bool shares = false;
        for (std::string_view const kind : {"email", "phone"}) {
            auto const found = seen.find(kind == "email" ? sync_.mapping.email_field : sync_.mapping.phone_field);
            auto const* value = found == seen.end() ? nullptr : std::get_if<std::string>(&found->second);
            if (value == nullptr || value->empty()) continue;
            TRY(auto const holders, find_mirrors(scope, to, kind, *value));
            bool const is_first = tally_.keys_to_create[index(to)].insert(std::string(kind) + *value).second;
            shares = shares || !holders.empty() || !is_first;
        }
        return shares;
    }

    Result<void> create(Scope const& scope, Side side, Mirror const& own) {
        auto const to = contacts::other(side);
        bool const is_wanted = (to == Side::a ? sync_.mapping.create_in_a : sync_.mapping.create_in_b) && !own.record.archived;
        if (!is_wanted) {
            tally_.unchanged += 1;
            return {};
        }
        auto const& connection = to == Side::a ? a_ : b_;
        auto const changes = plan_create(sync_.mapping, to, own.record, *connection.connector->contacts);
        auto const call = create_call(sync_.policy, connection, to, changes);
        // A custom field that does not exist yet is made before the sync starts; everything else would stop the create.
        if (!call && call.error().code != "catalogue.unknown_field") {
            tally_.unsure += 1;
            sample_one("unsure", side, own.record, side, call.error().message, {});
            return {};
        }
        tally_.creates[index(to)] += 1;
        tally_.calls[index(to)] += 1;
        TRY(bool const shares, shares_a_key(scope, to, own));
        if (shares) tally_.may_be_refused += 1;
        auto const& holder = side == Side::a ? sync_.mapping.a_holds_id_of_b : sync_.mapping.b_holds_id_of_a;
        if (!holder.empty()) tally_.calls[index(side)] += 1;  // the new record's id is written back
        for (auto const& change : changes) count_field(change);
        if (invites(connection, call)) tally_.invitations += 1;
        sample_one("create", side, own.record, to, "", changes);
        return {};
    }

    bool invites(connections::Connection const& connection, Result<catalogue::BoundCall> const& call) const {
        if (!call) return sync_.policy.send_invitations;
        auto const* operation = connection.connector->find(call->operation);
        if (operation == nullptr ||
            std::ranges::find(operation->side_effects, "sends_invitation") == operation->side_effects.end())
            return false;
        auto const* asked = call->inputs.if_contains("send_invitation");
        if (asked != nullptr && asked->is_bool() && !asked->get_bool()) return false;
        auto const* email = call->inputs.if_contains("email");
        return email != nullptr && email->is_string() && !email->get_string().empty();
    }

    void count_field(PlannedChange const& change) {
        auto& [a, b] = tally_.by_field[change.row];
        (change.side == Side::a ? a : b) += 1;
    }

    void sample_one(std::string_view kind, Side own_side, contacts::Record const& own, Side written, std::string const& reason,
        std::vector<PlannedChange> const& changes) {
        auto const id_at = [&](Side side) { return own_side == side ? Json(own.id) : Json(nullptr); };
        sample(JsonObject{{"name", person_name(sync_, own_side, own)}, {"kind", kind}, {"side", contacts::to_string(written)},
            {"a_record", id_at(Side::a)}, {"b_record", id_at(Side::b)}, {"reason", reason}, {"fields", shown_fields(changes)}});
    }

    void sample(JsonObject entry) {
        if (tally_.samples.size() < samples_max) tally_.samples.push_back(std::move(entry));
    }

    Sync const& sync_;
    connections::Connection const& a_;
    connections::Connection const& b_;
    Tally& tally_;
};

JsonObject report_of(Tally const& tally, std::string_view state, TimePoint started_at) {
    JsonArray by_field;
    for (auto const& [field, counts] : tally.by_field)
        by_field.push_back(JsonObject{{"field", field}, {"a", counts.first}, {"b", counts.second}});
    return {
        {"state", state},
        {"started_at", format_time(started_at)},
        {"finished_at", nullptr},
        {"records", JsonObject{{"a", tally.records[0]}, {"b", tally.records[1]}}},
        {"linked", tally.linked},
        {"matched", tally.matched},
        {"unsure", tally.unsure},
        {"create_in_a", tally.creates[0]},
        {"create_in_b", tally.creates[1]},
        {"update_a", tally.updates[0]},
        {"update_b", tally.updates[1]},
        {"unchanged", tally.unchanged},
        {"changes_by_field", std::move(by_field)},
        {"calls", JsonObject{{"a", tally.calls[0]}, {"b", tally.calls[1]}}},
        {"may_be_refused", tally.may_be_refused},
        {"side_effects", JsonObject{{"invitations", tally.invitations}}},
        {"custom_fields_to_create", JsonArray{}},
        {"estimated_seconds", 0},
        {"samples", tally.samples},
        {"error", nullptr},
    };
}

// How long the app's own pace makes this many calls take.
std::int64_t seconds_for(connections::Connection const& connection, std::int64_t calls, double share) {
    auto const& limits = connection.connector->limits;
    if (limits.burst <= 0 || limits.interval.count() <= 0) return 0;
    double const per_second = static_cast<double>(limits.burst) * share / (static_cast<double>(limits.interval.count()) / 1e6);
    return static_cast<std::int64_t>(static_cast<double>(calls) / std::max(per_second, 0.001));
}

Task<Result<void>> store_report(
    Database& database, vault::Vault const& vault, Sync const& sync, TimePoint now, JsonObject report) {
    auto const text = to_text(report);
    co_return co_await database.write([&, text, now](Transaction& transaction) -> Result<void> {
        Scope const scope{transaction, vault, sync.account, sync.id, now};
        TRY_VOID(
            transaction.execute("INSERT INTO plan_reports (account_id, sync_id, sealed_report, updated_at) VALUES (?1, ?2, ?3, "
                                "?4) ON CONFLICT (account_id, sync_id) "
                                "DO UPDATE SET sealed_report = excluded.sealed_report, updated_at = excluded.updated_at",
                sync.account, sync.id, scope.seal("plan_reports", sync.id.text(), "report", text), scope.now));
        return {};
    });
}

class DryRun {
public:
    DryRun(Context& context, std::shared_ptr<Sync const> sync)
        : context_(context), sync_(std::move(sync)), started_at_(context.clock.now()) {}

    Task<Result<void>> run() {
        CO_TRY_VOID(co_await show("reading"));
        auto const read = co_await read_both();
        if (!read) co_return co_await failed(read.error());
        auto const a = context_.directory.find(sync_->a);
        auto const b = context_.directory.find(sync_->b);
        if (!a || !b) co_return Result<void>{};
        CO_TRY_VOID(co_await show("comparing"));
        for (auto const side : {Side::a, Side::b}) {
            auto const compared = co_await compare_side(side, *a, *b);
            if (!compared) co_return co_await failed(compared.error());
        }
        auto report = report_of(tally_, "done", started_at_);
        report["finished_at"] = format_time(context_.clock.now());
        report["progress"] = progress();
        JsonArray missing;
        for (auto const side : {Side::a, Side::b}) {
            for (auto const& key : missing_custom_fields(*sync_, side, (side == Side::a ? a : b)->custom_fields))
                missing.emplace_back(key);
        }
        report["custom_fields_to_create"] = std::move(missing);
        report["estimated_seconds"] = std::max(seconds_for(*a, tally_.calls[0], sync_->policy.quota_share),
            seconds_for(*b, tally_.calls[1], sync_->policy.quota_share));
        co_return co_await keep(std::move(report));
    }

private:
    JsonObject progress() const {
        return {{"read_a", read_[0]}, {"read_b", read_[1]}, {"compared", tally_.records[0] + tally_.records[1]},
            {"total", read_[0] + read_[1]}};
    }

    Task<Result<void>> keep(JsonObject report) {
        co_return co_await store_report(context_.database, context_.vault, *sync_, context_.clock.now(), std::move(report));
    }

    Task<Result<void>> show(std::string_view state) {
        auto report = report_of(tally_, state, started_at_);
        report["progress"] = progress();
        co_return co_await keep(std::move(report));
    }

    Task<Result<void>> failed(Error error) {
        auto report = report_of(tally_, "failed", started_at_);
        report["progress"] = progress();
        report["finished_at"] = format_time(context_.clock.now());
        report["error"] = error.message;
        co_return co_await keep(std::move(report));
    }

    Task<Result<void>> read_both() {
        // A running sync must hear of what the sweep finds; else it would be kept in the mirror and never acted on.
        auto const purpose = sync_->state == SyncState::running ? SweepPurpose::heal : SweepPurpose::fill;
        for (auto const side : {Side::a, Side::b}) {
            CO_TRY_VOID(co_await refresh_custom_fields(context_, sync_, side, false));
            SweepEnd end;
            do {
                CO_TRY(end, co_await sweep(context_, sync_, side, purpose));
                if (!end.is_complete && end.retry_at != TimePoint{}) co_await context_.clock.sleep_until(end.retry_at);
            } while (!end.is_complete && end.retry_at != TimePoint{});
            read_[index(side)] = end.seen;
            CO_TRY_VOID(co_await show("reading"));
        }
        while (true) {
            CO_TRY(auto const pending, co_await context_.database.read_value(
                                           [&](Transaction& transaction) { return pending_looks(transaction, *sync_); }));
            if (pending == 0) co_return Result<void>{};
            co_await context_.clock.sleep_for(std::chrono::milliseconds{250});
        }
    }

    Task<Result<void>> compare_side(Side side, connections::Connection const& a, connections::Connection const& b) {
        std::string after;
        while (true) {
            auto before = tally_;
            CO_TRY(auto const last, co_await context_.database.read_value([&](Transaction& transaction) -> Result<std::string> {
                tally_ = before;  // the body may run again
                Scope const scope{transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()};
                Comparison comparison{*sync_, a, b, tally_};
                TRY(auto const rows, transaction.query("SELECT record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND "
                                                       "side = ?3 AND record_id > ?4 ORDER BY record_id LIMIT ?5",
                                         sync_->account, sync_->id, contacts::to_string(side), after, records_per_read));
                std::string reached;
                for (auto const& row : rows) {
                    reached = row.text(0);
                    TRY(auto const mirror, load_mirror(scope, side, reached));
                    if (mirror) TRY_VOID(comparison.take(scope, side, *mirror));
                }
                return reached;
            }));
            if (last.empty()) co_return Result<void>{};
            after = last;
            CO_TRY_VOID(co_await show("comparing"));
        }
    }

    Context& context_;
    std::shared_ptr<Sync const> sync_;
    TimePoint started_at_;
    Tally tally_;
    std::int64_t read_[2] = {0, 0};
};

}  // namespace

Task<Result<void>> dry_run(Context& context, std::shared_ptr<Sync const> sync) {
    DryRun run{context, std::move(sync)};
    co_return co_await run.run();
}

Task<Result<void>> begin_report(Database& database, vault::Vault const& vault, Sync const& sync, TimePoint now) {
    auto report = report_of(Tally{}, "reading", now);
    report["progress"] = JsonObject{{"read_a", 0}, {"read_b", 0}, {"compared", 0}, {"total", 0}};
    co_return co_await store_report(database, vault, sync, now, std::move(report));
}

Result<std::optional<Json>> load_report(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, SyncId const& id) {
    TRY(auto const rows,
        transaction.query("SELECT sealed_report FROM plan_reports WHERE account_id = ?1 AND sync_id = ?2", account, id));
    if (rows.empty()) return std::nullopt;
    Scope const scope{transaction, vault, account, id, TimePoint{}};
    TRY(auto report, scope.open_json("plan_reports", id.text(), "report", rows.front().blob(0)));
    return report;
}

}  // namespace lockstep::sync
