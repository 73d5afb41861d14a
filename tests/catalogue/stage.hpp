// SPDX-License-Identifier: Apache-2.0
// Stage: a simulated app in which everything stands that the declared examples of an app name, so that an operation can be run
// with them. One per operation: none sees what another did.
#pragma once

#include <memory>
#include <string>

#include "catalogue/connector.hpp"
#include "sandbox/app.hpp"

namespace lockstep::catalogue_tests {

inline TimePoint const stage_time = from_micros(1'772'500'000'000'000);  // 3 March 2026, when the examples are from

class Stage {
public:
    virtual ~Stage() = default;

    HttpReply send(HttpRequest const& request);
    virtual sandbox::App& app() = 0;
    virtual Json everything() = 0;           // whatever the app keeps: what it keeps before and after tells what an operation did
    virtual std::string person() const = 0;  // who stands in the app's book from the start
    virtual std::string webhook_key() const = 0;     // Ed25519 key with which the app signs; may be empty
    virtual std::string webhook_secret() const = 0;  // or the secret; may be empty
    virtual std::string account_key() const = 0;

    catalogue::ConnectionSettings settings;
    Secret credential;
    TimePoint now = stage_time;
};

// Null for an app that is not simulated.
std::unique_ptr<Stage> make_stage(
    catalogue::Connector const& connector, catalogue::Operation const* operation = nullptr, JsonObject const& examples = {});

}  // namespace lockstep::catalogue_tests
