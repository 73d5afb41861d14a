// SPDX-License-Identifier: Apache-2.0
#include "api/calls/routes.hpp"

#include "api/reply.hpp"
#include "calls/caller.hpp"

namespace lockstep::api {
namespace {

Task<Result<HttpReply>> list_calls(Context& context) {
    CO_TRY(auto const limit, context.query.limit());
    CO_TRY(auto const cursor, context.query.cursor(CallTag::prefix));
    // Records are written twice a second; who asks wants to see the call just made.
    CO_TRY_VOID(co_await context.parts.caller.flush());
    CO_TRY(auto const view, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return calls::list_calls(transaction, context.account(), cursor, limit);
    }));
    co_return json_reply(view);
}

Task<Result<HttpReply>> get_call(Context& context) {
    CallId const id{context.path("call_id")};
    CO_TRY_VOID(co_await context.parts.caller.flush());
    CO_TRY(auto const view, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return calls::show_call(transaction, context.parts.vault, context.account(), id);
    }));
    co_return json_reply(view);
}

}  // namespace

std::vector<Route> call_routes() {
    return {
        {"GET", "/api/v1/calls", Scope::read, list_calls, {"cursor", "limit"}},
        {"GET", "/api/v1/calls/{call_id}", Scope::read, get_call},
    };
}

}  // namespace lockstep::api
