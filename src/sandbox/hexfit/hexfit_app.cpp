// SPDX-License-Identifier: Apache-2.0
// The key, the quota and the webhooks of the simulated Hexfit.
#include "sandbox/hexfit/hexfit_app.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "sandbox/letter_case.hpp"
#include "vault/signature.hpp"

namespace lockstep::sandbox {

using namespace hexfit;

namespace {

std::int64_t month_of(TimePoint now) {
    std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(now)};
    return static_cast<std::int64_t>(static_cast<int>(date.year())) * 12 + static_cast<unsigned>(date.month()) - 1;
}

TimePoint start_of_month(std::int64_t month) {
    return std::chrono::sys_days{std::chrono::year{static_cast<int>(month / 12)} / static_cast<int>(month % 12 + 1) / 1};
}

constexpr std::uint64_t no_quota = 1'000'000'000;

}  // namespace

HexfitApp::HexfitApp(HexfitSettings settings) : HexfitApp(settings, Prng{settings.seed}.fork("hexfit")) {}

HexfitApp::HexfitApp(HexfitSettings settings, Prng const& root)
    : ModelledApp(root), model_(std::move(settings), root.fork("model"), faults_) {
    per_second_.settings = {model_.settings.per_second_most, std::chrono::seconds{1}, 0};
    model_.publish = [this](std::string_view type, JsonObject client, TimePoint now) { publish(type, std::move(client), now); };
}

Routes const& HexfitApp::routes() const { return model_.settings.serves_full ? full_routes() : user_routes(); }

ModelledApp::Matched HexfitApp::match(Request const& request) const {
    std::vector<std::string_view> names;
    auto const* route = find_route(routes(), request, names);
    if (route == nullptr) return {};
    auto const& pattern = route->pattern;
    bool const names_client = pattern.size() > 3 && pattern[2] == "clients" && pattern[3] == "{}";
    return {route->operation, route->kind, names_client ? std::string(names[0]) : std::string{}};
}

void HexfitApp::roll_month(TimePoint now) {
    auto const month = month_of(now);
    if (month != month_) used_ = 0;
    month_ = month;
}

std::optional<HttpReply> HexfitApp::gate(Request const& request, Matched const& matched, TimePoint now) {
    roll_month(now);
    auto const token = bearer_token(*request.headers);
    if (token.empty() || !equal_constant_time(token, model_.settings.key))
        return failed(model_, 401, "unauthorized", "The key is missing, wrong or expired.");
    if (quota_spent_since_ || (model_.settings.monthly_quota > 0 && used_ >= model_.settings.monthly_quota)) {
        if (quota_spent_since_) counters_.add("fault", "quota_spent");
        auto reply = failed(model_, 429, "quota_spent", "The allowance of this month is spent.");
        auto const wait = std::chrono::ceil<std::chrono::seconds>(start_of_month(month_ + 1) - now);
        reply.headers.add("Retry-After", std::to_string(wait.count()));
        return reply;
    }
    if (!per_second_.take(now)) return fault_reply(429);
    ++used_;
    if (matched.operation.empty()) return not_found(model_);
    return std::nullopt;
}

HttpReply HexfitApp::perform(Request const& request, TimePoint now) {
    RouteCall call{request, {}, now, {}};
    auto const* route = find_route(routes(), request, call.names);
    if (route == nullptr) return not_found(model_);
    call.operation = route->operation;
    auto reply = route->handler(model_, call);
    bool const wrote_client = reply.status < 300 && route->kind == RouteKind::write && call.names.size() == 1;
    if (wrote_client && faults_.strikes(FaultKind::name_case, call.operation, now)) {
        run_later(now + faults_.draw(FaultKind::name_case, faults_.settings.automation),
            [this, id = std::string(call.names[0])](TimePoint then) { put_names_in_proper_case(id, then); });
    }
    return reply;
}

void HexfitApp::put_names_in_proper_case(std::string const& client_id, TimePoint now) {
    auto const present = model_.clients.find(client_id);
    if (present == model_.clients.end()) return;
    Client client = present->second;
    for (auto const field : {Field::firstname, Field::lastname}) client[field] = proper_case_ascii(client[field]);
    if (client.texts == present->second.texts) return;
    if (before_own_change) before_own_change(client_id, now);
    model_.save(std::move(client), "client.updated", now);
    if (after_own_change) after_own_change(client_id, now);
}

void HexfitApp::add_headers(HttpReply& reply, TimePoint) const {
    auto const most = model_.settings.monthly_quota > 0 ? model_.settings.monthly_quota : no_quota;
    reply.headers.add("X-Quota-Limit", std::to_string(most));
    reply.headers.add("X-Quota-Remaining", std::to_string(quota_spent_since_ ? 0 : most - std::min(most, used_)));
    reply.headers.add("X-Quota-Reset", format_time(start_of_month(month_ + 1)));
    if (model_.settings.serves_full) per_second_.add_burst_headers(reply);
}

