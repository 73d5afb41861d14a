// SPDX-License-Identifier: Apache-2.0
#include "general/runner.hpp"

#include "base/text.hpp"
#include "calls/classify.hpp"
#include "calls/exchange.hpp"
#include "catalogue/composed.hpp"
#include "catalogue/operation_file.hpp"
#include "general/schedule.hpp"

namespace lockstep::general {
namespace {

using calls::OutcomeKind;

constexpr std::size_t reply_bytes_max = 1 << 20;
constexpr int times_shown = 5;
constexpr Duration mail_limit = std::chrono::seconds{60};
constexpr Duration by_hand_retry = std::chrono::minutes{1};

std::string text_of(JsonObject const& inputs, std::string_view name) {
    auto const* value = inputs.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}
std::int64_t number_of(JsonObject const& inputs, std::string_view name) {
    auto const* value = inputs.if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

Ran with_result(Json result) {
    Ran ran;
    ran.outcome.kind = OutcomeKind::done;
    ran.outcome.reading.reply_class = catalogue::ReplyClass::ok;
    ran.result = std::move(result);
    ran.is_sent = true;
    return ran;
}

std::unexpected<Error> held(std::string_view operation) {
    return fail(ErrorKind::conflict, "calls.observe_only",
        "running " + std::string(operation) + ": this installation only observes until a person confirms that it may write");
}

// What the call record and whoever asked are shown of a message: where it goes, not what it says.
HttpRequest shown_mail(MailSettings const& settings, MailEnvelope const& envelope, MailDraft const& draft) {
    HttpRequest shown;
    shown.method = "SEND";
    shown.url = std::string(settings.server.tls == MailTls::implicit ? "smtps://" : "smtp://") + settings.server.host + ":" +
                std::to_string(settings.server.port);
    shown.headers.add("From", draft.sender);
    for (auto const& each : envelope.recipients) shown.headers.add("To", each);
    shown.headers.add("Subject", with_valid_utf8(draft.subject));
    shown.body = "(" + std::to_string(envelope.message.size()) + " bytes)";
    return shown;
}

Result<MailDraft> draft_of(JsonObject const& inputs, MailSettings const& settings) {
    MailDraft draft;
    draft.sender_name = settings.sender_name;
    draft.sender = settings.sender;
    TRY(draft.to, parse_addresses(text_of(inputs, "to")));
    TRY(draft.cc, parse_addresses(text_of(inputs, "cc")));
    TRY(draft.bcc, parse_addresses(text_of(inputs, "bcc")));
    TRY(auto const reply_to, parse_addresses(text_of(inputs, "reply_to")));
    if (draft.to.empty() || reply_to.size() > 1)
        return fail(ErrorKind::invalid, "general.bad_mail_address",
            draft.to.empty() ? "sending an e-mail: it goes to nobody" : "sending an e-mail: replies go to one address");
    if (!reply_to.empty()) draft.reply_to = reply_to.front();
    draft.subject = text_of(inputs, "subject");
    draft.text = text_of(inputs, "text");
    return draft;
}

OutcomeKind kind_of(MailFailure const& failure) {
    if (failure.may_have_arrived) return OutcomeKind::unknown;
    return failure.error.kind == ErrorKind::invalid ? OutcomeKind::refused : OutcomeKind::retry_later;
}

}  // namespace

Task<Result<Ran>> Runner::run(RunInput input) {
    auto const* operation = catalogue::general_operations()->find(input.operation);
    if (operation == nullptr) {
        auto const name = printable(std::string_view(input.operation).substr(0, 100));
        co_return fail(ErrorKind::not_found, "catalogue.unknown_operation",
            "running an operation: there is none called \"" + name + "\"", {{"reason", "named"}, {"name", name}});
    }
    if (catalogue::is_pure(*operation)) {
        CO_TRY(auto result, catalogue::run_general(*operation, input.inputs));
        co_return with_result(std::move(result));
    }
    CO_TRY(auto const inputs, catalogue::fill_inputs(*operation, input.inputs, {}));
    if (operation->id == "http.send_request") co_return co_await send_request(*operation, inputs, input);
    if (operation->id == "email.send") co_return co_await send_mail(inputs, input);
    if (operation->id == "manual.started") co_return co_await start(inputs, input);
    if (operation->id == "delay.marker") co_return mark_delay(inputs);
    if (operation->id == "schedule.due") co_return show_schedule(inputs);
    co_return fail(ErrorKind::invalid, "catalogue.not_callable",
        "running " + operation->id + ": it is a trigger, which something from outside sets off");
}

Task<Result<Ran>> Runner::try_mail(std::string to, std::string subject, std::string text) {
    RunInput const input{.operation = "email.send",
        .inputs = JsonObject{{"to", to}, {"subject", subject}, {"text", text}},
        .is_dry_run = false,
        .purpose = "by hand"};
    co_return co_await send_mail(input.inputs, input);
}

Task<Result<Ran>> Runner::send_request(catalogue::Operation const& operation, Inputs inputs, RunInput const& input) {
    CO_TRY(auto request, catalogue::compose_request(operation, inputs));
    auto as = catalogue::composed_operation(operation.id, request.method);
    auto const limit = std::chrono::seconds{number_of(inputs, "timeout_seconds")};
    auto const id = text_of(inputs, "connection");
    Ran ran;
    if (id.empty()) {
        if (request.url.starts_with('/'))
            co_return fail(ErrorKind::invalid, "catalogue.bad_input",
                "rendering " + operation.id + ": input \"url\" has to be a whole address where no connection is given");
        ran.request = request;
        if (input.is_dry_run) co_return ran;
        if (parts_.caller.holds_writes() && as.effect != catalogue::Effect::read) co_return held(operation.id);
        ran = co_await send_outside(std::move(request), as, limit, input.purpose);
    } else {
        auto const connection = parts_.directory.find(ConnectionId{id});
        if (!connection || connection->account != parts_.account)
            co_return fail(ErrorKind::not_found, "connections.unknown_connection",
                "sending a request: there is no connection \"" + printable(std::string_view(id).substr(0, 60)) + "\"");
        // Rendered with a mask in place of the credential, so that what is shown cannot hold it.
        CO_TRY(ran.request,
            catalogue::authorize_composed(*connection->connector, request, connection->settings, Secret{"********"}));
        if (input.is_dry_run) co_return ran;
        calls::CallRequest call;
        call.connection = connection->id;
        call.operation = operation.id;
        call.lane = catalogue::Lane::interactive;
        call.timeout = limit;
        call.purpose = input.purpose;
        call.composed = std::make_shared<calls::ComposedCall const>(calls::ComposedCall{std::move(as), std::move(request)});
        ran.outcome = co_await parts_.caller.call(std::move(call));
        ran.is_sent = true;
    }
    if (ran.outcome.reply) ran.result = catalogue::composed_reply(*ran.outcome.reply, reply_bytes_max);
    co_return ran;
}

// Once: a person sees what came of it and asks again, or not.
Task<Ran> Runner::send_outside(HttpRequest request, catalogue::Operation const& as, Duration limit, std::string const& purpose) {
    Ran ran;
    ran.request = request;
    ran.is_sent = true;
    auto const begun = parts_.clock.now();
    auto const shown = calls::without_secrets(request);
    auto answer = co_await parts_.outside.send(std::move(request), Deadline{begun + limit});
    auto& outcome = ran.outcome;
    outcome.tries = 1;
    if (answer) {
        outcome.status = answer->status;
        outcome.reading.reply_class = catalogue::class_of_status(answer->status);
        outcome.reply = *std::move(answer);
    }
    auto const result = calls::classify(
        as, outcome.reply ? &outcome.reading : nullptr, outcome.status, outcome.reply ? nullptr : &answer.error());
    outcome.kind = result.kind;
    outcome.error = result.error;
    // What may not be asked will not be allowed by waiting.
    bool const is_final = outcome.error.kind == ErrorKind::denied || outcome.error.kind == ErrorKind::invalid;
    if (outcome.kind == OutcomeKind::retry_later && is_final) outcome.kind = OutcomeKind::refused;
    if (!outcome.reply)
        outcome.reading.reply_class = is_final ? catalogue::ReplyClass::invalid : catalogue::ReplyClass::unavailable;
    if (outcome.kind == OutcomeKind::retry_later) outcome.retry_at = parts_.clock.now() + by_hand_retry;
    outcome.call = parts_.caller.record({.account = parts_.account,
        .operation = as.id,
        .purpose = purpose,
        .sent = shown,
        .reply = outcome.reply,
        .kind = outcome.kind,
        .error_code = outcome.error.code,
        .begun = begun});
    co_return ran;
}

Task<Result<Ran>> Runner::send_mail(Inputs inputs, RunInput const& input) {
    CO_TRY(auto const settings, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_mail(transaction, parts_.vault, parts_.account);
    }));
    if (!settings) co_return fail(ErrorKind::conflict, "general.no_mail_server", "sending an e-mail: no mail server is set");
    CO_TRY(auto const draft, draft_of(inputs, *settings));
    auto const begun = parts_.clock.now();
    auto const id = parts_.random.id<CallTag>(begun).text().substr(4);
    MailEnvelope envelope{.sender = settings->sender, .recipients = draft.to, .message = {}};
    for (auto const* more : {&draft.cc, &draft.bcc}) {
        for (auto const& each : *more) {
            if (std::ranges::find(envelope.recipients, each) == envelope.recipients.end()) envelope.recipients.push_back(each);
        }
    }
    envelope.message = mail_message(draft, id, parts_.clock.wall());
    auto const count = envelope.recipients.size();
    Ran ran;
    auto const shown = shown_mail(*settings, envelope, draft);
    ran.request = shown;
    if (input.is_dry_run) co_return ran;
    if (parts_.caller.holds_writes()) co_return held("email.send");
    ran.is_sent = true;
    auto const sent = co_await parts_.mail.send(settings->server, std::move(envelope), mail_limit);
    auto& outcome = ran.outcome;
    outcome.tries = 1;
    outcome.kind = sent ? OutcomeKind::done : kind_of(sent.error());
    outcome.reading.reply_class = sent ? catalogue::ReplyClass::ok : catalogue::ReplyClass::unavailable;
    if (outcome.kind == OutcomeKind::refused) outcome.reading.reply_class = catalogue::ReplyClass::invalid;
    if (sent)
        ran.result = JsonObject{{"message_id", message_id(draft, id)}, {"recipients", count}};
    else
        outcome.error = sent.error().error;
    if (outcome.kind == OutcomeKind::retry_later) outcome.retry_at = parts_.clock.now() + by_hand_retry;
    outcome.call = parts_.caller.record({.account = parts_.account,
        .operation = "email.send",
        .purpose = input.purpose,
        .sent = shown,
        .reply = {},
        .kind = outcome.kind,
        .error_code = outcome.error.code,
        .begun = begun});
    co_return ran;
}

