// SPDX-License-Identifier: Apache-2.0
#include "people/external_ids.hpp"

#include "people/statements.hpp"

namespace lockstep::people {
namespace {

std::string blind_of(sync::Scope const& scope, std::string_view external_id) {
    return scope.vault.blind_index(scope.account, "external_id", external_id);
}

std::string row_of(sync::Scope const& scope, std::string_view blind) { return scope.sync.text() + "/" + std::string(blind); }

}  // namespace

Result<void> give_external_id(sync::Scope const& scope, std::string_view external_id, RecordName const& record) {
    auto const blind = blind_of(scope, external_id);
    auto const sealed = scope.seal("external_ids", row_of(scope, blind), "id", external_id);
    TRY_VOID(scope.transaction.execute(
        sql::give_external_id, scope.account, scope.sync, blind, contacts::to_string(record.side), record.id, sealed, scope.now));
    return {};
}

Result<std::optional<RecordName>> with_external_id(sync::Scope const& scope, std::string_view external_id) {
    TRY(auto const rows, scope.transaction.query(sql::find_external_id, scope.account, scope.sync, blind_of(scope, external_id)));
    if (rows.empty()) return std::nullopt;
    return RecordName{contacts::side_from(rows.front().text(0)), rows.front().text(1)};
}

Result<std::string> external_id_of(sync::Scope const& scope, RecordName const& record) {
    TRY(auto const rows,
        scope.transaction.query(sql::external_id_of, scope.account, scope.sync, contacts::to_string(record.side), record.id));
    if (rows.empty()) return std::string();
    auto const& row = rows.front();
    return scope.vault.open(scope.account, {"external_ids", row_of(scope, row.text(0)), "id"}, row.blob(1));
}

}  // namespace lockstep::people
