// SPDX-License-Identifier: Apache-2.0
#include "webhooks/examine.hpp"

#include <algorithm>
#include <functional>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "vault/signature.hpp"
#include "webhooks/classify.hpp"
#include "webhooks/standard_webhooks.hpp"

namespace lockstep::webhooks {
namespace {

using connections::Connection;
using Entry = connections::Directory::Entry;

// Who vouches for a delivery.
struct Proof {
    Verdict verdict = Verdict::not_authentic;
    std::string_view reason = "no_signature";
    bool is_app_delivery = false;                             // signed by the app itself
    std::string app_key{};                                    // raw Ed25519 key that fits; empty for a legacy signature
    std::shared_ptr<catalogue::Connector const> connector{};  // of an app delivery; shared with the catalogue
    std::vector<Entry> connections{};                         // whose secret fits, or whose token was used
    std::string delivery_id{};
};

constexpr std::size_t unnamed_candidates_max = 64;
constexpr std::size_t account_key_searched_min = 8;  // a shorter one stands in a body by chance

Proof refused(std::string_view reason) { return {.reason = reason}; }

bool is_open(Connection const& connection) { return connection.state != connections::ConnectionState::disabled; }

// Stands in for the connection of an unknown token, so that a guess takes the same steps as a known one before it is refused.
Connection const& decoy() {
    static Connection const connection = [] {
        Connection made;
        made.webhook_secret = Secret{"this secret belongs to nobody and fits nothing"};
        return made;
    }();
    return connection;
}

struct Addressee {
    Entry entry{};                         // null: unknown token, or the shared address
    Connection const* to_check = nullptr;  // the entry or the decoy; null at the shared address
};

Addressee find_addressee(ExamineInput const& input) {
    if (!input.token) return {};
    auto entry = input.directory.by_webhook_token(*input.token);
    if (entry && is_open(*entry)) {
        auto const* connection = entry.get();
        return {std::move(entry), connection};
    }
    return {nullptr, &decoy()};
}

std::string query_value(std::string_view query, std::string_view name) {
    if (name.empty()) return {};
    for (auto part : split(query, '&')) {
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
            return percent_decode(part.substr(name.size() + 1));
    }
    return {};
}

// Whose keys may have signed a delivery: whom the address, the query or the body names, and then the app's own. However many
// connections there are, a delivery costs a few checks.
std::vector<Entry> named_connections(ExamineInput const& input, Addressee const& addressee, KeyRing::App const& app) {
    std::vector<Entry> entries;
    if (addressee.to_check != nullptr) {
        if (addressee.entry) entries.push_back(addressee.entry);
    } else if (app.has_own_keys) {
        if (auto const id = query_value(input.query, "connection"); !id.empty()) {
            if (auto entry = input.directory.find(ConnectionId{id})) entries.push_back(std::move(entry));
        } else if (auto const body = parse_foreign_json(input.request.body)) {
            if (auto const key = account_key_in(*body, *app.connector); !key.empty())
                entries = input.directory.by_account_key(key);
        }
    }
    std::erase_if(entries, [&](Entry const& entry) { return !is_open(*entry) || entry->connector->id != app.connector->id; });
    return entries;
}

std::vector<std::string> keys_to_try(ExamineInput const& input, Addressee const& addressee, KeyRing::App const& app) {
    std::vector<std::string> keys;
    auto const add = [&](std::vector<std::string> const& more) {
        for (auto const& raw : more) {
            if (std::ranges::find(keys, raw) != keys.end()) continue;
            if (addressee.entry && !input.ring.may_sign_for(*addressee.entry, raw)) continue;
            keys.push_back(raw);
        }
    };
    for (auto const& entry : named_connections(input, addressee, app)) add(own_keys(*entry));
    add(app.keys);
    return keys;
}

Proof prove_by_app_key(ExamineInput const& input, Addressee const& addressee, KeyRing::App const& app, std::string_view text) {
    auto const keys = keys_to_try(input, addressee, app);
    if (keys.empty() && app.keys.empty()) return {.verdict = Verdict::later, .reason = "no_key"};
    auto const signature = from_base64(text);
    if (!signature || signature->size() != 64) return refused("malformed_signature");
    for (auto const& raw : keys) {
        if (!vault::ed25519_verify(raw, input.request.body, *signature)) continue;
        if (addressee.to_check != nullptr && !addressee.entry) return refused("unknown_token");
        return {.verdict = Verdict::accepted, .is_app_delivery = true, .app_key = raw, .connector = app.connector};
    }
    return refused("wrong_signature");
}

Proof prove_by_legacy_key(ExamineInput const& input, Addressee const& addressee, KeyRing::App const& app, std::string_view text) {
    auto const signature = from_base64(text);
    if (!signature || signature->size() > 1024) return refused("malformed_signature");
    for (auto const& key : app.connector->webhooks.legacy->keys) {
        if (!vault::rsa_sha256_verify(key, input.request.body, *signature)) continue;
        if (addressee.to_check != nullptr && !addressee.entry) return refused("unknown_token");
        return {.verdict = Verdict::accepted, .is_app_delivery = true, .connector = app.connector};
    }
    return refused("wrong_signature");
}

SignedHeaderNames names_of(catalogue::WebhookRules const& rules) {
    return {rules.id_header, rules.timestamp_header, rules.header};
}

// The specification's own names are everybody's: our envelope comes with them, too. Other names are those of one app.
bool signs_with(Connection const& connection, SignedHeaderNames const& names) {
    auto const& rules = connection.connector->webhooks;
    return names == SignedHeaderNames{} ||
           (rules.scheme == catalogue::SignatureScheme::standard_webhooks && names_of(rules) == names);
}

std::vector<Entry> candidates_for(ExamineInput const& input, SignedHeaderNames const& names) {
    std::string connection = query_value(input.query, "connection");
    std::string account_key;
    if (connection.empty()) {
        if (auto const body = parse_foreign_json(input.request.body)) {
            connection = connection_in(*body);
            for (auto const& app : input.ring.apps) {
                if (account_key.empty()) account_key = account_key_in(*body, *app.connector);
            }
        }
    }
    std::vector<Entry> candidates;
    if (!connection.empty()) {
        if (auto entry = input.directory.find(ConnectionId{connection})) candidates.push_back(std::move(entry));
    } else if (!account_key.empty()) {
        candidates = input.directory.by_account_key(account_key);
    } else {
        // Nothing says whose it is. Checks are cheap, so each secret is tried, up to a bound.
        candidates = input.directory.all();
    }
    std::erase_if(candidates,
        [&](Entry const& entry) { return !is_open(*entry) || entry->webhook_secret.empty() || !signs_with(*entry, names); });
    if (candidates.size() > unnamed_candidates_max) candidates.resize(unnamed_candidates_max);
    return candidates;
}

Proof prove_by_standard_signature(
    ExamineInput const& input, Addressee const& addressee, SignedHeaders const& headers, SignedHeaderNames const& names) {
    auto const check = [&](Connection const& connection) {
        return verify_standard(connection.webhook_secret, headers, input.request.body, input.wall, input.timestamp_tolerance);
    };
    Proof proof;
    auto last = StandardVerdict::wrong;
    auto const candidates = addressee.to_check == nullptr ? candidates_for(input, names) : std::vector<Entry>{};
    for (auto const& entry : candidates) {
        last = check(*entry);
        if (last == StandardVerdict::good) proof.connections.push_back(entry);
    }
    if (candidates.empty()) {
        bool const is_theirs = addressee.entry && signs_with(*addressee.entry, names);
        last = check(is_theirs ? *addressee.entry : decoy());
        if (last == StandardVerdict::good && is_theirs) proof.connections.push_back(addressee.entry);
    }
    if (proof.connections.empty()) {
        return refused(last == StandardVerdict::too_old_or_new ? "old_timestamp"
                       : last == StandardVerdict::malformed    ? "malformed_signature"
                                                               : "wrong_signature");
    }
    proof.verdict = Verdict::accepted;
    proof.delivery_id = printable(headers.id);
    return proof;
}

std::optional<std::string_view> bearer_of(HttpHeaders const& headers) {
    auto const value = headers.find("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (!value || value->size() <= scheme.size() || !equal_ignoring_case(value->substr(0, scheme.size()), scheme))
        return std::nullopt;
    auto const token = trim_ascii(value->substr(scheme.size()));
    if (token.empty()) return std::nullopt;
    return token;
}

Proof prove_by_bearer(ExamineInput const& input, Addressee const& addressee, std::string_view bearer) {
    Proof proof;
    if (addressee.to_check != nullptr) {
        auto const& secret = addressee.to_check->webhook_secret;
        bool const fits = equal_constant_time(vault::sha256(secret.reveal()), vault::sha256(bearer));
        if (fits && addressee.entry && !secret.empty()) proof.connections.push_back(addressee.entry);
    } else {
        proof.connections = input.directory.by_webhook_secret(bearer);
        std::erase_if(proof.connections, [](Entry const& entry) { return !is_open(*entry); });
    }
    if (proof.connections.empty()) return refused("wrong_secret");
    proof.verdict = Verdict::accepted;
    if (auto const id = input.request.headers.find(SignedHeaderNames{}.id); id && id->size() <= 256)
        proof.delivery_id = printable(*id);
    return proof;
}

using Prover = Proof (*)(ExamineInput const&, Addressee const&, KeyRing::App const&, std::string_view);

// By the first app whose key fits, of those whose header is there; nullopt when none is.
std::optional<Proof> prove_by_apps(ExamineInput const& input, Addressee const& addressee, Prover prover,
    std::function<std::string_view(catalogue::WebhookRules const&)> const& header_of) {
    std::optional<Proof> proof;
    for (auto const& app : input.ring.apps) {
        auto const& rules = app.connector->webhooks;
        auto const name = header_of(rules);
        auto const text = name.empty() ? std::string_view{} : rules.signature_in(input.request.headers, name);
        if (text.empty() || (proof && proof->verdict == Verdict::accepted)) continue;
        proof = prover(input, addressee, app, text);
    }
    return proof;
}

// The app's signature goes first: a delivery that carries one is judged by it and by nothing else.
Proof prove(ExamineInput const& input, Addressee const& addressee) {
    using catalogue::SignatureScheme;
    using catalogue::WebhookRules;
    auto const& headers = input.request.headers;
    auto const present = [](WebhookRules const& rules) -> std::string_view {
        return rules.scheme == SignatureScheme::ed25519 ? std::string_view(rules.header) : std::string_view{};
    };
    if (auto proof = prove_by_apps(input, addressee, prove_by_app_key, present)) return *std::move(proof);
    auto const legacy = [&](WebhookRules const& rules) -> std::string_view {
        bool const counts = rules.legacy && (rules.legacy->is_enabled || input.accepts_legacy_signatures);
        return counts ? std::string_view(rules.legacy->header) : std::string_view{};
    };
    if (auto proof = prove_by_apps(input, addressee, prove_by_legacy_key, legacy)) return *std::move(proof);
    std::vector<SignedHeaderNames> names{{}};
    for (auto const& app : input.ring.apps) {
        if (app.connector->webhooks.scheme == SignatureScheme::standard_webhooks)
            names.push_back(names_of(app.connector->webhooks));
    }
    for (auto const& each : names) {
        if (auto const signed_by = signed_headers(headers, each))
            return prove_by_standard_signature(input, addressee, *signed_by, each);
    }
    if (auto const bearer = bearer_of(headers)) return prove_by_bearer(input, addressee, *bearer);
    return refused("no_signature");
}

// The vendor's key signs for every customer of every app, so a token address takes only what names its own account, or none.
std::vector<Entry> route_app_delivery(
    ExamineInput const& input, Addressee const& addressee, Proof const& proof, std::string_view account_key) {
    std::vector<Entry> entries;
    if (addressee.entry) {
        auto const& own = addressee.entry->account_key;
        if (account_key.empty() || own.empty() || own == account_key) entries.push_back(addressee.entry);
    } else if (!account_key.empty()) {
        entries = input.directory.by_account_key(account_key);
    }
    std::erase_if(entries, [&](Entry const& entry) {
        if (!is_open(*entry)) return true;
        if (proof.app_key.empty()) return entry->connector->id != proof.connector->id || !entry->webhook_public_key.empty();
        return !input.ring.may_sign_for(*entry, proof.app_key);
    });
    return entries;
}

// Of a body that cannot be read: the connection of its address, or those whose account's key stands anywhere in it.
std::vector<Entry> route_unreadable(ExamineInput const& input, Addressee const& addressee, Proof const& proof) {
    if (addressee.entry) return route_app_delivery(input, addressee, proof, "");
    std::vector<Entry> entries;
    for (auto const& entry : input.directory.all()) {
        auto const& key = entry->account_key;
        if (entry->connector->id != proof.connector->id || key.size() < account_key_searched_min) continue;
        if (input.request.body.find(key) == std::string::npos) continue;
        auto const meant = route_app_delivery(input, addressee, proof, key);
        for (auto const& each : meant) {
            if (std::ranges::find(entries, each) == entries.end()) entries.push_back(each);
        }
    }
    return entries;
}

// One secret may serve several connections; the envelope can say which it means.
void narrow(std::vector<Entry>& entries, Classified const& classified) {
    if (entries.size() < 2) return;
    auto const keep = [&](auto const& is_meant) {
        if (std::ranges::any_of(entries, is_meant)) std::erase_if(entries, [&](Entry const& entry) { return !is_meant(entry); });
    };
    if (!classified.connection.empty()) keep([&](Entry const& entry) { return entry->id.text() == classified.connection; });
    if (!classified.account_key.empty()) keep([&](Entry const& entry) { return entry->account_key == classified.account_key; });
}

EventId numbered_id(ExamineInput const& input, std::size_t number) {
    auto bytes = input.id_bytes;
    for (std::size_t i = bytes.size(); number > 0 && i-- > 0; number >>= 8) {
        auto const sum = std::to_integer<std::size_t>(bytes[i]) + (number & 0xff);
        bytes[i] = static_cast<std::byte>(sum & 0xff);
        number += sum >> 8 << 8;
    }
    return make_id<EventTag>(input.now, bytes);
}

Delivery make_delivery(ExamineInput const& input, Classified const& classified, std::string const& delivery_id,
    AccountId const& account, ConnectionId const& connection, std::size_t number) {
    Delivery delivery;
    delivery.has_own_id = !delivery_id.empty();
    events::Event event;
    event.account = account;
    event.id = numbered_id(input, number);
    event.connection = connection;
    event.source = events::Source::webhook;
    event.type = classified.type;
    event.record_id = classified.record_id;
    event.email = classified.email;
    // Keyed, because the body may hold little more than an address that somebody could guess.
    event.delivery_id = delivery.has_own_id ? delivery_id
                                            : "content:" + input.vault.blind_index(account, "webhooks.delivery",
                                                               connection.text() + "\n" + input.request.body);
    event.payload = input.request.body;
    event.received_at = input.now;
    event.note = classified.trouble;
    if (classified.trouble.starts_with("not_understood")) event.state = events::EventState::parked;
    delivery.prepared = events::prepare(input.vault, std::move(event));
    return delivery;
}

Delivery make_unrouted(ExamineInput const& input, Classified classified, std::string const& delivery_id) {
    classified.trouble.clear();
    auto delivery = make_delivery(input, classified, delivery_id, input.unrouted_account, input.unrouted_connection, 0);
    delivery.prepared.event.state = events::EventState::ignored;
    delivery.prepared.event.note = "no_connection";
    delivery.is_unrouted = true;
    return delivery;
}

Examined never(std::string_view reason, std::string detail) {
    return {.verdict = Verdict::never, .reason = reason, .detail = std::move(detail), .deliveries = {}, .about = {}};
}

std::vector<ConnectionId> ids_of(std::vector<Entry> const& entries) {
    std::vector<ConnectionId> ids;
    for (auto const& entry : entries) ids.push_back(entry->id);
    return ids;
}

// Of a delivery that nobody vouches for: whose page should tell of it. Only for people to read; nothing is done about it.
std::vector<ConnectionId> claimed_by(ExamineInput const& input, Addressee const& addressee) {
    std::vector<Entry> entries;
    if (addressee.to_check != nullptr) {
        if (addressee.entry) entries.push_back(addressee.entry);
    } else if (auto const id = query_value(input.query, "connection"); !id.empty()) {
        if (auto entry = input.directory.find(ConnectionId{id})) entries.push_back(std::move(entry));
    } else if (auto const body = parse_foreign_json(input.request.body)) {
        for (auto const& app : input.ring.apps) {
            auto const key = account_key_in(*body, *app.connector);
            if (entries.empty() && !key.empty()) entries = input.directory.by_account_key(key);
        }
    }
    std::erase_if(entries, [](Entry const& entry) { return !is_open(*entry) || entry->webhook_token.empty(); });
    return ids_of(entries);
}

}  // namespace

Examined examine(ExamineInput const& input) {
    auto const addressee = find_addressee(input);
    auto proof = prove(input, addressee);
    if (proof.verdict != Verdict::accepted)
        return {.verdict = proof.verdict,
            .reason = proof.reason,
            .detail = {},
            .deliveries = {},
            .about = claimed_by(input, addressee)};

    JsonArena arena;
    auto const body = parse_foreign_json(input.request.body, {}, arena.storage());

    if (input.request.body.empty()) return never("malformed_json", "reading a delivery: it is empty");

    Classified classified;
    std::vector<Entry> entries;
    if (!body || !body->is_object()) {
        // Who sent it is known, and the app does not send again what is refused: kept as it came, for a person.
        classified.type = "unknown";
        classified.trouble = "not_understood: webhooks.malformed_json";
        entries = proof.is_app_delivery ? route_unreadable(input, addressee, proof) : std::move(proof.connections);
    } else if (proof.is_app_delivery) {
        classified = classify_app_delivery(*body, *proof.connector);
        auto const named_event = query_value(input.query, proof.connector->webhooks.event_parameter);
        if (!named_event.empty() && classified.type.starts_with("unknown")) classified.type = printable(named_event);
        entries = route_app_delivery(input, addressee, proof, classified.account_key);
    } else {
        entries = std::move(proof.connections);
        auto envelope = classify_authenticated(*body, *entries.front()->connector);
        if (!envelope) return never("bad_envelope", envelope.error().message);
        classified = std::move(*envelope);
        narrow(entries, classified);
    }
    auto const& delivery_id = proof.delivery_id.empty() ? classified.delivery_id : proof.delivery_id;

    Examined examined{
        .verdict = Verdict::accepted, .reason = "accepted", .detail = {}, .deliveries = {}, .about = ids_of(entries)};
    for (auto const& entry : entries) {
        if (!input.vault.has_account(entry->account))
            return {.verdict = Verdict::later, .reason = "no_account_key", .detail = {}, .deliveries = {}, .about = {}};
        examined.deliveries.push_back(
            make_delivery(input, classified, delivery_id, entry->account, entry->id, examined.deliveries.size()));
    }
    if (examined.deliveries.empty()) examined.deliveries.push_back(make_unrouted(input, classified, delivery_id));
    return examined;
}

}  // namespace lockstep::webhooks
