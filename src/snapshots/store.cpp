// SPDX-License-Identifier: Apache-2.0
#include "snapshots/store.hpp"

#include <array>

#include "snapshots/statements.hpp"

namespace lockstep::snapshots {
namespace {

std::string_view to_string(PartKind kind) { return kind == PartKind::file ? "file" : "people"; }

std::string part_row(SnapshotId const& id, PartKind kind, std::int64_t number) {
    std::string row = id.text();
    ((row += '/') += to_string(kind)) += '/';
    return row += std::to_string(number);
}

std::optional<SnapshotState> state_from(std::string_view text) {
    for (auto const state : {SnapshotState::loading, SnapshotState::draft, SnapshotState::current, SnapshotState::earlier}) {
        if (to_string(state) == text) return state;
    }
    return std::nullopt;
}

std::unexpected<Error> damaged(std::string_view what) {
    return fail(ErrorKind::corrupt, "snapshots.damaged_row", "reading a snapshot: " + std::string(what));
}

constexpr std::array encodings{
    Encoding::utf8, Encoding::utf8_with_mark, Encoding::windows_1252, Encoding::utf16_little, Encoding::utf16_big};

Json document_of(Snapshot const& snapshot) {
    JsonArray headers;
    for (auto const& header : snapshot.headers) headers.push_back(Json(header));
    return JsonObject{{"file_name", snapshot.file_name}, {"encoding", to_string(snapshot.layout.encoding)},
        {"shape", to_string(snapshot.layout.shape)}, {"separator", std::string(1, snapshot.layout.separator)},
        {"headers", std::move(headers)}, {"columns", to_json(snapshot.columns)}, {"remembered", snapshot.columns_are_remembered},
        {"bytes", snapshot.bytes}, {"rows", snapshot.rows}, {"parts", snapshot.parts}, {"counts", to_json(snapshot.counts)}};
}

Result<void> read_document(Snapshot& snapshot, Json const& json) {
    auto const text = [&](std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); };
    auto const number = [&](std::string_view pointer) { return find_integer(json, pointer).value_or(0); };
    snapshot.file_name = text("/file_name");
    for (auto const encoding : encodings) {
        if (to_string(encoding) == text("/encoding")) snapshot.layout.encoding = encoding;
    }
    snapshot.layout.shape = text("/shape") == to_string(Shape::json) ? Shape::json : Shape::separated;
    if (auto const separator = text("/separator"); !separator.empty()) snapshot.layout.separator = separator.front();
    auto const* headers = find_array(json, "/headers");
    auto const* columns = find(json, "/columns");
    if (headers == nullptr || columns == nullptr) return damaged("headers or columns are missing");
    for (auto const& header : *headers) {
        if (auto const* name = header.if_string()) snapshot.headers.emplace_back(name->data(), name->size());
    }
    TRY(snapshot.columns, columns_from_json(*columns));
    snapshot.columns_are_remembered = find_bool(json, "/remembered").value_or(false);
    snapshot.bytes = number("/bytes");
    snapshot.rows = number("/rows");
    snapshot.parts = number("/parts");
    auto const count = [&](std::string_view name) { return static_cast<std::size_t>(number("/counts/" + std::string(name))); };
    snapshot.counts = {.known = count("known"),
        .people = count("people"),
        .added = count("new"),
        .changed = count("changed"),
        .absent = count("absent"),
        .unchanged = count("unchanged"),
        .repeated = count("repeated"),
        .invalid = count("invalid"),
        .with_problems = count("with_problems")};
    return {};
}

Result<Snapshot> read_snapshot(Shelf const& shelf, Row const& row) {
    Snapshot snapshot;
    snapshot.account = shelf.account;
    snapshot.id = row.id<SnapshotId>(0);
    snapshot.connection = row.id<ConnectionId>(1);
    auto const state = state_from(row.text(2));
    if (!state) return damaged("unknown state " + row.text(2));
    snapshot.state = *state;
    TRY(auto const document, shelf.vault.open(shelf.account, {"snapshots", snapshot.id.text(), "document"}, row.blob(3)));
    TRY(auto const json, parse_json(document));
    TRY_VOID(read_document(snapshot, json));
    snapshot.uploaded_by = row.text(4);
    snapshot.uploaded_at = row.time(5);
    snapshot.accepted_at = row.optional_time(6);
    return snapshot;
}

std::string hand_row(ConnectionId const& connection, std::string const& id) { return connection.text() + "/" + id; }

Result<HandItem> read_hand_item(Shelf const& shelf, ConnectionId const& connection, Row const& row) {
    HandItem item;
    item.id = row.text(0);
    item.sync = row.id<SyncId>(1);
    auto const state = hand_state_from(row.text(2));
    if (!state) return damaged("unknown state " + row.text(2));
    item.state = *state;
    TRY(auto const plain, shelf.vault.open(shelf.account, {"hand_items", hand_row(connection, item.id), "item"}, row.blob(3)));
    TRY(auto const json, parse_json(plain));
    auto const text = [&](std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); };
    item.record_id = text("/record");
    item.person = text("/person");
    item.field = text("/field");
    auto const *there = find(json, "/there"), *wanted = find(json, "/wanted");
    if (there == nullptr || wanted == nullptr) return damaged("a value is missing");
    TRY(item.there, contacts::value_from_json(*there));
    TRY(item.wanted, contacts::value_from_json(*wanted));
    item.ticked_by = row.text(4);
    item.created_at = row.time(5);
    item.changed_at = row.time(6);
    return item;
}

