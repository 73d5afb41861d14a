// SPDX-License-Identifier: Apache-2.0
// How a database would carry out statements: for the tests of every module that has tables. Included by tests only.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ports/database.hpp"

namespace lockstep {

// What a module may do although the rule forbids it, with the reason in a comment where it is listed.
struct PlanAllowances {
    std::set<std::string, std::less<>> small_tables{};  // by name or alias: a handful of rows, may be gone through
    std::set<std::string_view> wide_searches{};         // statements that say by LIMIT and order how much they read
    std::set<std::string_view> sorts{};                 // statements that sort what they find, which is never much
};

// One line for each statement that would go through a whole table, or through all rows of an account or a sync, or that sorts
// what it finds before it can give the first rows. Statements are the same for every database; the plans are SQLite's.
inline Result<std::vector<std::string>> plan_problems(
    Transaction& transaction, std::vector<std::string_view> const& statements, PlanAllowances const& allowances = {}) {
    std::vector<std::string> problems;
    for (auto const statement : statements) {
        std::size_t highest = 0;
        for (auto mark = statement.find('?'); mark != std::string_view::npos; mark = statement.find('?', mark + 1)) {
            auto const end = std::min(statement.size(), statement.find_first_not_of("0123456789", mark + 1));
            highest = std::max<std::size_t>(highest, std::stoul(std::string(statement.substr(mark + 1, end - mark - 1))));
        }
        std::vector<SqlArgument> const none(highest);
        TRY(auto const plan, transaction.query_values("EXPLAIN QUERY PLAN " + std::string(statement), none));
        for (auto const& row : plan) {
            std::string_view const step = row.text(3);
            auto const of_table = [&](std::string_view verb) {
                if (!step.starts_with(verb) || step.contains("CONSTANT ROW")) return false;
                auto const name = step.substr(verb.size(), step.find(' ', verb.size()) - verb.size());
                return !allowances.small_tables.contains(name);
            };
            bool const is_wide = step.ends_with("(account_id=?)") || step.ends_with("(account_id=? AND sync_id=?)");
            bool const is_bad = of_table("SCAN ") ||
                                (of_table("SEARCH ") && is_wide && !allowances.wide_searches.contains(statement)) ||
                                (step.contains("TEMP B-TREE") && !allowances.sorts.contains(statement));
            if (is_bad) problems.push_back(std::string(step) + ":" + std::string(statement));
        }
    }
    return problems;
}

}  // namespace lockstep
