// SPDX-License-Identifier: Apache-2.0
// examine(): everything about one delivery that needs the processor and nothing else: whether it is authentic, what it is about,
// to which connections it goes, sealed and ready to be stored. Runs on any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "connections/connection.hpp"
#include "events/inbox.hpp"
#include "ports/http.hpp"
#include "webhooks/key_ring.hpp"

namespace lockstep::webhooks {

struct ExamineInput {
    HttpRequest const& request;
    std::optional<std::string> token;  // of /webhooks/in/<token>; absent on /webhooks/contacts
    std::string_view query;  // of the address: ?connection=<id>, and the parameter that the app declares for the event's type
    KeyRing const& ring;
    connections::Directory const& directory;
    vault::Vault const& vault;
    AccountId const& unrouted_account;
    ConnectionId const& unrouted_connection;
    TimePoint now;   // engine time: when the delivery was received
    TimePoint wall;  // what the sender's timestamp is compared with
    Duration timestamp_tolerance;
    bool accepts_legacy_signatures;      // whatever the declaration says
    std::array<std::byte, 10> id_bytes;  // randomness for the first event's id; further ones count on from it
};

struct Delivery {
    events::PreparedEvent prepared;
    bool has_own_id = false;  // the sender gave an id; else it was derived from the body
    bool is_unrouted = false;
};

enum class Verdict : std::uint8_t {
    accepted,
    not_authentic,  // 401
    never,          // authentic, and its content can never be accepted: 400
    later,          // cannot be decided now: 429
};

struct Examined {
    Verdict verdict = Verdict::not_authentic;
    std::string_view reason = "no_signature";  // a fixed word, for metrics and logs
    std::string detail;                        // for `never`: what is wrong with the content
    std::vector<Delivery> deliveries;
    // Whose deliveries these are; of one that is refused, whose they say they are.
    std::vector<ConnectionId> about;
};

Examined examine(ExamineInput const& input);

}  // namespace lockstep::webhooks
