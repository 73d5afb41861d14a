// SPDX-License-Identifier: Apache-2.0
#include "million/claims.hpp"

#include <chrono>

#include "million/copies.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/syncs.hpp"
#include "work/claim.hpp"

namespace lockstep::bench {
namespace {

constexpr std::int64_t due_at_once = 64;
constexpr int repetitions = 20;

Result<void> ask_for(Transaction& transaction, vault::Vault const& vault, std::int64_t count, TimePoint due_at, TimePoint now) {
    TRY(auto const syncs, sync::load_syncs(transaction));
    if (syncs.empty()) return fail(ErrorKind::not_found, "bench.no_sync", "asking for looks: there is no sync");
    sync::Scope const scope{transaction, vault, syncs.front().account, syncs.front().id, now};
    for (std::int64_t number = 0; number < count; ++number) {
        TRY_VOID(sync::request_reconcile(
            scope, {.record_id = copy_record(number), .due_at = due_at, .fresh_since = now, .told_at = now}));
    }
    return {};
}

Result<double> claim_milliseconds(Transaction& transaction, TimePoint now) {
    work::ClaimLimits limits{.queue = std::string(sync::reconcile_queue), .holder = "bench", .items = due_at_once};
    limits.bulk_items = due_at_once;
    limits.per_group = due_at_once;
    auto const begun = std::chrono::steady_clock::now();
    TRY_VOID(work::claim(transaction, limits, now));
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace
Task<Result<void>> postpone_looks(
    Database& database, vault::Vault const& vault, std::int64_t count, TimePoint due_at, TimePoint now) {
    co_return co_await database.write(
        [&, count, due_at, now](Transaction& transaction) { return ask_for(transaction, vault, count, due_at, now); });
}

Task<Result<Json>> time_claims(Database& database, vault::Vault const& vault, TimePoint now) {
    JsonArray empty, full;
    for (int i = 0; i < repetitions; ++i) {
        double without = 0, with = 0;
        auto const undone = co_await database.write([&](Transaction& transaction) -> Result<void> {
            TRY(without, claim_milliseconds(transaction, now));
            TRY_VOID(ask_for(transaction, vault, due_at_once, now, now));
            TRY(with, claim_milliseconds(transaction, now));
            return fail(ErrorKind::invalid, "bench.undo", "measuring a claim: nothing of it is kept");
        });
        if (undone.error().code != "bench.undo") co_return pass_on(undone.error());
        empty.push_back(without);
        full.push_back(with);
    }
    co_return JsonObject{{"empty_ms", std::move(empty)}, {"full_ms", std::move(full)}};
}

}  // namespace lockstep::bench
