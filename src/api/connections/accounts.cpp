// SPDX-License-Identifier: Apache-2.0
#include "api/connections/accounts.hpp"

#include "api/identity/authentication.hpp"

namespace lockstep::api {

accounts::Parts accounts_of(Context const& context) {
    auto const& parts = context.parts;
    return {parts.account, parts.database, parts.vault, parts.clock, parts.random, parts.secure_random, parts.log,
        parts.directory, parts.connectors, parts.caller};
}

connections::UpkeepParts upkeep_of(Context const& context) {
    return {context.parts.database, context.parts.vault, context.parts.directory, context.parts.clock};
}

connections::Note account_note(Context& context) {
    return [&context](Transaction& transaction, std::string_view action, std::string_view subject) {
        return note_in_audit(context, transaction, action, std::string(subject));
    };
}

}  // namespace lockstep::api
