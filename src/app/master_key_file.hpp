// SPDX-License-Identifier: Apache-2.0
// The master key in its file, outside the database; made by `lockstep init`.
#pragma once

#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/random.hpp"

namespace lockstep::app {

// not_found "app.not_initialised", denied "app.key_file_open" when others may read it.
Result<Secret> read_master_key(std::string const& path);
// Keeps a key that is there. Returns it, and whether it is new.
struct MasterKey {
    Secret bytes;
    bool is_new = false;
};
Result<MasterKey> make_master_key(std::string const& path, SecureRandom& random);

}  // namespace lockstep::app