HttpReply HexfitApp::fault_reply(int status) {
    switch (status) {
        case 401: return failed(model_, 401, "unauthorized", "The key is missing, wrong or expired.");
        case 403: return failed(model_, 403, "forbidden", "This key may not do that.");
        case 422: return failed(model_, 400, "invalid", "The request could not be carried out.");
        case 429: {
            auto reply = failed(model_, 429, "too_fast", "Too many calls within one second.");
            reply.headers.add("Retry-After", "1");
            return reply;
        }
        case 502: {
            HttpReply reply;
            reply.status = 502;
            reply.headers.add("Content-Type", "text/html");
            reply.body = "<html><body>Bad Gateway</body></html>";
            return reply;
        }
        default: return failed(model_, status, "internal", "Something went wrong here.");
    }
}

HttpReply HexfitApp::not_found_reply(std::string_view) { return not_found(model_); }

ShownRecords HexfitApp::shown_records(Request const&, Matched const& matched) const {
    if (matched.operation == "listClients")
        return {.items = "/value/items", .totals = {"/value/total"}, .next = "/value/next_cursor", .is_whole_listing = true};
    if (matched.operation == "searchClients") return {.items = "/value/items"};
    if (matched.operation == "listChanges") return {.items = "/value/items", .item_record = "/client"};
    if (matched.operation == "getClient") return {.record = "/value"};
    return {};
}

void HexfitApp::publish(std::string_view type, JsonObject client, TimePoint now) {
    auto const make = [&](std::string const& target) {
        auto id = model_.new_event_id(now);
        auto body = to_text(JsonObject{{"id", id}, {"type", type}, {"occurred_at", format_time(now)}, {"client", client}});
        return QueuedWebhook{std::move(id), target, std::move(body)};
    };
    if (!webhook_url_.empty()) queue_webhook(make(""), [&] { return make(""); }, now);
    for (auto const& [id, target] : model_.targets) {
        if (target.events.contains(type)) queue_webhook(make(id), [&] { return make(id); }, now);
    }
}

std::optional<HttpRequest> HexfitApp::sign_webhook(QueuedWebhook const& webhook, TimePoint now) {
    HttpRequest request;
    request.method = "POST";
    auto const* secret = &model_.settings.webhook_secret;
    if (webhook.target.empty()) {
        request.url = webhook_url_;
    } else if (auto const target = model_.targets.find(webhook.target); target != model_.targets.end()) {
        request.url = target->second.url;
        secret = &target->second.secret;
    }
    if (request.url.empty()) return std::nullopt;
    constexpr std::string_view prefix = "whsec_";
    auto const bytes = from_base64(std::string_view(*secret).substr(std::min(prefix.size(), secret->size()))).value_or(*secret);
    auto const seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    request.headers.add("Content-Type", "application/json");
    request.headers.add("webhook-id", webhook.id);
    request.headers.add("webhook-timestamp", seconds);
    request.headers.add(
        "webhook-signature", "v1," + to_base64(vault::hmac_sha256(bytes, webhook.id + "." + seconds + "." + webhook.body)));
    request.body = webhook.body;
    return request;
}

std::optional<Duration> HexfitApp::retry_after(int, int attempt) {
    constexpr std::array<std::chrono::seconds, 5> waits{std::chrono::seconds{5}, std::chrono::seconds{30},
        std::chrono::seconds{120}, std::chrono::seconds{600}, std::chrono::seconds{3'600}};
    if (attempt < 1 || attempt > static_cast<int>(waits.size())) return std::nullopt;
    return waits[static_cast<std::size_t>(attempt - 1)];
}

void HexfitApp::clear_records() {
    model_.clear();
    per_second_.clear();
    used_ = 0;
}

Json HexfitApp::identity() const {
    return JsonObject{{"app", "hexfit"}, {"key", key()}, {"webhookSecret", webhook_secret()}, {"invitations", invitations()},
        {"quotaUsed", used_}};
}

Json HexfitApp::limits() const {
    return JsonObject{{"monthly_quota", model_.settings.monthly_quota}, {"quota_used", used_},
        {"per_second", per_second_.settings.burst_most}, {"serves_full", model_.settings.serves_full}};
}

Result<void> HexfitApp::apply_limits(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return fail(ErrorKind::invalid, "sandbox.bad_limits", "reading limits: an object is expected");
    for (auto const& [name, value] : *object) {
        auto const* number = value.if_int64();
        auto const* flag = value.if_bool();
        bool const counts = number != nullptr && *number >= 0;
        if (counts && name == "monthly_quota")
            model_.settings.monthly_quota = static_cast<std::uint64_t>(*number);
        else if (counts && name == "quota_used")
            used_ = static_cast<std::uint64_t>(*number);
        else if (counts && name == "per_second")
            per_second_.settings.burst_most = static_cast<std::uint64_t>(*number);
        else if (flag != nullptr && name == "serves_full")
            model_.settings.serves_full = *flag;
        else
            return fail(
                ErrorKind::invalid, "sandbox.bad_limits", "reading limits: unknown or mistyped member " + std::string(name));
    }
    return {};
}

}  // namespace lockstep::sandbox
