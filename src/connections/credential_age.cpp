// SPDX-License-Identifier: Apache-2.0
#include "connections/credential_age.hpp"

#include "connections/grant_reference.hpp"

namespace lockstep::connections {

CredentialAge credential_age(Connection const& connection) {
    CredentialAge age;
    if (grant_of(connection.credential) || connection.credential_since == TimePoint{}) return age;
    auto const& rules = connection.connector->credential;
    age.since = connection.credential_since;
    if (rules.remind_after.count() > 0) age.remind_at = connection.credential_since + rules.remind_after;
    if (rules.replace_after.count() > 0) age.replace_by = connection.credential_since + rules.replace_after;
    if (!connection.previous_credential.empty()) age.previous_until = connection.previous_until;
    return age;
}

}  // namespace lockstep::connections
