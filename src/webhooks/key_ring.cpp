// SPDX-License-Identifier: Apache-2.0
#include "webhooks/key_ring.hpp"

#include <algorithm>

#include "vault/signature.hpp"

namespace lockstep::webhooks {
namespace {

constexpr std::size_t key_bytes = 32;

std::vector<std::string> own_keys(connections::Connection const& connection) {
    std::vector<std::string> keys;
    auto const& raw = connection.webhook_public_key;
    for (std::size_t at = 0; at + key_bytes <= raw.size() && keys.size() < 2; at += key_bytes)
        keys.push_back(raw.substr(at, key_bytes));
    return keys;
}

}  // namespace

DeclaredSignature declared_signature(catalogue::Connector const& connector) {
    DeclaredSignature declared;
    auto const& declaration = connector.declaration;
    if (auto const* keys = find_array(declaration, "/webhooks/signature/keys")) {
        for (auto const& key : *keys) {
            if (!key.is_string()) continue;
            if (auto raw = vault::ed25519_public_key_from_pem(std::string_view(key.as_string())))
                declared.public_keys.push_back(std::move(*raw));
        }
    }
    if (auto const* keys = find_array(declaration, "/webhooks/signature/legacy/keys")) {
        for (auto const& key : *keys) {
            if (key.is_string()) declared.legacy_public_keys.emplace_back(std::string_view(key.as_string()));
        }
    }
    return declared;
}

bool KeyRing::may_sign_for(connections::Connection const& connection, std::string_view raw) const {
    auto const own = own_keys(connection);
    if (!own.empty()) return std::ranges::find(own, raw) != own.end();
    for (auto const& entry : declared) {
        if (entry.connector == connection.connector.get())
            return std::ranges::find(entry.public_keys, raw) != entry.public_keys.end();
    }
    return false;
}

BuiltRing build_ring(connections::Connectors const& connectors, std::vector<connections::Directory::Entry> const& entries,
    std::vector<std::string> const& extra_keys, std::size_t keys_max) {
    BuiltRing built;
    auto& keys = built.ring.keys;
    auto const add = [&](std::string raw, std::shared_ptr<catalogue::Connector const> const& connector) {
        if (raw.size() != key_bytes || std::ranges::any_of(keys, [&](auto const& key) { return key.raw == raw; })) return;
        if (keys.size() < keys_max) {
            keys.push_back({std::move(raw), connector});
        } else {
            ++built.left_out;
        }
    };
    auto const add_connector = [&](std::shared_ptr<catalogue::Connector const> const& connector) {
        auto const is_known = [&](KeyRing::Declared const& known) { return known.connector == connector.get(); };
        if (std::ranges::any_of(built.ring.declared, is_known)) return;
        auto signature = declared_signature(*connector);
        // Extra keys stand in for a declared one that has been replaced; they mean nothing to an app that signs otherwise.
        if (!signature.public_keys.empty()) {
            signature.public_keys.insert(signature.public_keys.end(), extra_keys.begin(), extra_keys.end());
        }
        for (auto const& raw : signature.public_keys) add(raw, connector);
        built.ring.declared.push_back({connector.get(), std::move(signature.public_keys)});
        for (auto& key : signature.legacy_public_keys) built.ring.legacy_keys.push_back({std::move(key), connector});
    };
    for (auto const& connector : connectors) add_connector(connector);
    for (auto const& entry : entries) {
        add_connector(entry->connector);
        for (auto& raw : own_keys(*entry)) add(std::move(raw), entry->connector);
    }
    return built;
}

}  // namespace lockstep::webhooks
