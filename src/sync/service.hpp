// SPDX-License-Identifier: Apache-2.0
// What commands and the REST API ask of the sync. Views are JSON in the shapes of docs/api/openapi.yaml (schemas Sync,
// SyncStatus, PlanReport, RecordSummary, RecordView, Change, Issue), because they are only ever shown.
#pragma once

#include <functional>
#include <optional>
#include <set>

#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/random.hpp"
#include "sync/answering.hpp"
#include "sync/sync.hpp"
#include "vault/vault.hpp"

namespace lockstep::sync {

class Engine;
struct TrialPerson;

// An audit note for worlds that keep no audit: simulation and tests.
inline Result<void> unnoted(Transaction&, std::string_view) { return {}; }

struct NewSync {
    AccountId account;
    std::string label;
    ConnectionId a;
    ConnectionId b;
    contacts::Mapping mapping;
    Policy policy;
    std::string author;
};

struct RecordQuery {
    std::string text;   // an e-mail address or phone number (exact), a record id, words of a name, or empty for all
    std::string state;  // "", "linked", "unlinked", "unsure"
    std::string cursor;
    std::int64_t limit = 50;
};

struct ChangeQuery {
    std::string record_id;
    std::string batch_id;
    std::string cursor;  // changes older than this id
    std::int64_t limit = 50;
};

// A mapping that a person is about to save.
struct MappingTrial {
    contacts::Mapping mapping;
    std::set<std::size_t> wrong_rows;  // left out of what is tried
    std::string person;                // a link or a record of either side; empty: nobody
    bool reads_now = false;
};

struct IssueQuery {
    std::string state;   // "", "open", "closed"
    std::string kind{};  // of open ones; empty: all
    std::string cursor;  // issues raised before this one
    std::int64_t limit = 50;
};

// Our copy of a record, and whom it is linked with.
struct KnownRecord {
    contacts::Record record;
    std::optional<std::string> partner;                        // id at the other side
    std::map<std::string, contacts::Value, std::less<>> base;  // what both agreed on, by row, in side a's domain
};
struct KnownPage {
    std::vector<KnownRecord> items;
    std::optional<std::string> next;  // where to go on
};

class Service {
public:
    Service(Database& database, vault::Vault const& vault, connections::Directory const& directory, calls::Caller& caller,
        Clock& clock, Random& random, Engine& engine);

    // What a person does is one transaction with its audit entry, which `note` writes.
    using AuditNote = std::function<Result<void>(Transaction&, std::string_view subject)>;

    Task<Result<Sync>> create(NewSync input, AuditNote note);
    Task<Result<std::vector<Sync>>> list(AccountId account);
    Task<Result<Sync>> get(AccountId account, SyncId id);
    // A new version of mapping or policy; the old one stays. A running sync with another mapping reads both sides anew.
    // `based_on`: the version that the person saw; conflict "sync.version_differs" when there is a newer one.
    Task<Result<Sync>> change_document(AccountId account, SyncId id, contacts::Mapping mapping, Policy policy, std::string author,
        AuditNote note, std::optional<std::int64_t> based_on = {});
    // {"items":[Version], "next": version|null}: the newest first, each with what it changed.
    Task<Result<Json>> versions(AccountId account, SyncId id, std::int64_t before, std::int64_t limit);
    // One version whole, and what it differs in from `against` (0: the one before it).
    Task<Result<Json>> version(AccountId account, SyncId id, std::int64_t version, std::int64_t against);

    // What a mapping that is not in force would do; nothing is written. With `reads_now` the two records are read at the apps, so
    // that fields show which are not mapped yet; else they are as our copies show them.
    Task<Result<Json>> try_mapping(AccountId account, SyncId id, MappingTrial trial);
    // The same over many people: how many would be changed, and some of them. Over everybody up to a bound, on our copies; fields
    // that no copy carries are tried on a few people read at the apps, with `reads_now`.
    Task<Result<Json>> preview_mapping(AccountId account, SyncId id, MappingTrial trial);

    // Starts a dry run over the whole population in the background: reads both sides, then the live planner. Only reads.
    Task<Result<void>> begin_plan(AccountId account, SyncId id, AuditNote note);
    // The latest report: {"state":"reading|comparing|done|failed", "progress":{...}, ...}; not_found before the first.
    Task<Result<Json>> plan_report(AccountId account, SyncId id);

    Task<Result<void>> start(AccountId account, SyncId id, AuditNote note);
    Task<Result<void>> pause(AccountId account, SyncId id, AuditNote note);
    // A connection can be called again: what waited for it is looked at now.
    Task<Result<void>> go_on_with(AccountId account, ConnectionId connection);
    // State, back-fill phase and progress, counts (linked, unlinked by side, waiting looks, unsure, open issues, intents by
    // state), calls used, lag of the oldest waiting look.
    Task<Result<Json>> status(AccountId account, SyncId id);

    // {"items":[RecordSummary], "next": cursor|null}
    Task<Result<Json>> search_records(AccountId account, SyncId id, RecordQuery query);
    // Both sides, base, link, open questions and history of one record; `record_id` of either side or a link id.
    Task<Result<Json>> record(AccountId account, SyncId id, std::string record_id);
    // Our copies of the records at one side that are there as far as we know, in the order of their ids after `after`. Reads
    // nothing from an app.
    Task<Result<KnownPage>> known_records(
        AccountId account, SyncId id, contacts::Side side, std::string after, std::int64_t limit);
    // "Look at this record now."
    Task<Result<void>> look_at(AccountId account, SyncId id, std::string record_id, AuditNote note);

    Task<Result<Json>> changes(AccountId account, SyncId id, ChangeQuery query);
    // Open questions: unsure matches, asked conflicts, values not stored, refused and unknown creates.
    Task<Result<Json>> issues(AccountId account, SyncId id, IssueQuery query);

    // Open conflicts put together by field and by what happened at each side. {"items":[ConflictGroup], "is_cut": bool}
    Task<Result<Json>> conflict_groups(AccountId account, SyncId id);

    // Answers an open question. {"items":[Answer]}: one for each pair.
    Task<Result<Json>> answer(AccountId account, SyncId id, AnswerRequest request, AuditNote note);
    Task<Result<void>> take_back(AccountId account, SyncId id, AnswerId answer, std::string by, AuditNote note);
    Task<Result<Json>> answers(AccountId account, SyncId id, std::string cursor, std::int64_t limit);

private:
    // The engine goes by the new document; whoever waited for it is decided about again.
    Task<Result<void>> take_effect(Sync const& sync, bool maps_anew, bool is_brake = false);
    Task<Result<void>> set_state(AccountId account, SyncId id, SyncState state, AuditNote note);
    // `make` is Result<Json>(ViewContext const&), called in a read transaction.
    template <class View>
    Task<Result<Json>> view(AccountId account, SyncId id, View make);

    // The records of one person as the apps show them now, observed by `mapping` over our copies. The copies stay as they are.
    Task<Result<void>> read_at_apps(Sync const& sync, contacts::Mapping const& mapping, TrialPerson& person);

    Database& database_;
    vault::Vault const& vault_;
    connections::Directory const& directory_;
    calls::Caller& caller_;
    Clock& clock_;
    Random& random_;
    Engine& engine_;
};

}  // namespace lockstep::sync
