// SPDX-License-Identifier: Apache-2.0
// The gate, the headers, the webhooks and the automation of the simulated HighLevel.
#include "sandbox/highlevel/highlevel_app.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/resources.hpp"
#include "sandbox/highlevel/routes.hpp"
#include "sandbox/letter_case.hpp"
#include "vault/signature.hpp"

namespace lockstep::sandbox {

using namespace highlevel;

namespace {

constexpr std::array<std::string_view, 4> versions{"2021-07-28", "2021-04-15", "2023-02-21", "v3"};

std::string seed_bytes(Prng stream) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) {
        auto const word = stream.next();
        for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift);
    }
    return bytes;
}

std::vector<std::string> text_list(JsonArray const& array) {
    std::vector<std::string> list;
    for (auto const& item : array) {
        if (item.is_string()) list.emplace_back(item.get_string());
    }
    return list;
}

// Null where a table knows better: "/locations/search" is no location.
Route<HighLevelModel> const* find_own_route(Request const& request, std::vector<std::string_view>& names) {
    auto const* route = find_route(all_routes(), request, names);
    if (route == nullptr || route->handler == nullptr || request.segments.size() != 2 || request.segments[0] != "locations")
        return route;
    return request.segments[1] == "search" ? nullptr : route;
}

}  // namespace

HighLevelApp::HighLevelApp(HighLevelSettings settings) : HighLevelApp(settings, Prng{settings.seed}.fork("highlevel")) {}

HighLevelApp::HighLevelApp(HighLevelSettings settings, Prng const& root)
    : ModelledApp(root),
      model_(std::move(settings), root.fork("model"), faults_),
      oauth_(root.fork("oauth"), model_.settings.location_id),
      resources_(resource_table(), root.fork("resources"), model_.settings.location_id),
      webhook_ids_(root.fork("webhook_ids")) {
    auto const pair = vault::ed25519_key_pair(seed_bytes(root.fork("webhook_key")));
    public_key_ = pair.public_key;
    private_key_ = pair.private_key;
    app_id_ = to_hex(seed_bytes(root.fork("app_id")).substr(0, 12));
    model_.publish = [this](std::string_view type, JsonObject fields, TimePoint now) { publish(type, std::move(fields), now); };
    resources_.publish = model_.publish;
    resources_.exists_elsewhere = [this](std::string_view what, std::string_view id) {
        return what != "contact" || model_.contacts.find(id) != nullptr;
    };
    add_special_resources(resources_);
}

std::string HighLevelApp::webhook_public_key_pem() const { return vault::ed25519_public_key_to_pem(public_key_); }

ModelledApp::Matched HighLevelApp::match(Request const& request) const {
    std::vector<std::string_view> names;
    auto const* route = find_own_route(request, names);
    if (route == nullptr) {
        auto const* other = resource_table().find_route(request);
        return other == nullptr ? Matched{} : Matched{other->operation, other->route_kind()};
    }
    bool const names_contact = request.segments[0] == "contacts" && route->pattern.size() > 1 && route->pattern[1] == "{}";
    return {route->operation, route->kind, names_contact ? std::string(names[0]) : std::string{}};
}

Answer HighLevelApp::handle(HttpRequest const& request, TimePoint now) {
    auto const parsed = parse_request(request);
    bool const is_oauth = !parsed.segments.empty() && (parsed.segments[0] == "oauth" || parsed.segments[0] == "v2");
    if (!is_oauth) return ModelledApp::handle(request, now);
    advance(now);
    constexpr std::string_view operation = "oauth";
    counters_.add("call", operation);
    Answer answer{fault_reply(503), faults_.draw_latency(), faults_.strikes(FaultKind::lost_request, operation, now)};
    if (answer.lose_reply) return answer;
    if (faults_.strikes(FaultKind::server_error, operation, now)) return answer;
    if (parsed.segments.size() == 3 && parsed.segments[2] == "uninstall") {
        bool const is_done = uninstall(std::string(parsed.query_value("owner").value_or("")), now);
        answer.reply = json_reply(is_done ? 200 : 404, JsonObject{{"uninstalled", is_done}});
        return answer;
    }
    auto reply = oauth_.answer(parsed, now);
    answer.reply = reply ? *std::move(reply) : not_found(model_, "Cannot find this route");
    answer.lose_reply = faults_.strikes(FaultKind::lost_reply, operation, now);
    return answer;
}