Result<std::int64_t> prune(Transaction& transaction, SnapshotState state, TimePoint before, std::int64_t limit) {
    auto const word = to_string(state);
    TRY(auto const parts, transaction.execute(sql::prune_parts, word, before, limit));
    if (parts >= limit) return parts;
    TRY(auto const rows, transaction.execute(sql::prune_snapshots, word, before, limit));
    return parts + rows;
}

}  // namespace

std::string_view to_string(SnapshotState state) {
    switch (state) {
        case SnapshotState::loading: return "loading";
        case SnapshotState::draft: return "draft";
        case SnapshotState::current: return "current";
        case SnapshotState::earlier: return "earlier";
    }
    return "draft";
}

Json to_json(Counts const& counts) {
    return JsonObject{{"known", counts.known}, {"people", counts.people}, {"new", counts.added}, {"changed", counts.changed},
        {"absent", counts.absent}, {"unchanged", counts.unchanged}, {"repeated", counts.repeated}, {"invalid", counts.invalid},
        {"with_problems", counts.with_problems}};
}

Json to_json(contacts::Record const& record) {
    JsonObject fields;
    for (auto const& [name, value] : record.fields) fields[name] = contacts::to_json(value);
    return JsonObject{{"id", record.id}, {"fields", std::move(fields)}, {"archived", record.archived}};
}

Result<contacts::Record> record_from_json(Json const& json) {
    auto const id = find_text(json, "/id");
    auto const* fields = find_object(json, "/fields");
    if (!id || fields == nullptr) return damaged("a record lacks a member");
    contacts::Record record;
    record.id = *id;
    record.archived = find_bool(json, "/archived").value_or(false);
    for (auto const& member : *fields) {
        TRY(record.fields[std::string(member.key())], contacts::value_from_json(member.value()));
    }
    return record;
}

Result<void> save_snapshot(Shelf const& shelf, Snapshot const& snapshot) {
    Blob const sealed{
        shelf.vault.seal(shelf.account, {"snapshots", snapshot.id.text(), "document"}, to_text(document_of(snapshot)))};
    TRY_VOID(shelf.transaction.execute(sql::save_snapshot, shelf.account, snapshot.id, snapshot.connection,
        to_string(snapshot.state), sealed, snapshot.uploaded_by, snapshot.uploaded_at, snapshot.accepted_at));
    return {};
}

Result<std::optional<Snapshot>> find_snapshot(Shelf const& shelf, SnapshotId const& id) {
    TRY(auto const rows, shelf.transaction.query(sql::find_snapshot, shelf.account, id));
    if (rows.empty()) return std::optional<Snapshot>{};
    TRY(auto snapshot, read_snapshot(shelf, rows.front()));
    return std::optional(std::move(snapshot));
}

Result<std::vector<Snapshot>> snapshots_of(Shelf const& shelf, ConnectionId const& connection) {
    constexpr std::int64_t shown_max = 200;
    TRY(auto const rows, shelf.transaction.query(sql::snapshots_of_connection, shelf.account, connection, shown_max));
    std::vector<Snapshot> list;
    for (auto const& row : rows) {
        TRY(auto snapshot, read_snapshot(shelf, row));
        if (snapshot.state != SnapshotState::loading) list.push_back(std::move(snapshot));
    }
    return list;
}

Result<void> remove_snapshot(Shelf const& shelf, SnapshotId const& id) {
    TRY_VOID(remove_parts(shelf, id, PartKind::file));
    TRY_VOID(remove_parts(shelf, id, PartKind::people));
    TRY_VOID(shelf.transaction.execute(sql::delete_snapshot, shelf.account, id));
    return {};
}

SealedPart seal_part(vault::Vault const& vault, AccountId const& account, SnapshotId const& id, PartKind kind,
    std::int64_t number, std::string_view content) {
    return {number, Blob{vault.seal(account, {"snapshot_parts", part_row(id, kind, number), "content"}, content)}};
}

Result<void> save_part(Shelf const& shelf, SnapshotId const& id, PartKind kind, SealedPart const& part) {
    TRY_VOID(shelf.transaction.execute(sql::insert_part, shelf.account, id, to_string(kind), part.number, part.content));
    return {};
}

