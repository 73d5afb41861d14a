// SPDX-License-Identifier: Apache-2.0
// What the tests of this module and of those built on it need: seeded randomness, a way to run a coroutine to its end, and a
// database with a schema. Included by tests only.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/db_sqlite/inline.hpp"
#include "adapters/migrations/migrate.hpp"
#include "ports/random.hpp"
#include "ports/task.hpp"
#include "vault/vault.hpp"

namespace lockstep::vault {

class TestRandom final : public Random, public SecureRandom {
public:
    explicit TestRandom(std::uint64_t seed = 1) : state_(seed) {}

    std::uint64_t next() override {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t value = state_;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
        return value ^ (value >> 31);
    }
    void fill(std::span<std::byte> bytes) override {
        ++fills;
        for (auto& byte : bytes) byte = static_cast<std::byte>(next());
    }
    std::string bytes(std::size_t count) {
        std::string made(count, '\0');
        for (auto& c : made) c = static_cast<char>(next());
        return made;
    }

    int fills = 0;

private:
    std::uint64_t state_;
};

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

inline std::unique_ptr<adapters::SqliteInline> test_database(std::vector<std::vector<Migration>> const& modules) {
    auto database = adapters::SqliteInline::open().value();
    std::vector<Migration> all;
    for (auto const& module : modules) all.insert(all.end(), module.begin(), module.end());
    run_to_end(adapters::migrate(*database, all)).value();
    return database;
}

template <class Body>
auto write_to(Database& database, Body body) {
    return run_to_end(database.write_value(std::move(body)));
}

// For bodies that return Result<void>.
template <class Body>
Result<void> write_void(Database& database, Body body) {
    TransactionBody plain = body;
    return run_to_end(database.write(std::move(plain)));
}

constexpr TimePoint test_time{std::chrono::seconds{1'772'000'000}};

}  // namespace lockstep::vault
