// SPDX-License-Identifier: Apache-2.0
// KeyRing: which Ed25519 keys may have signed a delivery, and for which connections each counts. Made from the connectors'
// declarations and the connections' own keys; immutable, made anew when a connection changes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connections/connection.hpp"

namespace lockstep::webhooks {

// What a connector declares under /webhooks/signature; empty when it signs otherwise or not at all.
struct DeclaredSignature {
    std::vector<std::string> public_keys;         // Ed25519, raw; two during a rotation
    std::vector<std::string> legacy_public_keys;  // RSA, PEM or the base64 in it
};
DeclaredSignature declared_signature(catalogue::Connector const& connector);

struct KeyRing {
    struct Key {
        std::string raw;
        std::shared_ptr<catalogue::Connector const> connector;  // whose deliveries it signs; shared with the catalogue
    };
    struct Declared {
        catalogue::Connector const* connector;  // identity only
        std::vector<std::string> public_keys;
    };

    std::vector<Key> keys;           // Ed25519; each once
    std::vector<Key> legacy_keys;    // PEM or the base64 in it
    std::vector<Declared> declared;  // with the extra keys

    // A connection's own keys count for it alone and in place of the declared ones.
    bool may_sign_for(connections::Connection const& connection, std::string_view raw) const;
};
// Keys beyond `keys_max` are left out and counted: every one of them is tried on a forged delivery.
struct BuiltRing {
    KeyRing ring;
    std::size_t left_out = 0;
};
BuiltRing build_ring(connections::Connectors const& connectors, std::vector<connections::Directory::Entry> const& entries,
    std::vector<std::string> const& extra_keys, std::size_t keys_max);

}  // namespace lockstep::webhooks
