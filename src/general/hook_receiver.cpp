// SPDX-License-Identifier: Apache-2.0
#include "general/hook_receiver.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "webhooks/refusal.hpp"

namespace lockstep::general {
namespace {

constexpr std::size_t body_bytes_max = 1 << 20;
constexpr std::size_t delivery_id_bytes_max = 200;
constexpr std::size_t form_fields_max = 1000;

std::string form_text(std::string_view encoded) {
    std::string spaced(encoded);
    std::ranges::replace(spaced, '+', ' ');
    return with_valid_utf8(percent_decode(spaced));
}

// A name that comes twice has a list.
Result<std::string> form_payload(std::string_view body) {
    JsonObject fields;
    auto const parts = split(body, '&');
    if (parts.size() > form_fields_max)
        return fail(ErrorKind::invalid, "webhooks.unknown_content", "reading a form: it has too many fields");
    for (auto const part : parts) {
        if (part.empty()) continue;
        auto const equals = part.find('=');
        auto const name = form_text(part.substr(0, equals));
        Json const value(form_text(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1)));
        auto* known = fields.if_contains(name);
        if (known == nullptr)
            fields[name] = value;
        else if (known->is_array())
            known->get_array().push_back(value);
        else
            *known = JsonArray{*known, value};
    }
    return to_text(Json(std::move(fields)));
}

// The sender's own id of what it sends, by which a repetition is known.
std::string delivery_id_of(HttpHeaders const& headers) {
    for (auto const* name : {"webhook-id", "idempotency-key"}) {
        auto const id = headers.find(name);
        if (id && !id->empty() && id->size() <= delivery_id_bytes_max) return printable(*id);
    }
    return {};
}

}  // namespace

Result<std::string> hook_payload(HttpRequest const& request) {
    auto const header = request.headers.find("Content-Type").value_or("");
    auto const type = lower_ascii(trim_ascii(header.substr(0, header.find(';'))));
    if (type == "application/x-www-form-urlencoded") return form_payload(request.body);
    if (!type.empty() && type != "application/json" && !type.ends_with("+json") && type != "text/plain")
        return fail(ErrorKind::invalid, "webhooks.unknown_content",
            "reading what was posted: " + printable(type.substr(0, 60)) + " is neither JSON nor a form");
    auto const parsed = parse_json(request.body);
    if (!parsed) return fail(ErrorKind::invalid, "webhooks.malformed_json", parsed.error().message);
    return request.body;
}

HookReceiver::HookReceiver(
    HookReceiverParts parts, std::vector<events::Listener*> listeners, std::vector<std::string> trusted_proxies)
    : parts_(std::move(parts)), listeners_(std::move(listeners)), trusted_proxies_(std::move(trusted_proxies)) {}

HttpReply HookReceiver::refuse(int status, std::string_view reason, std::string_view detail, int retry_after_seconds) {
    parts_.metrics.add("lockstep_webhooks_refused_total", 1, {{"reason", reason}});
    return webhooks::refusal(status, reason, detail, retry_after_seconds);
}

Task<HttpReply> HookReceiver::handle(HttpRequest request) {
    auto const now = parts_.clock.now();
    auto const source = webhooks::source_address(request, trusted_proxies_);
    if (request.method != "POST") {
        auto reply = refuse(405, "not_post", "Send a POST.");
        reply.headers.add("Allow", "POST");
        co_return reply;
    }
    if (request.body.size() > body_bytes_max)
        co_return refuse(413, "too_large", "A delivery may have up to " + std::to_string(body_bytes_max) + " bytes.");
    if (!throttle_.admits(source, now))
        co_return refuse(429, "too_many_failures", "Too many deliveries from this address did not check.", 30);

    auto const path = request.url.substr(0, request.url.find('?'));
    auto const token = path.substr(path.rfind('/') + 1);
    auto const found = co_await parts_.database.read_value(
        [&](Transaction& transaction) { return find_hook(transaction, parts_.vault, parts_.account, token); });
    if (!found) co_return refuse(429, "not_stored", "The delivery could not be stored.", 5);
    if (!*found) {
        throttle_.charge(source, now);
        co_return refuse(401, "not_authentic", "The delivery's signature, secret or address was not accepted.");
    }
    auto const& hook = **found;
    auto payload = hook_payload(request);
    if (!payload) co_return refuse(400, payload.error().code.substr(payload.error().code.find('.') + 1), payload.error().message);

    events::Event event;
    event.account = parts_.account;
    event.id = parts_.random.id<EventTag>(now);
    event.connection = ConnectionId{hook.id.text()};
    event.source = events::Source::webhook;
    event.type = std::string(hook_event_type);
    event.delivery_id = delivery_id_of(request.headers);
    if (event.delivery_id.empty()) event.delivery_id = event.id.text();
    event.payload = *std::move(payload);
    event.received_at = now;
    event.state = events::EventState::done;
    auto const prepared = events::prepare(parts_.vault, std::move(event));
    auto const stored = co_await parts_.database.write_value([&](Transaction& transaction) -> Result<events::Stored> {
        TRY(auto result, events::store(transaction, prepared, listeners_));
        if (!result.is_duplicate) TRY_VOID(count_received(transaction, parts_.account, hook.id, now));
        return result;
    });
    if (!stored) {
        parts_.log.warning("a webhook was not stored and is to be sent again", {{"code", std::string_view(stored.error().code)}});
        co_return refuse(429, "not_stored", "The delivery could not be stored.", 5);
    }
    parts_.metrics.add(stored->is_duplicate ? "lockstep_webhooks_duplicate_total" : "lockstep_webhooks_accepted_total", 1);
    HttpReply reply;
    reply.headers.add("Content-Type", "application/json");
    reply.body = to_text(JsonObject{{"accepted", true}, {"eventId", stored->id.text()}, {"duplicate", stored->is_duplicate}});
    co_return reply;
}

}  // namespace lockstep::general
