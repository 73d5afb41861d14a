// SPDX-License-Identifier: Apache-2.0
// What the tests of this module share: a database with its schema, and a way to run one transaction. Included by tests only.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapters/db_sqlite/inline.hpp"
#include "adapters/migrations/migrate.hpp"
#include "work/claim.hpp"
#include "work/groups.hpp"
#include "work/holders.hpp"
#include "work/lock.hpp"
#include "work/migrations.hpp"
#include "work/queue.hpp"

namespace lockstep::work {

template <class T>
T run_to_end(Task<T> task) {
    boost::asio::io_context context;
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
        if (error) std::rethrow_exception(error);
        result = std::move(value);
    });
    context.run();
    return std::move(result).value();
}

constexpr TimePoint start{std::chrono::seconds{1'772'000'000}};
inline TimePoint at(std::chrono::seconds after) { return start + after; }

class World {
public:
    // Runs one of the module's functions, with these arguments, in a transaction of its own.
    template <class Function, class... Arguments>
    auto operator()(Function function, Arguments const&... arguments) {
        auto body = [&](Transaction& transaction) { return function(transaction, arguments...); };
        using Returned = decltype(body(std::declval<Transaction&>()));
        if constexpr (std::is_same_v<Returned, Result<void>>) {
            TransactionBody const plain = body;
            run_to_end(database->write(plain)).value();
        } else {
            return run_to_end(database->write_value(body)).value();
        }
    }

    Rows rows(std::string const& sql) {
        return run_to_end(database->read_value([&](Transaction& transaction) { return transaction.query(sql); })).value();
    }

    std::unique_ptr<adapters::SqliteInline> database = [] {
        auto opened = adapters::SqliteInline::open().value();
        run_to_end(adapters::migrate(*opened, migrations())).value();
        return opened;
    }();
};

}  // namespace lockstep::work
