// SPDX-License-Identifier: Apache-2.0
#include "sync/state/plan_reports.hpp"

#include "sync/state/statements.hpp"

namespace lockstep::sync {

Result<void> save_plan_report(Scope const& scope, JsonObject const& report) {
    TRY_VOID(scope.transaction.execute(sql::save_plan_report, scope.account, scope.sync,
        scope.seal("plan_reports", scope.sync.text(), "report", to_text(report)), scope.now));
    return {};
}

Result<std::optional<Json>> load_plan_report(Scope const& scope) {
    TRY(auto const rows, scope.transaction.query(sql::find_plan_report, scope.account, scope.sync));
    if (rows.empty()) return std::optional<Json>{};
    TRY(auto report, scope.open_json("plan_reports", scope.sync.text(), "report", rows.front().blob(0)));
    return std::optional(std::move(report));
}

}  // namespace lockstep::sync
