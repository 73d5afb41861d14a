// SPDX-License-Identifier: Apache-2.0
// DemoEdits: what persons at both simulated apps do during the demo: one edit after another, and how long it took to arrive.
#pragma once

#include <string>
#include <vector>

#include "app/console.hpp"
#include "app/foundation.hpp"
#include "app/sandbox_host.hpp"
#include "sandbox/prng.hpp"

namespace lockstep::app {

struct DemoApp {
    std::string id;  // of its connector
    std::string name;
    sandbox::App& app;
    SandboxHost& host;
};

struct DemoPerson {
    std::string name;
    std::string a_record;
    std::string b_record;
};

class DemoEdits {
public:
    DemoEdits(Foundation& foundation, Console& console, DemoApp highlevel, DemoApp hexfit, std::uint64_t seed)
        : foundation_(foundation),
          console_(console),
          highlevel_(std::move(highlevel)),
          hexfit_(std::move(hexfit)),
          chance_(seed) {}

    // Until stop().
    Task<void> run(std::vector<DemoPerson> people);
    void stop() {
        is_stopping_ = true;
        stopped_.notify();
    }
    std::int64_t arrived() const { return arrived_; }
    std::int64_t made() const { return made_; }

private:
    Task<void> edit_one(DemoPerson const& person, bool at_highlevel);

    Foundation& foundation_;
    Console& console_;
    DemoApp highlevel_;
    DemoApp hexfit_;
    sandbox::Prng chance_;
    Signal stopped_;
    bool is_stopping_ = false;
    std::int64_t made_ = 0;
    std::int64_t arrived_ = 0;
};

}  // namespace lockstep::app
