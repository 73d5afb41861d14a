// SPDX-License-Identifier: Apache-2.0
// What the service does for whoever edits a mapping: versions, a trial on one person, a preview over many.
#include <algorithm>
#include <map>

#include "contacts/spelling.hpp"
#include "sync/mapping/trial.hpp"
#include "sync/mapping/versions.hpp"
#include "sync/person_name.hpp"
#include "sync/service.hpp"
#include "sync/state/answers.hpp"
#include "sync/state/counts.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::int64_t people_per_read = 100;
constexpr std::int64_t people_previewed_max = 2'000;
constexpr std::size_t people_read_max = 5;
constexpr std::size_t examples_max = 20;
constexpr auto read_wait_max = std::chrono::seconds{10};  // for a turn at an app: a person is waiting

std::unexpected<Error> sync_not_there(SyncId const& id) {
    return fail(ErrorKind::not_found, "sync.no_such_sync", "finding sync " + id.text() + ": there is none with this id");
}

std::unexpected<Error> version_not_there(SyncId const& id, std::int64_t version) {
    return fail(ErrorKind::not_found, "sync.no_such_version",
        "showing version " + std::to_string(version) + " of sync " + id.text() + ": there is none");
}

JsonObject version_json(StoredVersion const& stored, StoredVersion const* against, std::int64_t present) {
    JsonArray changes;
    if (against != nullptr) changes = differences(against->mapping, stored.mapping, against->policy, stored.policy);
    return {{"version", stored.version}, {"author", stored.author}, {"created_at", format_time(stored.created_at)},
        {"is_present", stored.version == present}, {"against", against == nullptr ? Json(nullptr) : Json(against->version)},
        {"changes", std::move(changes)}};
}

// The mapping as it would be in force after it was saved, without the rows that are wrong.
contacts::Mapping as_saved(Sync const& sync, MappingTrial const& trial) {
    auto mapping = contacts::with_beginnings(trial.mapping, sync.mapping, sync.version + 1);
    for (auto at = trial.wrong_rows.rbegin(); at != trial.wrong_rows.rend(); ++at) {
        if (*at < mapping.rows.size()) mapping.rows.erase(mapping.rows.begin() + static_cast<std::ptrdiff_t>(*at));
    }
    return mapping;
}

Result<TrialPerson> load_person(Scope const& scope, Link link) {
    TrialPerson person;
    for (auto const side : contacts::both_sides) {
        if (!link.record(side)) continue;
        TRY(auto mirror, load_mirror(scope, side, *link.record(side)));
        if (mirror && mirror->state == MirrorState::present) person.mirrors[side] = std::move(mirror);
    }
    TRY(person.answers, answers_about_link(scope, link.id));
    person.link = std::move(link);
    return person;
}

Result<TrialPerson> find_person(Scope const& scope, std::string const& name) {
    TRY(auto link, load_link(scope, LinkId{name}));
    for (auto const side : contacts::both_sides) {
        if (link) break;
        TRY(link, link_of(scope, side, name));
        if (link) break;
        TRY(auto mirror, load_mirror(scope, side, name));
        if (!mirror) continue;
        TrialPerson alone;
        alone.mirrors[side] = std::move(mirror);
        return alone;
    }
    if (link) return load_person(scope, *std::move(link));
    return fail(ErrorKind::not_found, "sync.no_such_record", "showing record " + name + ": neither side has it");
}

JsonObject sides_json(contacts::PerSide<contacts::Value> const& values) {
    return {{"a", contacts::to_json(values.a)}, {"b", contacts::to_json(values.b)}};
}

JsonObject flags_json(contacts::PerSide<bool> const& flags) { return {{"a", flags.a}, {"b", flags.b}}; }

JsonObject row_json(TrialRow const& row) {
    return {{"shown", sides_json(row.shown)}, {"known", flags_json(row.is_known)}, {"after", sides_json(row.after)},
        {"written", flags_json(row.is_written)}, {"base", row.base ? contacts::to_json(*row.base) : Json(nullptr)},
        {"as_written", contacts::to_json(row.as_written)}, {"decision", row.decision}, {"reason", row.reason},
        {"question", row.question.empty() ? Json(nullptr) : Json(row.question)}};
}

JsonObject fields_json(std::optional<Mirror> const& mirror) {
    JsonObject fields;
    if (!mirror) return fields;
    for (auto const& [name, value] : mirror->record.fields) fields[name] = contacts::to_json(value);
    return fields;
}

std::string name_of_person(contacts::Mapping const& mapping, TrialPerson const& person) {
    for (auto const side : contacts::both_sides) {
        if (!person.mirrors[side]) continue;
        auto name = person_name(mapping, contacts::project(mapping, side, person.mirrors[side]->record));
        if (!name.empty()) return name;
    }
    return {};
}

// Counted over everybody who is looked at.
struct Preview {
    std::int64_t looked_at = 0, people = 0, asked = 0, read = 0;
    struct Field {
        std::int64_t a = 0, b = 0, asked = 0;
    };
    std::map<std::string, Field> by_field;
    std::set<std::string> unread;  // rows that our copies do not carry
    JsonArray examples;

