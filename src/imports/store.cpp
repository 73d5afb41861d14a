// SPDX-License-Identifier: Apache-2.0
#include "imports/store.hpp"

#include "base/text.hpp"

namespace lockstep::imports {
namespace {

constexpr std::string_view columns =
    "SELECT id, title, version, source, declarations, left_out, choices, imported_by, imported_at, operations"
    " FROM imported_connectors WHERE account_id = ?1";

constexpr JsonLimits stored{
    .bytes = std::size_t{64} << 20U, .depth = 64, .members = 4'000'000, .string_bytes = std::size_t{1} << 20U};

Result<Json> json_of(std::string const& text, std::string const& id) {
    auto json = parse_json(text, stored);
    if (!json)
        return fail(
            ErrorKind::corrupt, "imports.damaged_row", "reading the imported connector " + id + ": " + json.error().message);
    return json;
}

Result<Imported> read_row(Row const& row) {
    Imported imported;
    imported.id = row.text(0);
    imported.title = row.text(1);
    imported.version = row.text(2);
    imported.source = row.text(3);
    TRY(imported.declarations, json_of(row.text(4), imported.id));
    TRY(imported.left_out, json_of(row.text(5), imported.id));
    TRY(imported.choices, json_of(row.text(6), imported.id));
    imported.imported_by = row.text(7);
    imported.imported_at = row.time(8);
    imported.operations = row.integer(9);
    return imported;
}

}  // namespace

Result<void> save_imported(Transaction& transaction, AccountId const& account, Imported const& imported) {
    TRY_VOID(transaction.execute(
        "INSERT INTO imported_connectors (account_id, id, title, version, source, declarations, left_out, choices, operations,"
        " imported_by, imported_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        " ON CONFLICT (account_id, id) DO UPDATE SET title = excluded.title, version = excluded.version, source = "
        "excluded.source,"
        " declarations = excluded.declarations, left_out = excluded.left_out, choices = excluded.choices,"
        " operations = excluded.operations, imported_by = excluded.imported_by, imported_at = excluded.imported_at",
        account, imported.id, imported.title, imported.version, imported.source, to_text(imported.declarations),
        to_text(imported.left_out), to_text(imported.choices), imported.operations, imported.imported_by, imported.imported_at));
    return {};
}

Result<bool> remove_imported(Transaction& transaction, AccountId const& account, std::string_view id) {
    TRY(auto const gone, transaction.execute("DELETE FROM imported_connectors WHERE account_id = ?1 AND id = ?2", account, id));
    return gone > 0;
}

Result<std::optional<Imported>> find_imported(Transaction& transaction, AccountId const& account, std::string_view id) {
    TRY(auto const rows, transaction.query(std::string(columns) + " AND id = ?2", account, id));
    if (rows.empty()) return std::optional<Imported>{};
    TRY(auto imported, read_row(rows.front()));
    return std::optional(std::move(imported));
}

Result<std::vector<Imported>> list_imported(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(std::string(columns) + " ORDER BY id", account));
    std::vector<Imported> all;
    for (auto const& row : rows) {
        TRY(auto imported, read_row(row));
        all.push_back(std::move(imported));
    }
    return all;
}

Result<std::shared_ptr<catalogue::Connector const>> load_imported(std::string_view id, Json const& declarations) {
    std::vector<std::pair<std::string, std::string>> texts;
    auto const* connector = find(declarations, "/connector");
    texts.emplace_back(std::string(id) + "/connector.json", connector != nullptr ? to_text(*connector) : "{}");
    if (auto const* operations = find_array(declarations, "/operations")) {
        for (auto const& each : *operations) {
            auto const steps = split(find_text(each, "/id").value_or(""), '.');
            if (steps.size() != 2)
                return fail(
                    ErrorKind::invalid, "catalogue.bad_declaration", "loading an imported connector: an operation has no id");
            texts.emplace_back(
                std::string(id) + "/operations/" + std::string(steps[0]) + "/" + std::string(steps[1]) + ".json", to_text(each));
        }
    }
    std::vector<catalogue::DeclarationFile> files;
    for (auto const& [path, text] : texts) files.push_back({path, text});
    TRY(auto loaded, catalogue::load_connectors(files));
    if (loaded.size() != 1)
        return fail(ErrorKind::invalid, "catalogue.bad_declaration", "loading an imported connector: it has to be one profile");
    return std::move(loaded.front());
}

}  // namespace lockstep::imports
