// SPDX-License-Identifier: Apache-2.0
#include "sync/forecast/dry_run.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sync/discovery/custom_fields.hpp"
#include "sync/discovery/outdate.hpp"
#include "sync/discovery/sweep.hpp"
#include "sync/person_name.hpp"
#include "sync/reconcile/create_call.hpp"
#include "sync/reconcile/decide.hpp"
#include "sync/reconcile/load.hpp"
#include "sync/state/id_source.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/plan_reports.hpp"
#include "sync/state/waiting_creates.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::int64_t records_per_read = 200;
constexpr std::int64_t records_per_report = 5'000;
constexpr auto waits_at_most = std::chrono::minutes{10};  // for an app's limit; longer waits are told at once
constexpr int steps_max = 6;
constexpr std::size_t samples_max = 50;

struct Tally {
    std::int64_t records[2] = {0, 0};
    std::int64_t linked = 0, matched = 0, unsure = 0, unchanged = 0;
    std::int64_t creates[2] = {0, 0};
    std::int64_t updates[2] = {0, 0};
    std::int64_t calls[2] = {0, 0};
    std::int64_t people_updated = 0;  // each once, however many sides change
    std::int64_t invitations = 0;
    std::int64_t may_be_refused = 0;
    // Who is not created because the app demands a field that is blank: by field of that side, and each person once.
    std::map<std::string, std::int64_t> needs[2];
    std::int64_t not_created = 0;
    std::set<std::string> keys_to_create[2];  // blind e-mails and phones of records that would be created
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_field;
    std::set<std::string> matched_b;
    JsonArray samples;

    // The numbers alone: a body that runs again counts from where it began. The sets only grow by what is the same again.
    struct Sums {
        std::array<std::int64_t, 2> records, creates, updates, calls;
        std::int64_t linked, matched, unsure, unchanged, people_updated, invitations, may_be_refused, not_created;
        std::array<std::map<std::string, std::int64_t>, 2> needs;
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_field;
        std::size_t samples;
    };
    Sums sums() const {
        auto const pair = [](std::int64_t const(&from)[2]) { return std::array{from[0], from[1]}; };
        return {pair(records), pair(creates), pair(updates), pair(calls), linked, matched, unsure, unchanged, people_updated,
            invitations, may_be_refused, not_created, {needs[0], needs[1]}, by_field, samples.size()};
    }
    void restore(Sums const& from) {
        for (std::size_t i = 0; i < 2; ++i) {
            records[i] = from.records[i];
            creates[i] = from.creates[i];
            updates[i] = from.updates[i];
            calls[i] = from.calls[i];
            needs[i] = from.needs[i];
        }
        linked = from.linked;
        matched = from.matched;
        unsure = from.unsure;
        unchanged = from.unchanged;
        people_updated = from.people_updated;
        invitations = from.invitations;
        may_be_refused = from.may_be_refused;
        not_created = from.not_created;
        by_field = from.by_field;
        samples.resize(from.samples);
    }
};

std::size_t index(Side side) { return side == Side::a ? 0 : 1; }

std::string name_in(Sync const& sync, Side side, contacts::Record const& record) {
    return person_name(sync.mapping, contacts::project(sync.mapping, side, record));
}

