// SPDX-License-Identifier: Apache-2.0
#include "api/upkeep/routes.hpp"

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"

namespace lockstep::api {
namespace {

AuditNote note_of(Context& context) {
    return [&context](Transaction& transaction, std::string_view action, std::string_view subject) {
        return note_in_audit(context, transaction, action, std::string(subject));
    };
}

Task<Result<HttpReply>> get_installation(Context& context) {
    CO_TRY(auto report, co_await context.parts.upkeep.report());
    auto const& parts = context.parts;
    report.as_object()["sandbox"] = parts.sandboxes && parts.sandboxes() != nullptr;
    co_return json_reply(report);
}

Task<Result<HttpReply>> adopt(Context& context) {
    CO_TRY_VOID(co_await context.parts.upkeep.adopt(context.visitor.actor, note_of(context)));
    if (context.parts.wake) context.parts.wake();
    co_return co_await get_installation(context);
}

Task<Result<HttpReply>> rotate_keys(Context& context) {
    CO_TRY_VOID(co_await context.parts.upkeep.rotate_keys(note_of(context)));
    co_return co_await get_installation(context);
}

Task<Result<HttpReply>> back_up(Context& context) {
    Members const members(context);
    auto passphrase = members.secret("passphrase");
    CO_TRY(auto const backup, co_await context.parts.upkeep.back_up(std::move(passphrase), note_of(context)));
    co_return json_reply(backup, 201);
}

}  // namespace

std::vector<Route> upkeep_routes() {
    return {
        {"GET", "/api/v1/installation", Scope::read, get_installation},
        {"POST", "/api/v1/installation/adopt", Scope::write, adopt},
        {"POST", "/api/v1/keys/rotate", Scope::owner, rotate_keys},
        {"POST", "/api/v1/backups", Scope::write, back_up},
    };
}

}  // namespace lockstep::api
