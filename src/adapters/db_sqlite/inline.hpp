// SPDX-License-Identifier: Apache-2.0
// SqliteInline: the Database port on an in-memory SQLite, run inline on the calling coroutine. For the simulation and for
// tests: no threads, no files, the same SQL engine as production. Hooks break commits on purpose.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/db_sqlite/connection.hpp"
#include "ports/database.hpp"

namespace lockstep::adapters {

class SqliteInline final : public Database {
public:
    static Result<std::unique_ptr<SqliteInline>> open();
    // From what image() gave: a schema that was built once, several times faster than running its migrations.
    static Result<std::unique_ptr<SqliteInline>> open_image(std::string_view image);

    Task<Result<void>> write(TransactionBody body) override;
    Task<Result<void>> read(TransactionBody body) override;

    // The whole database as bytes. Every write is committed when it returns, so an image is also the state after a crash.
    std::string image();
    Result<void> restore(std::string_view image);

    // Called in every write whose body succeeded. An error from the first undoes the write; one from the second is returned
    // although the write is committed ("database.outcome_unknown").
    using Hook = std::function<std::optional<Error>()>;
    Hook before_commit;
    Hook after_commit;

private:
    explicit SqliteInline(std::unique_ptr<SqliteConnection> connection) : connection_(std::move(connection)) {}

    Result<void> write_now(TransactionBody& body);
    Result<void> read_now(TransactionBody& body);

    std::unique_ptr<SqliteConnection> connection_;
};

}  // namespace lockstep::adapters
