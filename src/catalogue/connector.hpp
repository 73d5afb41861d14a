// SPDX-License-Identifier: Apache-2.0
// Connector: the declaration of an app, loaded from src/connectors/<app>/ and validated. Immutable after loading.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalogue/oauth_rules.hpp"
#include "catalogue/webhook_rules.hpp"
#include "contacts/value.hpp"
#include "messages/messages.hpp"
#include "ports/http.hpp"

namespace lockstep::catalogue {

// What a reply means, whatever the app's way of saying it.
enum class ReplyClass : std::uint8_t {
    ok,
    duplicate,     // a create refused because the record exists; existing_id when the app says which
    invalid,       // the app refuses the content (400, 422, an error envelope)
    unauthorized,  // the credential is not accepted
    forbidden,     // accepted but not allowed here
    not_found,
    limited,        // too fast
    quota_spent,    // the day's or month's allowance is gone
    changed_since,  // a conditional write found another version
    unavailable,    // 5xx
    malformed,      // not what the app is documented to answer (HTML, truncated JSON, wrong envelope)
};
std::string_view to_string(ReplyClass reply_class);

// The outcome of reading a reply: `body` is what the operation declares as its result (inside an envelope when there is one).
struct Reading {
    ReplyClass reply_class = ReplyClass::malformed;
    Json body;
    std::string message;      // the app's own words, shortened; may name field names, never logged as they can hold values
    std::string existing_id;  // duplicate only
    std::string trace_id;     // the app's request id, when it gives one
};

enum class OperationKind : std::uint8_t {
    action,
    search,
    trigger
};
enum class Effect : std::uint8_t {
    read,
    create,
    update,
    remove
};
enum class Evidence : std::uint8_t {
    documented,
    seen_in_code,
    own_contract,
    assumed
};

// What sending it twice does.
enum class Idempotency : std::uint8_t {
    reads,    // nothing: it only reads
    same,     // the same as sending it once
    repeats,  // it again
};
std::string_view to_string(Idempotency idempotency);

struct Input {
    std::string name;
    std::string type;   // JSON Schema type
    std::string place;  // path, query, body, header
    messages::LocalText label;
    messages::LocalText help;
    bool required = false;
};

struct Operation {
    std::string id;  // "contacts.create_contact": unique in the connector
    OperationKind kind = OperationKind::action;
    Effect effect = Effect::read;
    Evidence evidence = Evidence::documented;
    std::int64_t calls = 1;  // of the app's allowance; for a listing: each page
    Idempotency idempotency = Idempotency::reads;
    bool retry_is_safe = true;  // sending it twice has the effect of sending it once: not `repeats`
    messages::LocalText title;
    messages::LocalText help;
    std::string method;
    std::string path;  // "/contacts/{contactId}"
    std::vector<Input> inputs;
    std::vector<std::string> side_effects;  // "sends_invitation"; each has a sentence "side_effect.<word>"
    std::vector<std::string> scopes;
    std::string event_type;  // triggers: the type on the wire
    Json declaration;        // the whole file, for forms, docs and what the generic code reads

    bool has_side_effect(std::string_view word) const;
};

struct RateLimits {
    std::int64_t burst = 0;  // calls per interval; 0: none declared
    Duration interval{0};
    std::int64_t per_day = 0;
    std::int64_t per_month = 0;  // 0: no monthly quota
    std::string header_limit, header_remaining, header_interval_ms, header_daily_limit, header_daily_remaining,
        header_daily_reset_ms, header_month_limit, header_month_remaining, header_month_reset;
};

// One setting that a connection must bring.
struct Setting {
    std::string name;
    std::string option;   // what the command line calls it
    bool routes = false;  // webhooks name the account by its value
    messages::LocalText label, help;
};

// What a person is asked for besides: the token or key.
struct CredentialWords {
    std::string option;
    messages::LocalText label, help;
    // How it is replaced, as the app says; zero: it says nothing. For so long the app accepts the one before as well; after so
    // long people are reminded; by then the app wants it replaced.
    std::chrono::days overlap{0}, remind_after{0}, replace_after{0};
};

class RecordBinding;    // catalogue/binding.hpp
class AttachedBinding;  // catalogue/attached.hpp
enum class AttachedKind : std::uint8_t;

struct Connector {
    std::string id;            // the folder's name
    std::string profile;       // equals id when there is one profile only
    std::string app_title;     // what people call the app
    std::string title;         // the same for the profile
    messages::LocalText help;  // of the profile, else of the app
    std::string logo;          // SVG; empty when there is none
    std::string default_base_url;
    CredentialWords credential;
    // Which profile is meant when a person names the app only.
    bool is_default_at_own_address = false, is_default_elsewhere = false;
    // Profiles with which a default mapping has this one as side a, or as side b.
    std::vector<std::string> pairs_as_a, pairs_as_b;
    RateLimits limits;
    std::string verify_operation;  // one call that proves a credential works
    // Where a reply of that call names whom the credential belongs to: the first list that gives a text, its parts joined.
    std::vector<std::vector<std::string>> owner;
    // Where such a reply names the account itself: the first pointer that gives an id. Empty: a setting names it, or nothing
    // does.
    std::vector<std::string> account;
    std::vector<Setting> settings;
    std::vector<Operation> operations;
    WebhookRules webhooks;            // scheme none where the profile sends none
    std::optional<OAuthRules> oauth;  // none: the app takes a token or key only
    Json declaration;
    std::shared_ptr<RecordBinding const> contacts;  // shared: a connector is copied with its profile; never null
    std::shared_ptr<AttachedBinding const> notes;   // of a contact; null: this profile cannot tell of any
    std::shared_ptr<AttachedBinding const> tasks;
    bool holds_health_data = false;

    AttachedBinding const* attached(AttachedKind kind) const;

    Operation const* find(std::string_view operation_id) const;
    // The setting by which webhooks name the account; null when there is none.
    Setting const* routing_setting() const;
};

// A file of a connector folder as it is embedded in the program: "app/operations/contacts/get_contact.json".
struct DeclarationFile {
    std::string_view path;
    std::string_view text;
};

// All connectors, one entry per profile. Validation messages name file, JSON pointer and remedy; all problems are reported.
Result<std::vector<std::shared_ptr<Connector const>>> load_connectors(std::vector<DeclarationFile> const& files);

// What a connection brings to a request.
struct ConnectionSettings {
    std::string base_url;
    JsonObject values;  // by name; available to declarations as ${setting.<name>}
};

// Why a text cannot be the base URL of an app: "scheme" (neither http nor https), "user" (a name or password in it), "extra" (a
// query or fragment), "form" (no host, or no address at all); empty when it can.
std::string_view address_problem(std::string_view base_url);

// Inputs are checked against the declaration (missing, unknown, wrong type: invalid with the input's name). The base URL's host
// is the only host; path parameters are percent-encoded; header values with CR, LF or NUL are refused.
Result<HttpRequest> render_request(Connector const& connector, Operation const& operation, JsonObject const& inputs,
    ConnectionSettings const& settings, Secret const& credential);

Reading read_reply(Connector const& connector, Operation const& operation, HttpReply const& reply);

// The inputs of the next page, or nullopt at the end. `page_number` counts from 1; a repeated cursor ends the listing with
// corrupt "catalogue.paging_repeats".
Result<std::optional<JsonObject>> next_page(
    Operation const& operation, JsonObject const& inputs, Json const& body, std::int64_t page_number);

}  // namespace lockstep::catalogue
