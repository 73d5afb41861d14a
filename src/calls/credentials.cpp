// SPDX-License-Identifier: Apache-2.0
#include "calls/credentials.hpp"

#include "base/bytes.hpp"

namespace lockstep::calls {

Secret DirectoryCredentials::present(connections::Connection const& connection) const {
    // As it stands now: it may have been replaced since the call began.
    auto const entry = directory_.find(connection.id);
    return entry ? entry->credential : connection.credential;
}

Task<Result<Secret>> DirectoryCredentials::current(connections::Connection const& connection) { co_return present(connection); }

Task<Result<std::optional<Secret>>> DirectoryCredentials::after_refusal(
    connections::Connection const& connection, Secret const& refused) {
    // It may have been replaced while the call was under way.
    auto const entry = directory_.find(connection.id);
    bool const is_replaced = entry && !equal_constant_time(entry->credential.reveal(), refused.reveal());
    co_return is_replaced ? std::optional(entry->credential) : std::nullopt;
}

}  // namespace lockstep::calls
