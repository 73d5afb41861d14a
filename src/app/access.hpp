// SPDX-License-Identifier: Apache-2.0
// Access: a data folder as a command sees it. Talks to the server that runs on it, or opens the installation in this process
// for as long as the command lasts.
#pragma once

#include <memory>

#include "app/api_client.hpp"
#include "app/installation.hpp"

namespace lockstep::app {

enum class Needs : std::uint8_t {
    records,  // reading and changing what is stored, single calls
    engine    // somebody has to work: plan, start, watch
};

class Access {
public:
    explicit Access(Foundation& foundation) : foundation_(foundation) {}

    // unavailable "app.in_use" while another command has the data folder.
    Task<Result<void>> open(Settings const& settings, Needs needs);
    Task<void> close();

    ApiClient& api() { return *api_; }
    bool has_server() const { return !installation_; }

private:
    Task<Result<void>> open_here(Settings const& settings, Needs needs);

    Foundation& foundation_;
    std::unique_ptr<Installation> installation_;
    std::unique_ptr<Transport> transport_;
    std::unique_ptr<ApiClient> api_;
};

}  // namespace lockstep::app
