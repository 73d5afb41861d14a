// SPDX-License-Identifier: Apache-2.0
// Views: what people and programs are shown of a sync, as JSON in the shapes of docs/api/openapi.yaml. Part of a read
// transaction; nothing here decides anything.
#pragma once

#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "sync/service.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

struct ViewContext {
    Scope const& scope;
    Sync const& sync;
    connections::Connection const& a;
    connections::Connection const& b;
};

Result<Json> status_view(ViewContext const& view);  // without "calls"
Result<Json> records_view(ViewContext const& view, RecordQuery const& query);
Result<Json> record_view(ViewContext const& view, std::string const& record_id);
Result<Json> changes_view(ViewContext const& view, ChangeQuery const& query);
// A question says what can be answered to it, what the two sides show, and the answer that stands.
Result<Json> answers_view(ViewContext const& view, std::string const& cursor, std::int64_t limit);
JsonObject answer_json(StoredAnswer const& answer);
Result<Json> issues_view(ViewContext const& view, IssueQuery const& query);

}  // namespace lockstep::sync
