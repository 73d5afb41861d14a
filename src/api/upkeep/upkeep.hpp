// SPDX-License-Identifier: Apache-2.0
// Upkeep: what only the composition of the program can do to an installation, because it needs files, the machine or the whole
// program. Implemented by app; a fake one stands in the tests.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/database.hpp"
#include "ports/task.hpp"

namespace lockstep::api {

// Writes the audit entry of what is done, in the transaction that does it.
using AuditNote = std::function<Result<void>(Transaction&, std::string_view action, std::string_view subject)>;

class Upkeep {
public:
    virtual ~Upkeep() = default;

    // Whether anything may be written to an app. While not, dry runs are made and nothing is started.
    virtual bool writes() const = 0;
    // {"writes": {...}, "retention": {...}, "keys": {...}, "backup": {...}} as in the schema Installation.
    virtual Task<Result<Json>> report() = 0;
    // A person says that this copy of the data folder is the one that works. From then on it writes.
    virtual Task<Result<void>> adopt(std::string by, AuditNote note) = 0;
    // Data keys: what is sealed from now on uses a new one.
    virtual Task<Result<void>> rotate_keys(AuditNote note) = 0;
    // Into the folder of backups. An empty passphrase: the recovery copy beside the master key goes into it.
    virtual Task<Result<Json>> back_up(Secret passphrase, AuditNote note) = 0;
};

}  // namespace lockstep::api
