// SPDX-License-Identifier: Apache-2.0
// A place among those whose password is being hashed or checked; given back when it goes.
#pragma once

#include <utility>

#include "api/context.hpp"

namespace lockstep::api {

class PasswordPass {
public:
    static Result<PasswordPass> enter(PasswordGate& gate) {
        if (gate.in_flight >= PasswordGate::in_flight_max) {
            return fail(ErrorKind::limited, "api.busy", "checking a password: too many are being checked right now");
        }
        ++gate.in_flight;
        return PasswordPass(&gate);
    }
    PasswordPass(PasswordPass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    PasswordPass(PasswordPass const&) = delete;
    PasswordPass& operator=(PasswordPass const&) = delete;
    PasswordPass& operator=(PasswordPass&&) = delete;
    ~PasswordPass() {
        if (gate_ != nullptr) --gate_->in_flight;
    }

private:
    explicit PasswordPass(PasswordGate* gate) : gate_(gate) {}
    PasswordGate* gate_;
};

}  // namespace lockstep::api
