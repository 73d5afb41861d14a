// SPDX-License-Identifier: Apache-2.0
// CredentialSource: where a call gets its connection's credential from, at the moment it is sent. The directory's is what a
// person entered; one that renews tokens can stand in its place.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "connections/connection.hpp"
#include "ports/task.hpp"

namespace lockstep::calls {

class CredentialSource {
public:
    virtual ~CredentialSource() = default;

    // What stands in the directory is what to send: there is nothing to wait for, and nobody is asked.
    virtual bool is_in_directory(connections::Connection const& /*connection*/) const { return false; }
    // What to send now; renews first what has expired (by Clock::wall). On an error nothing is sent: `denied` means that the
    // connection needs a new credential from a person, anything else that it is tried again.
    virtual Task<Result<Secret>> current(connections::Connection const& connection) = 0;
    // The app has refused `refused`. Another one when there is one by now; nullopt when there is no better.
    virtual Task<Result<std::optional<Secret>>> after_refusal(
        connections::Connection const& connection, Secret const& refused) = 0;
};

class DirectoryCredentials final : public CredentialSource {
public:
    explicit DirectoryCredentials(connections::Directory const& directory) : directory_(directory) {}

    Task<Result<Secret>> current(connections::Connection const& connection) override;
    Task<Result<std::optional<Secret>>> after_refusal(connections::Connection const& connection, Secret const& refused) override;

    // The same as current(), which never has to wait.
    Secret present(connections::Connection const& connection) const;

private:
    connections::Directory const& directory_;
};

}  // namespace lockstep::calls