Result<std::string> load_part(Shelf const& shelf, SnapshotId const& id, PartKind kind, std::int64_t number) {
    TRY(auto const rows, shelf.transaction.query(sql::find_part, shelf.account, id, to_string(kind), number));
    if (rows.empty()) return damaged("part " + std::to_string(number) + " is missing");
    return shelf.vault.open(shelf.account, {"snapshot_parts", part_row(id, kind, number), "content"}, rows.front().blob(0));
}

Result<void> remove_parts(Shelf const& shelf, SnapshotId const& id, PartKind kind) {
    TRY_VOID(shelf.transaction.execute(sql::delete_parts, shelf.account, id, to_string(kind)));
    return {};
}

Result<void> remember_columns(
    Shelf const& shelf, ConnectionId const& connection, std::string const& fingerprint, Columns const& columns, TimePoint now) {
    auto const text = to_text(to_json(columns));
    TRY_VOID(shelf.transaction.execute(sql::remember_columns, shelf.account, connection, fingerprint, text, now));
    return {};
}

Result<std::optional<Columns>> recall_columns(
    Shelf const& shelf, ConnectionId const& connection, std::string const& fingerprint) {
    TRY(auto const rows, shelf.transaction.query(sql::recall_columns, shelf.account, connection, fingerprint));
    if (rows.empty()) return std::optional<Columns>{};
    TRY(auto const json, parse_json(rows.front().text(0)));
    TRY(auto columns, columns_from_json(json));
    return std::optional(std::move(columns));
}

Result<void> save_hand_item(Shelf const& shelf, ConnectionId const& connection, HandItem const& item) {
    Json const json = JsonObject{{"record", item.record_id}, {"person", item.person}, {"field", item.field},
        {"there", contacts::to_json(item.there)}, {"wanted", contacts::to_json(item.wanted)}};
    Blob const sealed{shelf.vault.seal(shelf.account, {"hand_items", hand_row(connection, item.id), "item"}, to_text(json))};
    TRY_VOID(shelf.transaction.execute(sql::save_hand_item, shelf.account, connection, item.id, item.sync, to_string(item.state),
        sealed, item.ticked_by, item.created_at, item.changed_at));
    return {};
}

Result<std::optional<HandItem>> find_hand_item(Shelf const& shelf, ConnectionId const& connection, std::string const& id) {
    TRY(auto const rows, shelf.transaction.query(sql::find_hand_item, shelf.account, connection, id));
    if (rows.empty()) return std::optional<HandItem>{};
    TRY(auto item, read_hand_item(shelf, connection, rows.front()));
    return std::optional(std::move(item));
}

Result<std::vector<HandItem>> hand_items_after(Shelf const& shelf, ConnectionId const& connection, std::optional<HandState> state,
    std::string const& after, std::int64_t limit) {
    Result<Rows> rows =
        state ? shelf.transaction.query(sql::hand_items_in_state, shelf.account, connection, to_string(*state), after, limit)
              : shelf.transaction.query(sql::hand_items_after, shelf.account, connection, after, limit);
    if (!rows) return pass_on(std::move(rows).error());
    std::vector<HandItem> list;
    for (auto const& row : *rows) {
        TRY(auto item, read_hand_item(shelf, connection, row));
        list.push_back(std::move(item));
    }
    return list;
}

Result<std::map<std::string, std::int64_t>> count_hand_items(Shelf const& shelf, ConnectionId const& connection) {
    TRY(auto const rows, shelf.transaction.query(sql::count_hand_items, shelf.account, connection));
    std::map<std::string, std::int64_t> counts;
    for (auto const& row : rows) counts[row.text(0)] = row.integer(1);
    return counts;
}

Result<void> forget_connection(Shelf const& shelf, ConnectionId const& connection) {
    constexpr std::int64_t at_once = 1'000;
    TRY(auto const rows, shelf.transaction.query(sql::snapshots_of_connection, shelf.account, connection, at_once));
    for (auto const& row : rows) TRY_VOID(remove_snapshot(shelf, row.id<SnapshotId>(0)));
    TRY_VOID(shelf.transaction.execute(sql::delete_columns_of_connection, shelf.account, connection));
    TRY_VOID(shelf.transaction.execute(sql::delete_hand_items_of_connection, shelf.account, connection));
    return {};
}

Result<std::int64_t> prune_drafts(Transaction& transaction, TimePoint before, std::int64_t limit) {
    TRY(auto const loading, prune(transaction, SnapshotState::loading, before, limit));
    TRY(auto const drafts, prune(transaction, SnapshotState::draft, before, limit));
    return loading + drafts;
}

Result<std::int64_t> prune_earlier(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return prune(transaction, SnapshotState::earlier, before, limit);
}

Result<std::int64_t> prune_hand_items(Transaction& transaction, TimePoint before, std::int64_t limit) {
    std::int64_t gone = 0;
    for (auto const state : {HandState::confirmed, HandState::no_longer_needed}) {
        TRY(auto const rows, transaction.execute(sql::prune_hand_items, to_string(state), before, limit));
        gone += rows;
    }
    return gone;
}

}  // namespace lockstep::snapshots
