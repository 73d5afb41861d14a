// SPDX-License-Identifier: Apache-2.0
#include "connections/upkeep.hpp"

#include "base/text.hpp"

namespace lockstep::connections {
namespace {

constexpr std::size_t label_bytes_max = 100;

Task<Result<Connection>> store(UpkeepParts parts, Connection connection, std::string_view action, Note note) {
    auto const now = parts.clock.now();
    CO_TRY_VOID(co_await parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(save(transaction, parts.vault, connection, now));
        return note(transaction, action, connection.id.text());
    }));
    parts.directory.put(connection);
    co_return connection;
}

}  // namespace

Task<Result<Connection>> rename(UpkeepParts parts, Connection connection, std::string label, Note note) {
    connection.label = std::string(trim_ascii(label));
    if (connection.label.empty() || connection.label.size() > label_bytes_max)
        co_return fail(ErrorKind::invalid, "connections.bad_label", "renaming a connection: a label has 1 to 100 bytes");
    co_return co_await store(parts, std::move(connection), "connection.rename", std::move(note));
}

Task<Result<Connection>> disable(UpkeepParts parts, Connection connection, Note note) {
    connection.state = ConnectionState::disabled;
    co_return co_await store(parts, std::move(connection), "connection.disable", std::move(note));
}

Task<Result<Connection>> enable(UpkeepParts parts, Connection connection, Note note) {
    // One that an app refused stays so until it is proven.
    if (connection.state == ConnectionState::disabled) connection.state = ConnectionState::active;
    co_return co_await store(parts, std::move(connection), "connection.enable", std::move(note));
}

Task<Result<void>> forget(UpkeepParts parts, Connection connection, std::function<Result<void>(Transaction&)> may_go, Note note) {
    CO_TRY_VOID(co_await parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(may_go(transaction));
        TRY_VOID(remove(transaction, connection.account, connection.id));
        return note(transaction, "connection.delete", connection.id.text());
    }));
    parts.directory.remove(connection.id);
    co_return Result<void>{};
}

}  // namespace lockstep::connections
