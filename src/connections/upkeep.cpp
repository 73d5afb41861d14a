// SPDX-License-Identifier: Apache-2.0
#include "connections/upkeep.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace lockstep::connections {
namespace {

constexpr std::size_t label_bytes_max = 100;

std::unexpected<Error> not_stored() {
    return fail(ErrorKind::not_found, "connections.unknown_connection", "changing a connection: there is none of that id");
}

// With the audit entry of `action`.
Task<Result<Connection>> change_noted(
    UpkeepParts parts, Connection const& connection, Edit edit, std::string_view action, Note note) {
    co_return co_await change(parts, connection.account, connection.id, std::move(edit),
        [&](Transaction& transaction) { return note(transaction, action, connection.id.text()); });
}

// A commit whose answer was lost may have been stored all the same.
Task<void> show_what_is_stored(UpkeepParts parts, Connection const& connection) {
    auto stored = co_await parts.database.read_value([&](Transaction& transaction) {
        return find(transaction, parts.vault, {connection.connector}, connection.account, connection.id);
    });
    if (!stored) co_return;
    if (*stored) {
        parts.directory.put(**std::move(stored));
    } else {
        parts.directory.remove(connection.id);
    }
}

}  // namespace

Task<Result<Connection>> store(UpkeepParts parts, Connection connection, std::string_view action, Note note) {
    auto const now = parts.clock.now();
    auto stored = co_await parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(save(transaction, parts.vault, connection, now));
        return note(transaction, action, connection.id.text());
    });
    if (!stored) {
        co_await show_what_is_stored(parts, connection);
        co_return pass_on(std::move(stored).error());
    }
    parts.directory.put(connection);
    co_return connection;
}

Task<Result<Connection>> change(UpkeepParts parts, AccountId account, ConnectionId id, Edit edit, Also also) {
    auto const entry = parts.directory.find(id);
    if (!entry || entry->account != account) co_return not_stored();
    auto const now = parts.clock.now();
    std::optional<Connection> changed;
    bool has_changed = false;
    auto stored = co_await parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(changed, find(transaction, parts.vault, {entry->connector}, account, id));
        if (!changed) return not_stored();
        has_changed = edit(*changed);
        if (has_changed) TRY_VOID(save(transaction, parts.vault, *changed, now));
        return also(transaction);
    });
    if (!stored) {
        co_await show_what_is_stored(parts, *entry);
        co_return pass_on(std::move(stored).error());
    }
    // Its connector may have been imported again meanwhile: whoever did that has shown the new one.
    if (auto const shown = parts.directory.find(id)) changed->connector = shown->connector;
    if (has_changed) parts.directory.put(*changed);
    co_return *std::move(changed);
}

Task<Result<Connection>> rename(UpkeepParts parts, Connection connection, std::string label, Note note) {
    label = std::string(trim_ascii(label));
    if (label.empty() || label.size() > label_bytes_max)
        co_return fail(ErrorKind::invalid, "connections.bad_label", "renaming a connection: a label has 1 to 100 bytes");
    auto const edit = [&](Connection& stored) {
        stored.label = label;
        return true;
    };
    co_return co_await change_noted(parts, connection, edit, "connection.rename", std::move(note));
}

Task<Result<Connection>> disable(UpkeepParts parts, Connection connection, Note note) {
    auto const edit = [](Connection& stored) {
        stored.state = ConnectionState::disabled;
        return true;
    };
    co_return co_await change_noted(parts, connection, edit, "connection.disable", std::move(note));
}

Task<Result<Connection>> enable(UpkeepParts parts, Connection connection, Note note) {
    // One that an app refused stays so until it is proven.
    auto const edit = [](Connection& stored) {
        bool const is_disabled = stored.state == ConnectionState::disabled;
        if (is_disabled) stored.state = ConnectionState::active;
        return is_disabled;
    };
    co_return co_await change_noted(parts, connection, edit, "connection.enable", std::move(note));
}

Task<Result<Connection>> forget_previous_credential(UpkeepParts parts, Connection connection, Note note) {
    if (connection.previous_credential.empty()) co_return connection;
    // A rotation meanwhile has kept another one before.
    auto const edit = [&](Connection& stored) {
        bool const is_that = equal_constant_time(stored.previous_credential.reveal(), connection.previous_credential.reveal());
        if (is_that) {
            stored.previous_credential = {};
            stored.previous_until = {};
        }
        return is_that;
    };
    co_return co_await change_noted(parts, connection, edit, "connection.forget_previous_credential", std::move(note));
}

Task<Result<std::int64_t>> end_overlaps(UpkeepParts parts, Note note) {
    std::int64_t count = 0;
    for (auto const& entry : parts.directory.all()) {
        // Accounts that were only tried have no address for webhooks, and are not stored.
        bool const is_kept = !entry->webhook_token.empty() && !entry->previous_credential.empty();
        if (!is_kept || connections::has_previous(*entry, parts.clock.now())) continue;
        CO_TRY_VOID(co_await forget_previous_credential(parts, *entry, note));
        ++count;
    }
    co_return count;
}

Task<Result<void>> forget(UpkeepParts parts, Connection connection, std::function<Result<void>(Transaction&)> may_go, Note note) {
    auto gone = co_await parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(may_go(transaction));
        TRY_VOID(remove(transaction, connection.account, connection.id));
        return note(transaction, "connection.delete", connection.id.text());
    });
    if (!gone) {
        co_await show_what_is_stored(parts, connection);
        co_return pass_on(std::move(gone).error());
    }
    parts.directory.remove(connection.id);
    co_return Result<void>{};
}

}  // namespace lockstep::connections
