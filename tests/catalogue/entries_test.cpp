// SPDX-License-Identifier: Apache-2.0
// Every action and search of every connector, run with its own examples against the simulated app. An entry that cannot run is
// named with the reason.
#include <gtest/gtest.h>

#include "catalogue/run.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::catalogue_tests {
namespace {

using catalogue::Operation;
using catalogue::OperationKind;

TEST(CatalogueEntries, each_runs_and_does_what_it_says) {
    auto const connectors = connectors::load_all().value();
    auto const exceptions = read_exceptions();
    int count = 0, seen = 0, writes = 0;
    for (auto const& connector : connectors) {
        for (auto const& operation : connector->operations) {
            if (operation.kind == OperationKind::trigger) continue;
            auto const ran = run(*connector, operation, exceptions);
            EXPECT_EQ(ran.problem, "") << connector->profile << " " << operation.id;
            ++count;
            if (operation.effect == catalogue::Effect::read) continue;
            ++writes;
            seen += ran.seen_by_api ? 1 : 0;
        }
    }
    std::printf(
        "%d entries ran; of %d that write, %d were seen through another entry, all in what the app keeps\n", count, writes, seen);
    EXPECT_GE(count, 200);
    EXPECT_GE(seen, 60);
}

// They may become fewer, never more.
TEST(CatalogueEntries, the_exceptions_are_ten_at_most) {
    auto const exceptions = read_exceptions();
    for (auto const& [kind, list] : {std::pair{"needs one of several inputs", &exceptions.inputs},
             std::pair{"finds nothing", &exceptions.empty_listings}, std::pair{"kept as it is", &exceptions.kept_values},
             std::pair{"seen in the store only", &exceptions.not_looked_at}}) {
        for (auto const& [id, why] : *list) std::printf("%s: %s (%s)\n", std::string(id).c_str(), kind, to_text(why).c_str());
    }
    EXPECT_LE(exceptions.size(), 10U);
}

// The test must be able to fail: an entry with another path or method is not taken for one that runs.
TEST(CatalogueEntries, a_broken_path_or_method_is_noticed) {
    auto const connectors = connectors::load_all().value();
    auto const exceptions = read_exceptions();
    for (auto const& connector : connectors) {
        for (auto const& operation : connector->operations) {
            if (operation.kind == OperationKind::trigger) continue;
            auto broken = operation;
            auto const slash = broken.path.find('/', 1);
            broken.path.insert(slash == std::string::npos ? broken.path.size() : slash, "x");
            EXPECT_NE(run(*connector, broken, exceptions).problem, "") << operation.id << " at " << broken.path;
            broken = operation;
            broken.method = broken.method == "PATCH" ? "PUT" : "PATCH";
            EXPECT_NE(run(*connector, broken, exceptions).problem, "") << operation.id << " by " << broken.method;
        }
    }
}

// A form offers what another entry finds: it has to find something, where the declaration says.
TEST(CatalogueEntries, choices_are_where_the_declaration_says) {
    auto const connectors = connectors::load_all().value();
    auto const exceptions = read_exceptions();
    int count = 0;
    for (auto const& connector : connectors) {
        for (auto const& operation : connector->operations) {
            auto const* inputs = find_array(operation.declaration, "/inputs");
            for (auto const& input : inputs == nullptr ? JsonArray{} : *inputs) {
                if (auto const* from = find(input, "/choices_from")) {
                    EXPECT_EQ(problem_with_choices(*connector, *from, exceptions), "")
                        << connector->profile << " " << operation.id << " " << *find_text(input, "/name");
                    ++count;
                }
            }
        }
    }
    EXPECT_GE(count, 100);
}

}  // namespace
}  // namespace lockstep::catalogue_tests
