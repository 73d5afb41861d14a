// SPDX-License-Identifier: Apache-2.0
// The master key in its file, outside the database; made by `lockstep init`, and by `lockstep recover` from a recovery copy.
#pragma once

#include <string>

#include "app/settings.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/random.hpp"

namespace lockstep::app {

// not_found "app.key_missing" where there is a database, else "app.not_initialised"; denied "app.key_file_open" when others may
// read it.
Result<Secret> read_master_key(Settings const& settings);
// Keeps a key that is there. Returns it, and whether it is new. A new key is never made where there is a database: it would open
// nothing in it, and who finds it there takes it for the right one. not_found "app.key_missing".
struct MasterKey {
    Secret bytes;
    bool is_new = false;
};
Result<MasterKey> make_master_key(Settings const& settings, SecureRandom& random);
// conflict "app.file_exists".
Result<void> write_master_key(std::string const& path, Secret const& key);

// Where `lockstep init` writes the recovery copy unless it is told otherwise.
std::string recovery_copy_beside(Settings const& settings);

}  // namespace lockstep::app
