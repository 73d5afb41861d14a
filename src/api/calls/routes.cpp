// SPDX-License-Identifier: Apache-2.0
#include "api/calls/routes.hpp"

#include <array>

#include "api/connections/run_operation.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "calls/caller.hpp"
#include "calls/curl.hpp"
#include "calls/har.hpp"

namespace lockstep::api {
namespace {

using calls::OutcomeKind;
using connections::Directory;

constexpr std::int64_t har_calls_max = 200;

calls::CallFilter filter_of(Context const& context) {
    constexpr std::array kinds{OutcomeKind::done, OutcomeKind::refused, OutcomeKind::retry_later, OutcomeKind::unknown};
    calls::CallFilter filter;
    filter.connection = context.query.text("connection");
    filter.operation = context.query.text("operation");
    filter.record_id = context.query.text("record");
    auto const outcome = context.query.text("outcome");
    for (auto const kind : kinds) {
        if (calls::to_string(kind) == outcome) filter.outcome = kind;
    }
    filter.from = context.query.moment("from");
    filter.to = context.query.moment("to");
    filter.before = context.query.text("cursor");
    return filter;
}

// Records are written four times a second; who asks wants to see the call just made.
Task<Result<Json>> find_call(Context& context) {
    CallId const id{context.path("call_id")};
    CO_TRY_VOID(co_await context.parts.caller.flush());
    co_return co_await context.parts.database.read_value(
        [&](Transaction& transaction) { return calls::show_call(transaction, context.parts.vault, context.account(), id); });
}

Directory::Entry connection_of(Context const& context, Json const& call) {
    auto entry = context.parts.directory.find(ConnectionId{std::string(find_text(call, "/connection").value_or(""))});
    return entry && entry->account == context.account() ? entry : nullptr;
}

catalogue::Operation const* operation_of(Directory::Entry const& entry, Json const& call) {
    return entry ? entry->connector->find(find_text(call, "/operation").value_or("")) : nullptr;
}

// Why it cannot be asked again, or nothing.
Result<void> check_resend(Directory::Entry const& entry, Json const& call) {
    auto const refuse = [](std::string_view reason, std::string_view words) {
        return fail(
            ErrorKind::conflict, "calls.cannot_resend", "asking again: " + std::string(words), {{"reason", std::string(reason)}});
    };
    auto const* operation = operation_of(entry, call);
    if (operation != nullptr && operation->effect != catalogue::Effect::read)
        return fail(ErrorKind::conflict, "calls.not_a_read", "asking again: " + operation->id + " changes something at the app");
    if (find_object(call, "/inputs") == nullptr) {
        if (find_bool(call, "/is_masked").value_or(false)) return refuse("masked", "health data was left out of the inputs");
        return refuse("composed", "the record has no inputs");
    }
    if (operation == nullptr) return refuse("connection", "the connection or its operation is gone");
    return {};
}

Task<Result<HttpReply>> list_calls(Context& context) {
    auto filter = filter_of(context);
    filter.limit = context.query.number("limit");
    CO_TRY_VOID(co_await context.parts.caller.flush());
    CO_TRY(auto const view, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return calls::list_calls(transaction, context.account(), filter);
    }));
    co_return json_reply(view);
}

Task<Result<HttpReply>> get_call(Context& context) {
    CO_TRY(auto view, co_await find_call(context));
    view.as_object()["can_resend"] = check_resend(connection_of(context, view), view).has_value();
    co_return json_reply(view);
}

Task<Result<HttpReply>> get_curl(Context& context) {
    CO_TRY(auto const call, co_await find_call(context));
    auto const entry = connection_of(context, call);
    auto const* operation = operation_of(entry, call);
    auto const say = [&](std::string_view code, MessageParams const& params = {}) {
        return messages::text(context.language, "curl." + std::string(code), params);
    };
    std::vector<std::string> remarks;
    if (entry) remarks.push_back(say("token", {{"name", std::string(calls::token_variable)}}));
    if (operation != nullptr && operation->effect != catalogue::Effect::read) remarks.push_back(say("changes"));
    if (find_bool(call, "/request/body/is_cut").value_or(false)) remarks.push_back(say("cut"));
    if (find_bool(call, "/is_masked").value_or(false)) remarks.push_back(say("masked"));
    HttpReply reply;
    reply.headers.set("Content-Type", "text/plain; charset=utf-8");
    reply.body = calls::curl_command(
        call, entry ? calls::credential_headers(*entry->connector) : std::vector<calls::CredentialHeader>{}, remarks);
    co_return reply;
}

Task<Result<HttpReply>> resend(Context& context) {
    CO_TRY(auto const call, co_await find_call(context));
    auto const entry = connection_of(context, call);
    CO_TRY_VOID(check_resend(entry, call));
    if (entry->state == connections::ConnectionState::disabled)
        co_return fail(ErrorKind::conflict, "connections.disabled", "asking again: the connection is disabled");
    RunInput input;
    input.operation = std::string(find_text(call, "/operation").value_or(""));
    input.inputs = *find_object(call, "/inputs");
    input.before_sending = [&context] { return note_in_audit(context, "call.resend", context.path("call_id")); };
    CO_TRY(auto const view, co_await run_operation(context.parts, *entry, std::move(input), context.language));
    co_return json_reply(view);
}

// How many calls, and by which of the filters. What found nothing may be any text, and is not repeated.
std::string export_subject(Context const& context, std::size_t count) {
    auto subject = std::to_string(count);
    if (count == 0) return subject;
    for (auto const* name : {"connection", "operation", "outcome", "record", "from", "to"}) {
        if (auto const value = context.query.text(name); !value.empty()) subject += " " + std::string(name) + "=" + value;
    }
    return subject;
}

Task<Result<HttpReply>> export_har(Context& context) {
    auto filter = filter_of(context);
    filter.limit = har_calls_max;
    CO_TRY_VOID(co_await context.parts.caller.flush());
    calls::WholeCalls whole;
    CO_TRY_VOID(co_await context.parts.database.read([&](Transaction& transaction) -> Result<void> {
        TRY(whole, calls::whole_calls(transaction, context.parts.vault, context.account(), filter));
        return {};
    }));
    HttpReply reply;
    reply.headers.set("Content-Type", "application/json");
    reply.headers.set("Content-Disposition", "attachment; filename=\"calls.har\"");
    // People's data leaves: who took it along, how much and of what stays known.
    CO_TRY_VOID(co_await note_in_audit(context, "call.export", export_subject(context, whole.calls.size())));
    std::function<void()> const work = [&] {
        auto const comment = whole.has_more ? "the newest " + std::to_string(whole.calls.size()) : std::string();
        reply.body = to_text(calls::har_document(whole.calls, context.options.version, comment));
    };
    co_await context.parts.offload.run(work);
    co_return reply;
}

}  // namespace

std::vector<Route> call_routes() {
    return {
        {"GET", "/api/v1/calls", Scope::read, list_calls},
        {"GET", "/api/v1/calls/export.har", Scope::read, export_har},
        {"GET", "/api/v1/calls/{call_id}", Scope::read, get_call},
        {"GET", "/api/v1/calls/{call_id}/curl", Scope::read, get_curl},
        {"POST", "/api/v1/calls/{call_id}/resend", Scope::write, resend},
    };
}

}  // namespace lockstep::api
