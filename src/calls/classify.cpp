// SPDX-License-Identifier: Apache-2.0
#include "calls/classify.hpp"

#include <algorithm>

namespace lockstep::calls {
namespace {

using catalogue::Effect;
using catalogue::ReplyClass;

Error error_of(ErrorKind kind, std::string code, catalogue::Operation const& operation, std::string const& words) {
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.message = "calling " + operation.id + (words.empty() ? std::string() : ": " + words);
    return error;
}

TryResult without_reply(catalogue::Operation const& operation, SendFailure const& failure) {
    TryResult result;
    // A connection that was not free, or a program that ends, says nothing about the app.
    bool const is_ours = failure.error.code == "http.no_free_connection" || failure.error.kind == ErrorKind::cancelled;
    result.counts_for_breaker = !is_ours;
    result.has_reached_app = failure.may_have_arrived;
    result.error = failure.error;
    bool const changes_something = operation.effect != Effect::read;
    if (changes_something && failure.may_have_arrived) {
        result.kind = OutcomeKind::unknown;
        return result;
    }
    result.kind = OutcomeKind::retry_later;
    result.may_repeat = !is_ours;
    return result;
}

}  // namespace

TryResult classify(
    catalogue::Operation const& operation, catalogue::Reading const* reading, int status, SendFailure const* failure) {
    if (failure != nullptr) return without_reply(operation, *failure);
    TryResult result;
    auto const refused = [&](ErrorKind kind, std::string code) {
        result.kind = OutcomeKind::refused;
        result.error = error_of(kind, std::move(code), operation, reading->message);
        return result;
    };
    bool const creates = operation.effect == Effect::create;
    switch (reading->reply_class) {
        case ReplyClass::ok: result.kind = OutcomeKind::done; return result;
        case ReplyClass::duplicate: return refused(ErrorKind::conflict, "calls.duplicate");
        case ReplyClass::invalid: return refused(ErrorKind::invalid, "calls.refused");
        case ReplyClass::unauthorized:
            // Nothing was done, and nothing is wrong with what was asked: it waits until the credential is accepted again.
            result.kind = OutcomeKind::retry_later;
            result.error =
                error_of(ErrorKind::denied, "calls.needs_credential", operation, "the app refuses the connection's credential");
            return result;
        case ReplyClass::forbidden: return refused(ErrorKind::denied, "calls.forbidden");
        case ReplyClass::not_found: return refused(ErrorKind::not_found, "calls.not_found");
        case ReplyClass::changed_since: return refused(ErrorKind::conflict, "calls.changed_since");
        case ReplyClass::limited:
        case ReplyClass::quota_spent:
            // The app says it did nothing: safe to repeat, whatever the operation.
            result.kind = OutcomeKind::retry_later;
            result.is_limited = reading->reply_class == ReplyClass::limited;
            result.may_repeat = result.is_limited;
            result.error = error_of(ErrorKind::limited,
                reading->reply_class == ReplyClass::limited ? "calls.limited" : "calls.quota_spent", operation, reading->message);
            return result;
        case ReplyClass::unavailable:
        case ReplyClass::malformed:
            result.counts_for_breaker = true;
            result.error = error_of(ErrorKind::unavailable,
                reading->reply_class == ReplyClass::malformed ? "calls.malformed_reply" : "calls.unavailable", operation,
                "the app answered " + std::to_string(status));
            // A failing server may have done it all the same: a create is looked for, an update is read again.
            result.kind = creates || operation.effect != Effect::read ? OutcomeKind::unknown : OutcomeKind::retry_later;
            result.may_repeat = operation.effect == Effect::read;
            return result;
    }
    return result;
}

bool may_try_again(TryResult const& result, bool is_scarce, int tries, int tries_max) {
    if (!result.may_repeat || tries >= tries_max) return false;
    return !is_scarce || !result.has_reached_app || result.is_limited;
}

Duration jittered_pause(int tries, Random& random) {
    auto const ceiling = std::min<std::uint64_t>(30'000'000, std::uint64_t{1'000'000} << std::min(tries, 5));
    return Duration{static_cast<std::int64_t>(random.below(ceiling))};
}

}  // namespace lockstep::calls