    void take(TrialInput const& before, TrialInput const& after, TrialPerson const& person) {
        auto const then = try_mapping(before, person), now = try_mapping(after, person);
        looked_at += 1;
        for (std::size_t i = 0; i < now.rows.size(); ++i) {
            if (!now.rows[i].is_known.a || !now.rows[i].is_known.b) unread.insert(after.mapping.rows[i].a);
        }
        auto const changes = new_changes(then, now);
        bool const is_asked = asks_more(then, now);
        if (is_asked) asked += 1;
        for (auto const& question : now.questions) {
            bool const is_new = std::ranges::none_of(
                then.questions, [&](Question const& known) { return known.kind == question.kind && known.row == question.row; });
            if (is_new) by_field[question.row].asked += 1;
        }
        if (!changes.empty()) people += 1;
        JsonArray list;
        for (auto const& change : changes) {
            (change.side == Side::a ? by_field[change.row].a : by_field[change.row].b) += 1;
            list.push_back(JsonObject{{"field", change.row}, {"side", contacts::to_string(change.side)},
                {"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)},
                {"reason", change.reason}});
        }
        if ((list.empty() && !is_asked) || examples.size() >= examples_max) return;
        examples.push_back(JsonObject{{"link_id", person.link ? Json(person.link->id.text()) : Json(nullptr)},
            {"name", name_of_person(before.mapping, person)}, {"asked", is_asked}, {"changes", std::move(list)}});
    }

    JsonObject json(Sync const& sync, std::int64_t linked) const {
        JsonArray fields, not_read;
        for (auto const& [row, counts] : by_field)
            fields.push_back(JsonObject{{"field", row}, {"a", counts.a}, {"b", counts.b}, {"asked", counts.asked}});
        for (auto const& row : unread) not_read.emplace_back(row);
        return {{"version", sync.version}, {"linked", linked}, {"looked_at", looked_at}, {"is_sample", looked_at < linked},
            {"read_now", read}, {"people", people}, {"asked", asked}, {"by_field", std::move(fields)},
            {"unread", std::move(not_read)}, {"examples", examples}};
    }
};

}  // namespace

Task<Result<Json>> Service::versions(AccountId account, SyncId id, std::int64_t before, std::int64_t limit) {
    co_return co_await database_.read_value([&](Transaction& transaction) -> Result<Json> {
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync) return sync_not_there(id);
        auto const from = before > 0 ? before : sync->version + 1;
        TRY(auto const stored, list_versions(transaction, account, id, from, limit + 1));
        auto const shown = std::min(stored.size(), static_cast<std::size_t>(limit));
        JsonArray items;
        for (std::size_t i = 0; i < shown; ++i)
            items.push_back(version_json(stored[i], i + 1 < stored.size() ? &stored[i + 1] : nullptr, sync->version));
        auto const next = stored.size() > shown ? Json(std::to_string(stored[shown - 1].version)) : Json(nullptr);
        return Json(JsonObject{{"items", std::move(items)}, {"next", next}});
    });
}

Task<Result<Json>> Service::version(AccountId account, SyncId id, std::int64_t version, std::int64_t against) {
    co_return co_await database_.read_value([&](Transaction& transaction) -> Result<Json> {
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync) return sync_not_there(id);
        TRY(auto const stored, load_version(transaction, account, id, version));
        if (!stored) return version_not_there(id, version);
        auto const other = against > 0 ? against : version - 1;
        TRY(auto const compared, load_version(transaction, account, id, other));
        if (!compared && against > 0) return version_not_there(id, against);
        auto view = version_json(*stored, compared ? &*compared : nullptr, sync->version);
        view["mapping"] = contacts::to_json(stored->mapping);
        view["policy"] = to_json(stored->policy);
        return Json(std::move(view));
    });
}

Task<Result<void>> Service::read_at_apps(Sync const& sync, contacts::Mapping const& mapping, TrialPerson& person) {
    for (auto const side : contacts::both_sides) {
        auto const entry = directory_.find(sync.connection(side));
        if (!entry || !person.mirrors[side]) continue;
        auto bound = entry->connector->contacts->get(person.mirrors[side]->record.id);
        if (!bound) continue;  // our copy is all there is to see
        calls::CallRequest request{.connection = entry->id,
            .operation = bound->operation,
            .inputs = std::move(bound->inputs),
            .lane = catalogue::Lane::interactive,
            .purpose = "observe",
            .cause = sync.id.text(),
            .quota_share = sync.policy.quota_share,
            .wait_max = read_wait_max};
        auto const outcome = co_await caller_.call(std::move(request));
        if (outcome.kind != calls::OutcomeKind::done) {
            co_return fail(ErrorKind::unavailable, "sync.read_now_failed",
                "reading a person at " + entry->connector->title + ": " +
                    (outcome.error.message.empty() ? outcome.reading.message : outcome.error.message));
        }
        CO_TRY(auto const record, entry->connector->contacts->read(bound->operation, outcome.reading.body, entry->custom_fields));
        if (!record) continue;
        auto const read_at = outcome.sent_at.value_or(clock_.now());
        auto seen = observe(person.mirrors[side], *record, mapping, side, read_at);
        // Whoever edits a mapping chooses among all that the app shows.
        seen.record.fields.insert(record->fields.begin(), record->fields.end());
        person.mirrors[side] = std::move(seen);
    }
    co_return Result<void>{};
}

