// SPDX-License-Identifier: Apache-2.0
#include "vault/resealer.hpp"

#include <algorithm>

namespace lockstep::vault {

Task<void> Resealer::run() {
    while (!is_stopping_) {
        auto const next = co_await round();
        auto const now = parts_.clock.now();
        if (!next) parts_.log.warning("sealing anew did not come to its end", {{"error", describe(next.error())}});
        if (is_stopping_) co_return;
        auto const later = now + options_.looks_again_after;
        co_await parts_.clock.sleep_until_or(next ? next->value_or(later) : later, woken_);
    }
}

void Resealer::stop() {
    is_stopping_ = true;
    woken_.notify();
}

// Not by the signal: a wake in a pause must not be lost to it.
Task<void> Resealer::pause() { co_await parts_.clock.sleep_for(options_.pause); }

Task<Result<std::optional<TimePoint>>> Resealer::round() {
    CO_TRY(auto const versions, co_await parts_.database.read_value(
                                    [&](Transaction& transaction) { return Vault::key_versions(transaction, parts_.account); }));
    if (versions.size() < 2) co_return std::optional<TimePoint>{};
    auto const newest = versions.back();
    CO_TRY(auto left, co_await parts_.database.read_value(
                          [&](Transaction& transaction) { return load_tables_left(transaction, parts_.account); }));
    // Another key may have been made since they were counted.
    bool const goes_on =
        !left.empty() && std::ranges::all_of(left, [&](auto const& each) { return each.target == newest.number; });
    if (!goes_on) {
        auto const counted_from = parts_.clock.now();
        CO_TRY(auto found, co_await count(newest.number));
        for (auto const& each : versions) {
            if (each.number != newest.number) found.counts.try_emplace(each.number, 0);
        }
        if (is_stopping_) co_return std::optional<TimePoint>{};
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) {
            return remember_counts(transaction, parts_.account, newest.number, found.counts, found.tables);
        }));
        if (found.tables.empty()) co_return co_await settle(newest, counted_from);
        parts_.log.info("what is sealed under older data keys is sealed anew",
            {{"key", newest.number}, {"tables", static_cast<std::int64_t>(found.tables.size())}});
        CO_TRY(left, co_await parts_.database.read_value(
                         [&](Transaction& transaction) { return load_tables_left(transaction, parts_.account); }));
    }
    CO_TRY(auto const done, co_await seal_anew(std::move(left), newest.number));
    if (is_stopping_) co_return std::optional<TimePoint>{};
    auto const now = parts_.clock.now();
    if (done.damaged > 0) {
        parts_.log.error("some of what is stored does not open, so its data key is kept", {{"rows", done.damaged}});
        co_return std::optional(now + options_.looks_again_after);
    }
    co_return std::optional(now);
}

Task<Result<Resealer::Found>> Resealer::count(std::int64_t newest) {
    Found found;
    for (auto const& table : parts_.tables) {
        WalkKey after;
        for (bool is_last = false; !is_last && !is_stopping_;) {
            CO_TRY(auto const portion, co_await parts_.database.read_value([&](Transaction& transaction) {
                return count_portion(transaction, table, parts_.account, after, newest, options_.rows_counted_at_once);
            }));
            for (auto const& [version, rows] : portion.older_by_version) {
                found.counts[version] += rows;
                found.tables.emplace(table.table);
            }
            after = portion.after;
            is_last = portion.is_last;
        }
    }
    co_return found;
}

Task<Result<Resealer::Done>> Resealer::seal_anew(std::vector<TableLeft> left, std::int64_t newest) {
    Done done;
    for (auto const& each : left) {
        auto const table = std::ranges::find(parts_.tables, each.table, &SealedTable::table);
        if (table == parts_.tables.end()) continue;
        auto after = walk_key_from(each.after_key);
        for (bool is_last = false; !is_last && !is_stopping_;) {
            CO_TRY(auto const portion, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<Portion> {
                TRY(auto sealed,
                    reseal_portion(transaction, parts_.vault, *table, parts_.account, after, newest, options_.portion));
                TRY_VOID(remember_portion(transaction, parts_.account, table->table, sealed));
                return sealed;
            }));
            done.sealed += portion.sealed;
            done.damaged += portion.damaged;
            after = portion.after;
            is_last = portion.is_last;
            if (portion.sealed > 0) co_await pause();
        }
    }
    co_return done;
}

// Nothing was found under older keys. They go when what was under way with them has ended.
Task<Result<std::optional<TimePoint>>> Resealer::settle(KeyVersion newest, TimePoint counted_from) {
    auto const settled_at = newest.made_at + options_.settles_for;
    if (counted_from < settled_at) co_return std::optional(settled_at);
    CO_TRY(auto const gone, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(auto const count, delete_older_keys(transaction, parts_.account, newest.number));
        if (count > 0) TRY_VOID(parts_.note(transaction, newest.number));
        return count;
    }));
    CO_TRY_VOID(co_await parts_.vault.load(parts_.database));
    parts_.log.info(
        "older data keys are deleted: nothing is sealed under them any more", {{"keys", gone}, {"newest", newest.number}});
    co_return std::optional<TimePoint>{};
}

}  // namespace lockstep::vault