Task<Result<Ran>> Runner::start(Inputs inputs, RunInput const& input) {
    auto const* given = inputs.if_contains("data");
    Json result = JsonObject{{"data", given == nullptr ? Json(JsonObject()) : *given}};
    if (input.is_dry_run) {
        auto ran = with_result(std::move(result));
        ran.is_sent = false;
        co_return ran;
    }
    auto const now = parts_.clock.now();
    events::Event event;
    event.account = parts_.account;
    event.id = parts_.random.id<EventTag>(now);
    event.connection = ConnectionId{"none"};
    event.source = events::Source::person;
    event.type = "manual.started";
    event.delivery_id = event.id.text();
    event.payload = to_text(result);
    event.received_at = now;
    event.state = events::EventState::done;
    auto const id = event.id.text();
    auto const prepared = events::prepare(parts_.vault, std::move(event));
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(events::store(transaction, prepared, parts_.listeners));
        return {};
    }));
    result.as_object()["event"] = id;
    co_return with_result(std::move(result));
}

Result<Ran> Runner::mark_delay(Inputs inputs) const {
    auto const length = std::chrono::days{number_of(inputs, "days")} + std::chrono::hours{number_of(inputs, "hours")} +
                        std::chrono::minutes{number_of(inputs, "minutes")};
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(length);
    return with_result(JsonObject{{"seconds", seconds.count()},
        {"over_at", format_time(std::chrono::floor<std::chrono::seconds>(parts_.clock.wall()) + seconds)}});
}

Result<Ran> Runner::show_schedule(Inputs inputs) const {
    TRY(auto const schedule, read_schedule(inputs));
    JsonArray next;
    auto after = parts_.clock.wall();
    for (int i = 0; i < times_shown; ++i) {
        after = next_due(schedule, after);
        next.emplace_back(format_time(after));
    }
    return with_result(JsonObject{{"next", std::move(next)}});
}

}  // namespace lockstep::general
