// SPDX-License-Identifier: Apache-2.0
// What the benchmark `million` knows about the sync's tables, all of it: how a linked person who exists can be copied a million
// times. A copy has the rows of the original, column by column, with ids of its own, and its sealed texts are sealed anew for
// their place. So a new column needs nothing here; a new table that has rows per person, or a sealed text in it, does.
#pragma once

#include <cstdint>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "vault/vault.hpp"

namespace lockstep::bench {

struct CopyPlan {
    std::string database_file;  // nobody else has it open
    std::int64_t links = 1'000'000;
    std::int64_t changes = 1;  // of each link, with an effect each
    TimePoint now{};
};

struct CopyReport {
    std::int64_t links = 0;
    std::int64_t rows = 0;
};

// The id at side a of a copy.
std::string copy_record(std::int64_t number);

// Copies the first linked person of the first sync who has a history. The next sweep of either side is told that it has seen the
// copies already, because no app knows them.
Result<CopyReport> copy_links(vault::Vault const& vault, CopyPlan const& plan);

}  // namespace lockstep::bench
