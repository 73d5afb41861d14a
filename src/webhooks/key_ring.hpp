// SPDX-License-Identifier: Apache-2.0
// KeyRing: which apps send webhooks, and which public keys may have signed them. Made from the connectors' declarations and the
// connections' own keys; immutable, made anew when a connection changes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connections/connection.hpp"

namespace lockstep::webhooks {

// A connection's own keys: Ed25519, raw; two during a rotation.
std::vector<std::string> own_keys(connections::Connection const& connection);

struct KeyRing {
    // One app, whatever its profiles; they share its declaration.
    struct App {
        std::shared_ptr<catalogue::Connector const> connector;  // one of them; shared with the catalogue
        std::vector<std::string> keys{};                        // Ed25519, raw: the declared and the extra ones
        bool has_own_keys = false;  // some connection of it brings its own: worth looking whom a delivery names
    };

    std::vector<App> apps;  // that declare webhooks

    App const* find(catalogue::Connector const& connector) const;
    // A connection's own keys count for it alone and in place of the declared ones.
    bool may_sign_for(connections::Connection const& connection, std::string_view raw) const;
};

// Extra keys stand in for a declared one that has been replaced; they mean nothing to an app that signs otherwise.
KeyRing build_ring(connections::Connectors const& connectors, std::vector<connections::Directory::Entry> const& entries,
    std::vector<std::string> const& extra_keys);

}  // namespace lockstep::webhooks
