// SPDX-License-Identifier: Apache-2.0
#include "webhooks/key_ring.hpp"

#include <algorithm>

#include "vault/signature.hpp"

namespace lockstep::webhooks {
namespace {

constexpr std::size_t key_bytes = 32;

KeyRing::App& app_of(
    KeyRing& ring, std::shared_ptr<catalogue::Connector const> const& connector, std::vector<std::string> const& extra_keys) {
    auto const found = std::ranges::find(ring.apps, connector->id, [](auto const& app) { return app.connector->id; });
    if (found != ring.apps.end()) return *found;
    auto& app = ring.apps.emplace_back(connector);
    for (auto const& declared : connector->webhooks.keys) {
        if (auto raw = vault::ed25519_public_key_from_pem(declared)) app.keys.push_back(*std::move(raw));
    }
    if (!app.keys.empty()) app.keys.insert(app.keys.end(), extra_keys.begin(), extra_keys.end());
    return app;
}

}  // namespace

std::vector<std::string> own_keys(connections::Connection const& connection) {
    std::vector<std::string> keys;
    auto const& raw = connection.webhook_public_key;
    for (std::size_t at = 0; at + key_bytes <= raw.size() && keys.size() < 2; at += key_bytes)
        keys.push_back(raw.substr(at, key_bytes));
    return keys;
}

KeyRing::App const* KeyRing::find(catalogue::Connector const& connector) const {
    auto const found = std::ranges::find(apps, connector.id, [](auto const& app) { return app.connector->id; });
    return found == apps.end() ? nullptr : &*found;
}

bool KeyRing::may_sign_for(connections::Connection const& connection, std::string_view raw) const {
    auto const own = own_keys(connection);
    if (!own.empty()) return std::ranges::find(own, raw) != own.end();
    auto const* app = find(*connection.connector);
    return app != nullptr && std::ranges::find(app->keys, raw) != app->keys.end();
}

KeyRing build_ring(connections::Connectors const& connectors, std::vector<connections::Directory::Entry> const& entries,
    std::vector<std::string> const& extra_keys) {
    using catalogue::SignatureScheme;
    KeyRing ring;
    for (auto const& connector : connectors) {
        if (connector->webhooks.scheme != SignatureScheme::none) app_of(ring, connector, extra_keys);
    }
    for (auto const& entry : entries) {
        if (entry->connector->webhooks.scheme == SignatureScheme::none) continue;
        auto& app = app_of(ring, entry->connector, extra_keys);
        app.has_own_keys = app.has_own_keys || !entry->webhook_public_key.empty();
    }
    return ring;
}

}  // namespace lockstep::webhooks