Task<Result<Json>> Service::try_mapping(AccountId account, SyncId id, MappingTrial trial) {
    CO_TRY(auto const sync, co_await get(account, id));
    auto const a = directory_.find(sync.a), b = directory_.find(sync.b);
    if (!a || !b)
        co_return fail(ErrorKind::conflict, "sync.no_connection", "trying a mapping: one of the sync's connections is gone");
    auto const mapping = as_saved(sync, trial);
    TrialPerson person;
    if (!trial.person.empty()) {
        CO_TRY(person, co_await database_.read_value([&](Transaction& transaction) {
            return find_person({transaction, vault_, account, id, clock_.now()}, trial.person);
        }));
        if (trial.reads_now) CO_TRY_VOID(co_await read_at_apps(sync, mapping, person));
    }
    auto const now = clock_.now();
    auto const tried = sync::try_mapping({mapping, sync.policy, *a, *b, now}, person);
    JsonArray rows;
    std::size_t next = 0;
    for (std::size_t i = 0; i < trial.mapping.rows.size(); ++i) {
        bool const is_wrong = trial.wrong_rows.contains(i);
        rows.push_back(is_wrong ? Json(nullptr) : Json(row_json(tried.rows.at(next))));
        if (!is_wrong) ++next;
    }
    Json shown = nullptr;
    if (!trial.person.empty()) {
        shown = JsonObject{{"link_id", person.link ? Json(person.link->id.text()) : Json(nullptr)},
            {"name", name_of_person(sync.mapping, person)}, {"a", fields_json(person.mirrors.a)},
            {"b", fields_json(person.mirrors.b)}, {"read_now", trial.reads_now}};
    }
    co_return Json(JsonObject{{"version", sync.version}, {"person", std::move(shown)}, {"rows", std::move(rows)}});
}

Task<Result<Json>> Service::preview_mapping(AccountId account, SyncId id, MappingTrial trial) {
    CO_TRY(auto const sync, co_await get(account, id));
    auto const a = directory_.find(sync.a), b = directory_.find(sync.b);
    if (!a || !b)
        co_return fail(ErrorKind::conflict, "sync.no_connection", "trying a mapping: one of the sync's connections is gone");
    auto const mapping = as_saved(sync, trial);
    auto const now = clock_.now();
    TrialInput const before{sync.mapping, sync.policy, *a, *b, now}, after{mapping, sync.policy, *a, *b, now};
    Preview preview;
    std::vector<TrialPerson> to_read;
    std::int64_t linked = 0;
    std::string reached;
    // A portion is one read; what it found counts once the read is done, because a body may run again.
    while (preview.looked_at < people_previewed_max) {
        Preview counted;
        std::string last;
        bool is_last = false;
        std::vector<TrialPerson> first;
        CO_TRY_VOID(co_await database_.read([&](Transaction& transaction) -> Result<void> {
            Scope const scope{transaction, vault_, account, id, now};
            counted = preview;
            first.clear();
            TRY(auto const activity, load_activity(scope));
            linked = activity.counts.linked;
            TRY(auto const ids, mirrors_after(scope, Side::a, reached, people_per_read));
            is_last = static_cast<std::int64_t>(ids.size()) < people_per_read;
            for (auto const& record : ids) {
                last = record;
                TRY(auto link, link_of(scope, Side::a, record));
                if (!link || !link->is_complete() || link->state != LinkState::active) continue;
                TRY(auto person, load_person(scope, *std::move(link)));
                if (!person.mirrors.a || !person.mirrors.b) continue;
                counted.take(before, after, person);
                if (to_read.size() + first.size() < people_read_max) first.push_back(std::move(person));
            }
            return {};
        }));
        preview = std::move(counted);
        std::ranges::move(first, std::back_inserter(to_read));
        if (is_last || last.empty()) break;
        reached = last;
    }
    auto json = preview.json(sync, linked);
    // What no copy carries shows only at the apps themselves: a few people stand for all.
    json["read_sample"] = nullptr;
    if (trial.reads_now && !preview.unread.empty()) {
        Preview sample;
        for (auto& person : to_read) {
            CO_TRY_VOID(co_await read_at_apps(sync, mapping, person));
            sample.take(before, after, person);
            sample.read += 1;
        }
        json["read_sample"] = sample.json(sync, linked);
    }
    co_return Json(std::move(json));
}

}  // namespace lockstep::sync
