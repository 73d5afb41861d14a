// SPDX-License-Identifier: Apache-2.0
#include "adapters/migrations/migrate.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <string>
#include <utility>

namespace lockstep::adapters {
namespace {

struct Step {
    std::string module;
    int number = 0;
    auto operator<=>(Step const&) const = default;
};

using Applied = std::map<Step, std::string>;  // with its name

std::string describe_step(std::string_view module, int number, std::string_view name) {
    return "step " + std::to_string(number) + " (" + std::string(name) + ") of module " + std::string(module);
}

Result<Applied> read_applied(Transaction& transaction) {
    TRY_VOID(
        transaction.execute("CREATE TABLE IF NOT EXISTS schema_versions (module TEXT NOT NULL, number INTEGER NOT NULL, "
                            "name TEXT NOT NULL, PRIMARY KEY (module, number))"));
    TRY(auto rows, transaction.query("SELECT module, number, name FROM schema_versions"));
    Applied applied;
    for (auto const& row : rows) applied.emplace(Step{row.text(0), static_cast<int>(row.integer(1))}, row.text(2));
    return applied;
}

// Module order is the order of first occurrence, as the composition root lists them.
void order(std::vector<Migration>& migrations) {
    std::vector<std::string_view> modules;
    for (auto const& migration : migrations) {
        if (std::ranges::find(modules, migration.module) == modules.end()) modules.push_back(migration.module);
    }
    std::ranges::sort(migrations, {}, [&](Migration const& migration) {
        return std::pair{std::ranges::find(modules, migration.module) - modules.begin(), migration.number};
    });
}

Result<void> check_known(Applied const& applied, std::vector<Migration> const& migrations) {
    std::map<Step, std::string_view> known;
    for (auto const& migration : migrations) {
        auto const [place, is_new] = known.emplace(Step{std::string(migration.module), migration.number}, migration.name);
        CHECK(is_new);
    }
    std::map<std::string_view, int> last_applied;
    for (auto const& [step, name] : applied) {
        auto const found = known.find(step);
        if (found == known.end()) {
            return fail(ErrorKind::conflict, "database.newer",
                "checking the schema: the database has " + describe_step(step.module, step.number, name) +
                    ", which this program does not know");
        }
        if (found->second != name) {
            return fail(ErrorKind::conflict, "database.schema_differs",
                "checking the schema: the database has " + describe_step(step.module, step.number, name) +
                    ", this program calls it " + std::string(found->second));
        }
        last_applied[step.module] = step.number;
    }
    for (auto const& migration : migrations) {
        if (applied.contains(Step{std::string(migration.module), migration.number})) continue;
        if (auto last = last_applied.find(migration.module); last != last_applied.end() && migration.number < last->second) {
            return fail(ErrorKind::conflict, "database.schema_differs",
                "checking the schema: the database has later steps but not " +
                    describe_step(migration.module, migration.number, migration.name));
        }
    }
    return {};
}

Result<void> apply(Transaction& transaction, Migration const& migration) {
    for (auto statement : split_statements(migration.sql)) TRY_VOID(transaction.execute(statement));
    TRY_VOID(transaction.execute("INSERT INTO schema_versions (module, number, name) VALUES (?1, ?2, ?3)", migration.module,
        migration.number, migration.name));
    return {};
}

}  // namespace

std::vector<std::string_view> split_statements(std::string_view script) {
    std::vector<std::string_view> statements;
    std::size_t start = 0;
    bool has_text = false;  // something beside white space and comments since `start`
    auto skip_to = [&](std::string_view end, std::size_t from) {
        auto const at = script.find(end, from);
        return at == std::string_view::npos ? script.size() : at + end.size();
    };
    auto finish = [&](std::size_t end) {
        if (has_text) statements.push_back(script.substr(start, end - start));
        has_text = false;
    };
    for (std::size_t at = 0; at < script.size();) {
        char const letter = script[at];
        if (letter == '\'' || letter == '"') {
            // A doubled quote inside reads as the end of one string and the start of the next, which comes to the same.
            at = skip_to(std::string_view(&letter, 1), at + 1);
            has_text = true;
        } else if (script.substr(at, 2) == "--") {
            at = skip_to("\n", at);
        } else if (script.substr(at, 2) == "/*") {
            at = skip_to("*/", at + 2);
        } else if (letter == ';') {
            finish(at);
            start = ++at;
        } else {
            has_text = has_text || std::string_view(" \t\r\n").find(letter) == std::string_view::npos;
            ++at;
        }
    }
    finish(script.size());
    return statements;
}

Task<Result<void>> migrate(Database& database, std::vector<Migration> migrations) {
    order(migrations);
    auto read = [](Transaction& transaction) { return read_applied(transaction); };
    CO_TRY(auto applied, co_await database.write_value(read));
    CO_TRY_VOID(check_known(applied, migrations));
    for (auto const& migration : migrations) {
        if (applied.contains(Step{std::string(migration.module), migration.number})) continue;
        TransactionBody body = [&migration](Transaction& transaction) { return apply(transaction, migration); };
        auto result = co_await database.write(std::move(body));
        if (!result) {
            auto error = std::move(result).error();
            error.message =
                "applying " + describe_step(migration.module, migration.number, migration.name) + ": " + error.message;
            co_return pass_on(std::move(error));
        }
    }
    co_return Result<void>{};
}

}  // namespace lockstep::adapters