JsonArray shown_fields(std::vector<PlannedChange> const& changes) {
    JsonArray fields;
    for (auto const& change : changes) {
        fields.push_back(JsonObject{{"field", change.row}, {"side", contacts::to_string(change.side)},
            {"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)}, {"reason", change.reason}});
    }
    return fields;
}

// What the live engine would do with one record: decide() is asked until it says so, and nothing is done.
class Comparison {
public:
    Comparison(
        std::shared_ptr<Sync const> const& sync, connections::Connection const& a, connections::Connection const& b, Tally& tally)
        : sync_(*sync),
          shared_(sync),
          a_(a),
          b_(b),
          to_be_made_{
              missing_custom_fields(*sync, Side::a, a.custom_fields), missing_custom_fields(*sync, Side::b, b.custom_fields)},
          tally_(tally) {}

    Result<void> take(Scope const& scope, Side side, Mirror const& mirror) {
        tally_.records[index(side)] += 1;
        if (mirror.state != MirrorState::present) return {};
        if (side == Side::b && tally_.matched_b.contains(mirror.record.id)) return {};
        TRY(auto const link, link_id_of(scope, side, mirror.record.id));
        if (link && side == Side::b) return {};  // counted from side a
        RequestKey const key{link, side, mirror.record.id};
        RequestPayload const payload;
        TRY(auto loaded, load_snapshot(scope, {shared_, a_, b_, key, payload, 0}));
        auto& snapshot = loaded.snapshot;
        std::string how = link ? "linked" : "";
        for (int step = 0; step < steps_max; ++step) {
            as_if_read(snapshot);
            bool const is_alone = !snapshot.link || !snapshot.link->is_complete();
            if (is_alone && !snapshot.candidates) {
                TRY(snapshot.candidates, load_candidates(scope, sync_, snapshot.own, *snapshot.mine().mirror,
                                             snapshot.mine().seen, std::nullopt, snapshot.answers));
            }
            auto const decision = decide(snapshot);
            if (auto const* keep = std::get_if<KeepLink>(&decision.step)) {
                snapshot.link = keep->link;
                if (!keep->link.is_complete()) continue;
                how = keep->link.reason;
                TRY_VOID(bring_other(scope, snapshot));
                continue;
            }
            return count(scope, snapshot, decision, how);
        }
        return {};
    }

private:
    // The forecast reads nothing: what it has is taken for fresh, and nobody is asked. A custom field that has still to be made
    // is blank in every record; as long as there is none, no record shows it, which would say nothing.
    void as_if_read(Snapshot& snapshot) const {
        snapshot.asked_elsewhere = true;
        for (auto const side : contacts::both_sides) {
            auto& here = snapshot.sides[side];
            here.told.clear();
            here.told_at = here.fresh_since = TimePoint{};
            here.was_read_in_this_run = true;
            if (!here.mirror) continue;
            for (auto const& key : to_be_made_[side]) here.mirror->record.fields.try_emplace("custom." + key, contacts::Value{});
        }
    }

    Result<void> bring_other(Scope const& scope, Snapshot& snapshot) {
        auto const other = contacts::other(snapshot.own);
        auto& there = snapshot.sides[other];
        there.record_id = snapshot.link->record(other).value_or("");
        TRY(there.mirror, load_mirror(scope, other, there.record_id));
        if (there.mirror) there.seen = contacts::project(sync_.mapping, other, there.mirror->record);
        return {};
    }

    Result<void> count(Scope const& scope, Snapshot const& snapshot, Decision const& decision, std::string const& how) {
        auto const side = snapshot.own;
        bool const is_pair = snapshot.link && snapshot.link->is_complete();
        if (is_pair && how == "linked") tally_.linked += 1;
        if (is_pair && how != "linked") {
            tally_.matched += 1;
            if (snapshot.link->b) tally_.matched_b.insert(*snapshot.link->b);
        }
        if (auto const* unsure = std::get_if<Ambiguous>(&decision.step)) {
            tally_.unsure += 1;
            sample_one("unsure", side, snapshot.mine().mirror->record, side, unsure->reason, {});
            return {};
        }
        if (std::get_if<Create>(&decision.step) != nullptr) return create(scope, side, *snapshot.mine().mirror);
        if (auto const* write = std::get_if<Write>(&decision.step)) return update(snapshot, *write, how);
        tally_.unchanged += 1;
        return {};
    }

    Result<void> update(Snapshot const& snapshot, Write const& write, std::string const& reason) {
        std::vector<PlannedChange> changes;
        contacts::PerSide<bool> writes;
        for (auto const& group : write.groups) {
            changes.insert(changes.end(), group.changes.begin(), group.changes.end());
            writes[group.side] = true;
            tally_.calls[index(group.side)] += 1;
        }
        // The ids that we write for ourselves are calls, and no change that a person would see.
        bool is_seen = false;
        for (auto const target : contacts::both_sides) {
            if (!writes[target]) continue;
            bool const is_seen_there = std::ranges::any_of(
                changes, [&](auto const& change) { return change.side == target && change.reason != "link_id"; });
            if (!is_seen_there) continue;
            is_seen = true;
            tally_.updates[index(target)] += 1;
            auto const& connection = target == Side::a ? a_ : b_;
            if (!connection.connector->contacts->writes_are_conditional) tally_.calls[index(target)] += 1;  // reads first
        }
        if (!is_seen) {
            tally_.unchanged += 1;
            return {};
        }
        tally_.people_updated += 1;
        for (auto const& change : changes) count_field(change);
        auto const& a_record = snapshot.sides.a.mirror->record;
        auto const& b_record = snapshot.sides.b.mirror->record;
        auto const target = !writes.b ? "a" : !writes.a ? "b" : "";
        sample(JsonObject{{"name", name_in(sync_, Side::a, a_record)}, {"kind", "update"}, {"side", target},
            {"a_record", a_record.id}, {"b_record", b_record.id}, {"reason", reason}, {"fields", shown_fields(changes)}});
        return {};
    }

    // Apps that allow no duplicates refuse a record whose e-mail or phone another one has: a family, or a person known by another
    // name.
    Result<bool> shares_a_key(Scope const& scope, Side to, Mirror const& own) {
        auto const seen = contacts::project(sync_.mapping, contacts::other(to), own.record);
        bool shares = false;
        for (auto const kind : {MirrorKey::email, MirrorKey::phone}) {
            auto const found = seen.find(kind == MirrorKey::email ? sync_.mapping.email_field : sync_.mapping.phone_field);
            auto const* value = found == seen.end() ? nullptr : std::get_if<std::string>(&found->second);
            if (value == nullptr || value->empty()) continue;
            TRY(auto const holders, find_mirrors(scope, to, kind, *value));
            bool const is_first = tally_.keys_to_create[index(to)].insert(std::string(to_string(kind)) + *value).second;
            shares = shares || !holders.ids.empty() || !is_first;
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
        auto const changes = plan_create(sync_.mapping, sync_.policy, to, own.record, *connection.connector->contacts);
        if (auto const missing = connection.connector->contacts->missing_for_create(writes_for(changes, to, true));
            !missing.empty()) {
            tally_.not_created += 1;
            for (auto const& field : missing) tally_.needs[index(to)][field] += 1;
            sample_needs(side, own.record, to, missing);
            return {};
        }
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
        // The custom field that holds the other side's id may not exist yet; whom the app invites does not depend on it.
        auto visible = changes;
        std::erase_if(visible, [](PlannedChange const& change) { return change.reason == "link_id"; });
        if (invites(connection, call ? call : create_call(sync_.policy, connection, to, visible))) tally_.invitations += 1;
        sample_one("create", side, own.record, to, "", changes);
        return {};
    }

    static bool invites(connections::Connection const& connection, Result<catalogue::BoundCall> const& call) {
        if (!call) return false;
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
        if (change.reason == "link_id") return;
        auto& [a, b] = tally_.by_field[change.row];
        (change.side == Side::a ? a : b) += 1;
    }

    void sample_one(std::string_view kind, Side own_side, contacts::Record const& own, Side written, std::string const& reason,
        std::vector<PlannedChange> const& changes) {
        auto const id_at = [&](Side side) { return own_side == side ? Json(own.id) : Json(nullptr); };
        sample(JsonObject{{"name", name_in(sync_, own_side, own)}, {"kind", kind}, {"side", contacts::to_string(written)},
            {"a_record", id_at(Side::a)}, {"b_record", id_at(Side::b)}, {"reason", reason}, {"fields", shown_fields(changes)}});
    }

    void sample_needs(Side own_side, contacts::Record const& own, Side to, std::vector<std::string> const& missing) {
        JsonArray fields;
        for (auto const& field : missing) {
            fields.push_back(JsonObject{{"field", field}, {"side", contacts::to_string(to)}, {"before", nullptr},
                {"after", nullptr}, {"reason", "needed"}});
        }
        auto const id_at = [&](Side side) { return own_side == side ? Json(own.id) : Json(nullptr); };
        sample(JsonObject{{"name", name_in(sync_, own_side, own)}, {"kind", "needs"}, {"side", contacts::to_string(to)},
            {"a_record", id_at(Side::a)}, {"b_record", id_at(Side::b)}, {"reason", ""}, {"fields", std::move(fields)}});
    }

    void sample(JsonObject entry) {
        if (tally_.samples.size() < samples_max) tally_.samples.push_back(std::move(entry));
    }

    Sync const& sync_;
    std::shared_ptr<Sync const> const& shared_;
    connections::Connection const& a_;
    connections::Connection const& b_;
    contacts::PerSide<std::vector<std::string>> to_be_made_;  // keys of custom fields
    Tally& tally_;
};

JsonArray needs_json(Tally const& tally) {
    JsonArray needs;
    for (auto const side : contacts::both_sides) {
        for (auto const& [field, people] : tally.needs[index(side)])
            needs.push_back(JsonObject{{"side", contacts::to_string(side)}, {"field", field}, {"people", people}});
    }
    return needs;
}

JsonObject report_of(Tally const& tally, std::int64_t sync_version, std::string_view state, TimePoint started_at) {
    JsonArray by_field;
    for (auto const& [field, counts] : tally.by_field)
        by_field.push_back(JsonObject{{"field", field}, {"a", counts.first}, {"b", counts.second}});
    return {
        {"state", state},
        {"sync_version", sync_version},
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
        {"people_to_update", tally.people_updated},
        {"unchanged", tally.unchanged},
        {"changes_by_field", std::move(by_field)},
        {"calls", JsonObject{{"a", tally.calls[0]}, {"b", tally.calls[1]}}},
        {"may_be_refused", tally.may_be_refused},
        {"side_effects", JsonObject{{"invitations", tally.invitations}}},
        {"not_created", tally.not_created},
        {"needs", needs_json(tally)},
        {"custom_fields_to_create", JsonArray{}},
        {"estimated_seconds", 0},
        {"samples", tally.samples},
        {"error", nullptr},
        {"error_code", nullptr},
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
    co_return co_await database.write([&, now](Transaction& transaction) -> Result<void> {
        Scope const scope{transaction, vault, sync.account, sync.id, now};
        return save_plan_report(scope, report);
    });
}

class DryRun {
public:
    DryRun(Context& context, std::shared_ptr<Sync const> sync)
        : context_(context), sync_(std::move(sync)), as_running_(running(*sync_)), started_at_(context.clock.now()) {}

    Task<Result<void>> run() {
        CO_TRY_VOID(co_await show("reading"));
        CO_TRY_VOID(co_await outdate_all(context_.database, context_.vault, context_.clock, *sync_));
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
        auto report = report_of(tally_, sync_->version, "done", started_at_);
        report["finished_at"] = format_time(context_.clock.now());
        report["progress"] = progress();
        JsonArray missing;
        for (auto const side : {Side::a, Side::b}) {
            for (auto const& key : missing_custom_fields(*sync_, side, (side == Side::a ? a : b)->custom_fields))
                missing.emplace_back(key);
        }
        report["custom_fields_to_create"] = std::move(missing);
        report["estimated_seconds"] =
            std::max(seconds_for(*a, tally_.calls[0], sync_->policy.quota_share.value_or(calls::CallerOptions{}.quota_share)),
                seconds_for(*b, tally_.calls[1], sync_->policy.quota_share.value_or(calls::CallerOptions{}.quota_share)));
        CO_TRY_VOID(co_await ask_for_what_is_needed(*a, *b));
        co_return co_await keep(std::move(report));
    }

private:
    // Asked before the sync is started, so that it need not stumble over each of them.
    Task<Result<void>> ask_for_what_is_needed(connections::Connection const& a, connections::Connection const& b) {
        IdSource const ids{context_.random};
        co_return co_await context_.database.write([&, ids](Transaction& transaction) -> Result<void> {
            auto ids_now = ids;
            Scope const scope{transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()};
            for (auto const side : contacts::both_sides) {
                auto const& to = side == Side::a ? a : b;
                for (auto const& field : to.connector->contacts->missing_for_create({})) {
                    auto const found = tally_.needs[index(side)].find(field);
                    auto const people = found == tally_.needs[index(side)].end() ? 0 : found->second;
                    bool const has_rule = sync_->policy.new_record_rule(side, field) != nullptr;
                    TRY_VOID(note_people_without(scope, ids_now, side, to.id, field, has_rule ? 0 : people));
                }
            }
            return {};
        });
    }

    // Decided as by a sync that runs, whatever this one does at the moment.
    static std::shared_ptr<Sync const> running(Sync sync) {
        sync.state = SyncState::running;
        return std::make_shared<Sync const>(std::move(sync));
    }

    JsonObject progress() const {
        return {{"read_a", read_[0]}, {"read_b", read_[1]}, {"compared", tally_.records[0] + tally_.records[1]},
            {"total", read_[0] + read_[1]}};
    }

    Task<Result<void>> keep(JsonObject report) {
        co_return co_await store_report(context_.database, context_.vault, *sync_, context_.clock.now(), std::move(report));
    }

    Task<Result<void>> show(std::string_view state) {
        auto report = report_of(tally_, sync_->version, state, started_at_);
        report["progress"] = progress();
        co_return co_await keep(std::move(report));
    }

    Task<Result<void>> failed(Error error) {
        auto report = report_of(tally_, sync_->version, "failed", started_at_);
        report["progress"] = progress();
        report["finished_at"] = format_time(context_.clock.now());
        report["error"] = error.message;
        report["error_code"] = error.code;
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
                if (end.is_complete || end.retry_at == TimePoint{}) continue;
                if (end.retry_at - context_.clock.now() > waits_at_most) {
                    co_return fail(ErrorKind::limited, "sync.plan_waits",
                        "reading both sides: the app's limit is reached until " + format_time(end.retry_at) +
                            "; ask for the plan again then");
                }
                co_await context_.clock.sleep_until(end.retry_at);
            } while (!end.is_complete && end.retry_at != TimePoint{});
            read_[index(side)] = end.seen;
            CO_TRY_VOID(co_await show("reading"));
        }
        co_return Result<void>{};
    }

    Task<Result<void>> compare_side(Side side, connections::Connection const& a, connections::Connection const& b) {
        std::string after;
        std::int64_t since_report = 0;
        while (true) {
            // A portion is loaded and compared in one read; its result is counted only when the read is done, because a body may
            // run again.
            auto const sums = tally_.sums();
            CO_TRY(auto const last, co_await context_.database.read_value([&](Transaction& transaction) -> Result<std::string> {
                tally_.restore(sums);
                Scope const scope{transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()};
                Comparison comparison{as_running_, a, b, tally_};
                TRY(auto const ids, mirrors_after(scope, side, after, records_per_read));
                std::string reached;
                for (auto const& id : ids) {
                    reached = id;
                    TRY(auto const mirror, load_mirror(scope, side, reached));
                    if (mirror) TRY_VOID(comparison.take(scope, side, *mirror));
                }
                return reached;
            }));
            if (last.empty()) co_return Result<void>{};
            after = last;
            since_report += records_per_read;
            if (since_report >= records_per_report) {
                since_report = 0;
                CO_TRY_VOID(co_await show("comparing"));
            }
        }
    }

    Context& context_;
    std::shared_ptr<Sync const> sync_;
    std::shared_ptr<Sync const> as_running_;
    TimePoint started_at_;
    Tally tally_;
    std::int64_t read_[2] = {0, 0};
};

}  // namespace

Task<Result<void>> dry_run(Context& context, std::shared_ptr<Sync const> sync) {
    DryRun run{context, std::move(sync)};
    co_return co_await run.run();
}

Result<void> begin_report(Transaction& transaction, vault::Vault const& vault, Sync const& sync, TimePoint now) {
    auto report = report_of(Tally{}, sync.version, "reading", now);
    report["progress"] = JsonObject{{"read_a", 0}, {"read_b", 0}, {"compared", 0}, {"total", 0}};
    return save_plan_report({transaction, vault, sync.account, sync.id, now}, report);
}

Result<std::optional<Json>> load_report(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, SyncId const& id) {
    return load_plan_report({transaction, vault, account, id, TimePoint{}});
}

}  // namespace lockstep::sync
