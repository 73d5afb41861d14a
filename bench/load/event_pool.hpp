// SPDX-License-Identifier: Apache-2.0
// EventPool: whole HTTP requests with signed ContactUpdate events, made before the clock runs, because making a signature costs
// as much as the rest of sending.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace lockstep::bench {

struct EventSettings {
    std::string host;                  // for the Host header
    std::string path;                  // "/webhooks/contacts"
    std::string location;              // locationId
    std::string run;                   // prefix of every webhookId
    std::string seed;                  // of the signing key, 32 bytes
    std::vector<std::string> records;  // contact ids, used in turn
    std::size_t body_bytes = 1536;
};

class EventPool {
public:
    // Made up events about settings.records.
    EventPool(EventSettings settings, std::size_t count);
    // Bodies that somebody else has written; settings.records and body_bytes mean nothing then.
    EventPool(EventSettings settings, std::vector<std::string> const& bodies);

    std::size_t size() const { return ends_.size(); }
    std::string_view request(std::size_t number) const;
    // The webhookId of an event.
    std::string id(std::size_t number) const { return settings_.run + "-" + std::to_string(number); }

private:
    void add(Secret const& private_key, std::string_view content);
    std::string body(std::size_t number) const;

    EventSettings settings_;
    std::string text_;
    std::vector<std::size_t> ends_;
};

}  // namespace lockstep::bench
