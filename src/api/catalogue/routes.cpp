// SPDX-License-Identifier: Apache-2.0
#include "api/catalogue/routes.hpp"

#include "api/catalogue/views.hpp"
#include "api/connections/run_operation.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "catalogue/general.hpp"

namespace lockstep::api {
namespace {

Task<Result<HttpReply>> list_connectors(Context& context) {
    co_return json_reply(page(connectors_view(context.parts.connectors, context.language)));
}

Task<Result<HttpReply>> list_operations(Context& context) {
    auto const& kind = context.query.text("kind");
    co_return json_reply(page(operations_view(context.parts.connectors, context.query.text("app"), kind, context.language)));
}

Task<Result<HttpReply>> get_operation(Context& context) {
    CO_TRY(auto view,
        operation_view(context.parts.connectors, context.path("operation"), context.query.text("app"), context.language));
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> run_general(Context& context) {
    Members const members(context);
    RunInput input;
    input.operation = context.path("operation");
    input.inputs = members.object("inputs");
    input.is_dry_run = members.flag("dry_run");
    input.is_confirmed = members.flag("confirm");
    auto const* operation = catalogue::general_operations()->find(input.operation);
    // What only reads may be run by whoever may read; a dry run sends nothing.
    if (operation != nullptr && may_change_something(*operation) && !input.is_dry_run)
        CO_TRY_VOID(authorize(context.visitor, Scope::write, context.request));
    bool const is_noted = operation != nullptr && may_change_something(*operation) && !input.is_dry_run;
    if (is_noted) input.before_sending = [&context, operation] { return note_in_audit(context, "general.run", operation->id); };
    CO_TRY(auto view, co_await run_general_operation(context.parts, std::move(input), context.language));
    co_return json_reply(std::move(view));
}

}  // namespace

std::vector<Route> catalogue_routes() {
    return {
        {"GET", "/api/v1/connectors", Scope::read, list_connectors},
        {"GET", "/api/v1/catalogue", Scope::read, list_operations},
        {"GET", "/api/v1/catalogue/{operation}", Scope::read, get_operation},
        {"POST", "/api/v1/catalogue/{operation}/run", Scope::read, run_general},
    };
}

}  // namespace lockstep::api