bool HighLevelApp::uninstall(std::string const& owner, TimePoint now) {
    if (!oauth_.uninstall(owner)) return false;
    bool const is_company = owner == oauth_.company_id();
    JsonObject event{{"appId", oauth_.client_id().substr(0, oauth_.client_id().find('-'))}, {"companyId", oauth_.company_id()}};
    if (!is_company) event["locationId"] = owner;
    publish("UNINSTALL", std::move(event), now);
    return true;
}

std::optional<std::string> HighLevelApp::location_of(Request const& request, TimePoint now) const {
    auto const token = bearer_token(*request.headers);
    if (token.empty()) return std::nullopt;
    auto const& several = model_.settings.tokens;
    bool const is_private =
        several.empty() ? equal_constant_time(token, model_.settings.token) : std::ranges::find(several, token) != several.end();
    if (is_private) return model_.settings.location_id;
    return oauth_.location_of(token, now);
}

HighLevelModel& HighLevelApp::model_of(std::string const& location) {
    if (location == model_.settings.location_id) return model_;
    auto& other = others_[location];
    if (!other) {
        auto settings = model_.settings;
        settings.location_id = location;
        other = std::make_unique<HighLevelModel>(std::move(settings), Prng{model_.settings.seed}.fork(location), faults_);
        other->publish = [this](std::string_view type, JsonObject fields, TimePoint at) { publish(type, std::move(fields), at); };
    }
    return *other;
}

std::optional<HttpReply> HighLevelApp::gate(Request const& request, Matched const& matched, TimePoint now) {
    auto const location = location_of(request, now);
    if (!location) return error_reply(model_, 401, "Invalid token: access token is invalid");
    auto const version = request.headers->find("Version");
    if (!version) return error_reply(model_, 401, "version header was not found.");
    if (std::ranges::find(versions, *version) == versions.end()) return error_reply(model_, 401, "version header is invalid");
    if (!limit_.take(now)) return fault_reply(429);
    if (matched.operation.empty()) {
        std::string path;
        for (auto const& segment : request.segments) path += "/" + segment;
        return not_found(model_, "Cannot " + std::string(request.method) + " " + path);
    }
    if (!may_call(model_.settings, request)) return error_reply(model_, 401, "The token is not authorized for this scope.");
    auto const named = request.segments[0] == "locations" && request.segments.size() > 1 && request.segments[1] != "search"
                           ? std::optional<std::string_view>(request.segments[1])
                           : request.query_value("locationId");
    if (named && *named != *location) return error_reply(model_, 403, "The token does not have access to this location.");
    bool const wants_location = matched.operation == "get-contacts" || matched.operation == "get-duplicate-contact" ||
                                matched.operation == "get-contacts-by-businessId";
    if (wants_location && !named) return unprocessable(model_, {"locationId can't be undefined"});
    return std::nullopt;
}

HttpReply HighLevelApp::perform(Request const& request, TimePoint now) {
    RouteCall call{request, {}, now, {}};
    auto const* route = find_own_route(request, call.names);
    if (route == nullptr) return perform_on_resources(model_, resources_, request, now);
    call.operation = route->operation;
    auto reply = route->handler(model_of(location_of(request, now).value_or(model_.settings.location_id)), call);
    bool const wrote_contact =
        reply.status < 300 && route->kind != RouteKind::read && !call.names.empty() && call.request.segments[0] == "contacts";
    if (wrote_contact && faults_.strikes(FaultKind::automation, call.operation, now)) {
        auto const variant = faults_.variant(FaultKind::automation, 3);
        run_later(now + faults_.draw(FaultKind::automation, faults_.settings.automation),
            [this, id = std::string(call.names[0]), variant](TimePoint then) { run_automation(id, variant, then); });
    }
    if (wrote_contact && faults_.strikes(FaultKind::name_case, call.operation, now)) {
        run_later(now + faults_.draw(FaultKind::name_case, faults_.settings.automation),
            [this, id = std::string(call.names[0])](TimePoint then) { put_names_in_capitals(id, then); });
    }
    return reply;
}

// What a location's own workflow does to a contact that changed. Each variant leaves alone what it already did.
void HighLevelApp::run_automation(std::string const& contact_id, std::uint64_t variant, TimePoint now) {
    auto const present = model_.contacts.find(contact_id);
    if (!present) return;
    Contact contact = *present;
    if (variant == 0) contact[Field::city] = upper_case_ascii(contact[Field::city]);
    if (variant == 1) contact[Field::last_name] = upper_case_ascii(contact[Field::last_name]);
    if (variant == 2) std::erase(contact[Field::postal_code], ' ');
    save_own_change(present, std::move(contact), now);
}

