// SPDX-License-Identifier: Apache-2.0
#include "catalogue/connector.hpp"

#include <algorithm>

#include "catalogue/attached.hpp"

namespace lockstep::catalogue {

std::string_view to_string(ReplyClass reply_class) {
    switch (reply_class) {
        case ReplyClass::ok: return "ok";
        case ReplyClass::duplicate: return "duplicate";
        case ReplyClass::invalid: return "invalid";
        case ReplyClass::unauthorized: return "unauthorized";
        case ReplyClass::forbidden: return "forbidden";
        case ReplyClass::not_found: return "not_found";
        case ReplyClass::limited: return "limited";
        case ReplyClass::quota_spent: return "quota_spent";
        case ReplyClass::changed_since: return "changed_since";
        case ReplyClass::unavailable: return "unavailable";
        case ReplyClass::malformed: return "malformed";
    }
    return "malformed";
}

std::string_view to_string(Idempotency idempotency) {
    switch (idempotency) {
        case Idempotency::reads: return "reads";
        case Idempotency::same: return "same";
        case Idempotency::repeats: return "repeats";
    }
    return "repeats";
}

bool Operation::has_side_effect(std::string_view word) const {
    return std::ranges::find(side_effects, word) != side_effects.end();
}

Operation const* Connector::find(std::string_view operation_id) const {
    auto const found = std::ranges::find(operations, operation_id, &Operation::id);
    return found == operations.end() ? nullptr : &*found;
}

AttachedBinding const* Connector::attached(AttachedKind kind) const {
    return kind == AttachedKind::note ? notes.get() : tasks.get();
}

Setting const* Connector::routing_setting() const {
    auto const found = std::ranges::find(settings, true, &Setting::routes);
    return found == settings.end() ? nullptr : &*found;
}

}  // namespace lockstep::catalogue
