// SPDX-License-Identifier: Apache-2.0
// HookReceiver: POST /webhooks/in/hook_<token>. Whatever is posted to a hook becomes an event "webhook.received", durable before
// it is answered 200. It answers as webhooks::Ingress does: 401 for an address that is none, 429 for what is to be sent again.
#pragma once

#include <vector>

#include "events/inbox.hpp"
#include "general/hooks.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "webhooks/source_throttle.hpp"

namespace lockstep::general {

inline constexpr std::string_view hook_event_type = "webhook.received";

// JSON as it came; the fields of a form as an object of texts. invalid "webhooks.malformed_json" and
// "webhooks.unknown_content" for what is neither.
Result<std::string> hook_payload(HttpRequest const& request);

struct HookReceiverParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
};

class HookReceiver final : public HttpHandler {
public:
    HookReceiver(HookReceiverParts parts, std::vector<events::Listener*> listeners, std::vector<std::string> trusted_proxies);

    Task<HttpReply> handle(HttpRequest request) override;

private:
    HttpReply refuse(int status, std::string_view reason, std::string_view detail, int retry_after_seconds = 0);

    HookReceiverParts parts_;
    std::vector<events::Listener*> listeners_;
    std::vector<std::string> trusted_proxies_;
    webhooks::SourceThrottle throttle_{webhooks::ThrottleLimits{}};
};

}  // namespace lockstep::general