void HighLevelApp::put_names_in_capitals(std::string const& contact_id, TimePoint now) {
    auto const present = model_.contacts.find(contact_id);
    if (!present) return;
    Contact contact = *present;
    for (auto const field : {Field::first_name, Field::last_name}) contact[field] = upper_case_ascii(contact[field]);
    save_own_change(present, std::move(contact), now);
}

void HighLevelApp::save_own_change(ContactPointer const& before, Contact after, TimePoint now) {
    if (after.texts == before->texts) return;
    auto const id = before->id;
    if (before_own_change) before_own_change(id, now);
    auto const stored = model_.save(std::move(after), now);
    model_.publish_changes(*before, *stored, now);
    if (after_own_change) after_own_change(id, now);
}

void HighLevelApp::add_headers(HttpReply& reply, TimePoint now) const {
    auto const& settings = limit_.settings;
    if (settings.daily_most > 0) {
        reply.headers.add("X-RateLimit-Limit-Daily", std::to_string(settings.daily_most));
        reply.headers.add("X-RateLimit-Daily-Remaining", std::to_string(limit_.daily_left()));
        reply.headers.add("X-RateLimit-Daily-Reset", std::to_string(limit_.until_daily_reset(now).count() / 1'000));
    }
    limit_.add_burst_headers(reply);
}

HttpReply HighLevelApp::fault_reply(int status) {
    switch (status) {
        case 401: return error_reply(model_, 401, "Invalid JWT");
        case 403: return error_reply(model_, 403, "The token is not authorized for this scope.");
        case 422: return unprocessable(model_, {"contact could not be validated"});
        case 429: return error_reply(model_, 429, "Too Many Requests");
        case 500: return error_reply(model_, 500, "Internal server error");
        case 502: {
            HttpReply reply;
            reply.status = 502;
            reply.headers.add("Content-Type", "text/html");
            reply.body = "<html><body>502 Bad Gateway</body></html>";
            return reply;
        }
        default: return error_reply(model_, status, "Service unavailable");
    }
}

HttpReply HighLevelApp::not_found_reply(std::string_view record) { return contact_not_found(model_, record); }

ShownRecords HighLevelApp::shown_records(Request const& request, Matched const& matched) const {
    // A look-up names a key in its filters; what asks for everybody, or for whoever changed, does not.
    bool const looks_up = request.body.find("customFields.") != std::string_view::npos ||
                          request.body.find("\"email\"") != std::string_view::npos ||
                          request.body.find("\"phone\"") != std::string_view::npos;
    if (matched.operation == "search-contacts-advanced")
        return {.items = "/contacts", .totals = {"/total"}, .is_whole_listing = !looks_up};
    if (matched.operation == "get-contacts")
        return {.items = "/contacts", .totals = {"/count", "/meta/total"}, .next = "/meta/nextPageUrl", .is_whole_listing = true};
    if (matched.operation == "get-contact") return {.record = "/contact"};
    return {};
}

std::string HighLevelApp::event_body(std::string_view type, JsonObject fields, std::string const& id, TimePoint now) const {
    JsonObject event{{"type", type}};
    if (model_.settings.nested_webhooks) {
        event.emplace("timestamp", format_time(now));
        event.emplace("webhookId", id);
        event.emplace("data", std::move(fields));
        return to_text(event);
    }
    event.reserve(fields.size() + 4);
    for (auto& [name, value] : fields) event.emplace(name, std::move(value));
    event.emplace("timestamp", format_time(now));
    event.emplace("webhookId", id);
    event.emplace("appId", app_id_);
    return to_text(event);
}

void HighLevelApp::publish(std::string_view type, JsonObject fields, TimePoint now) {
    if (webhook_url_.empty()) {
        counters_.add("webhook", "made");
        return;
    }
    auto const make = [&](JsonObject event_fields) {
        // Mixed with the time, so that a sandbox that was started anew does not repeat the ids of its former life.
        auto id = to_hex(seed_bytes(Prng{webhook_ids_.next() ^ static_cast<std::uint64_t>(to_micros(now))}).substr(0, 16));
        auto body = event_body(type, std::move(event_fields), id, now);
        return QueuedWebhook{std::move(id), "", std::move(body)};
    };
    auto first = make(fields);
    queue_webhook(std::move(first), [&] { return make(fields); }, now);
}

std::optional<HttpRequest> HighLevelApp::sign_webhook(QueuedWebhook const& webhook, TimePoint) {
    if (webhook_url_.empty()) return std::nullopt;
    HttpRequest request;
    request.method = "POST";
    request.url = webhook_url_;
    request.headers.add("Content-Type", "application/json");
    request.headers.add("X-GHL-Signature", to_base64(vault::ed25519_sign(private_key_, webhook.body)));
    request.body = webhook.body;
    return request;
}

std::optional<Duration> HighLevelApp::retry_after(int status, int attempt) {
    constexpr int retries_most = 6;
    if (status != 429 || attempt > retries_most) return std::nullopt;
    return std::chrono::minutes{10} + std::chrono::seconds{delivery_stream_.below(90)};
}

void HighLevelApp::clear_records() {
    model_.clear();
    others_.clear();
    resources_.clear();
    limit_.clear();
}

Json HighLevelApp::identity() const {
    return JsonObject{{"app", "highlevel"}, {"locationId", location_id()}, {"token", token()},
        {"webhookPublicKey", webhook_public_key_pem()}, {"clientId", oauth_.client_id()},
        {"clientSecret", oauth_.client_secret()}, {"companyId", oauth_.company_id()}};
}

Json HighLevelApp::limits() const {
    return JsonObject{{"burst", limit_.settings.burst_most}, {"burst_window_ms", limit_.settings.burst_window.count() / 1'000},
        {"daily", limit_.settings.daily_most}, {"text_length", model_.settings.text_length_most},
        {"cut_long_texts", model_.settings.cut_long_texts}, {"allow_duplicates", model_.settings.allow_duplicates},
        {"match_email_first", model_.settings.match_email_first}, {"nested_webhooks", model_.settings.nested_webhooks},
        {"oauth_access_seconds", std::chrono::duration_cast<std::chrono::seconds>(oauth_.settings.access_life).count()},
        {"oauth_old_refresh_seconds", std::chrono::duration_cast<std::chrono::seconds>(oauth_.settings.old_refresh_life).count()},
        {"oauth_locations", oauth_.settings.locations}, {"oauth_may_reconnect", oauth_.settings.may_reconnect}};
}

Result<void> HighLevelApp::apply_limits(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return fail(ErrorKind::invalid, "sandbox.bad_limits", "reading limits: an object is expected");
    for (auto const& [name, value] : *object) {
        auto const* number = value.if_int64();
        auto const* flag = value.if_bool();
        if (number != nullptr && *number >= 0 && name == "burst")
            limit_.settings.burst_most = static_cast<std::uint64_t>(*number);
        else if (number != nullptr && *number >= 0 && name == "daily")
            limit_.settings.daily_most = static_cast<std::uint64_t>(*number);
        else if (number != nullptr && *number > 0 && *number < 86'400'000 && name == "burst_window_ms")
            limit_.settings.burst_window = std::chrono::milliseconds{*number};
        else if (name == "scopes" && value.is_array())
            model_.settings.scopes = text_list(value.get_array());
        else if (name == "tokens" && value.is_array())
            model_.settings.tokens = text_list(value.get_array());
        else if (number != nullptr && *number > 0 && name == "text_length")
            model_.settings.text_length_most = static_cast<std::size_t>(*number);
        else if (number != nullptr && *number > 0 && *number < 400'000'000 && name == "oauth_access_seconds")
            oauth_.settings.access_life = std::chrono::seconds{*number};
        else if (number != nullptr && *number >= 0 && *number < 400'000'000 && name == "oauth_old_refresh_seconds")
            oauth_.settings.old_refresh_life = std::chrono::seconds{*number};
        else if (number != nullptr && *number >= 0 && *number <= 500 && name == "oauth_locations")
            oauth_.settings.locations = *number;
        else if (flag != nullptr && name == "oauth_may_reconnect")
            oauth_.settings.may_reconnect = *flag;
        else if (flag != nullptr && name == "cut_long_texts")
            model_.settings.cut_long_texts = *flag;
        else if (flag != nullptr && name == "allow_duplicates")
            model_.settings.allow_duplicates = *flag;
        else if (flag != nullptr && name == "match_email_first")
            model_.settings.match_email_first = *flag;
        else if (flag != nullptr && name == "nested_webhooks")
            model_.settings.nested_webhooks = *flag;
        else
            return fail(
                ErrorKind::invalid, "sandbox.bad_limits", "reading limits: unknown or mistyped member " + std::string(name));
    }
    return {};
}

}  // namespace lockstep::sandbox
