// SPDX-License-Identifier: Apache-2.0
#include "app/master_key_file.hpp"

#include <filesystem>

#include "app/files.hpp"
#include "vault/master_key.hpp"

namespace lockstep::app {

Result<Secret> read_master_key(std::string const& path) {
    auto text = read_file(path, 4096);
    if (!text && text.error().kind == ErrorKind::not_found) {
        return fail(ErrorKind::not_found, "app.not_initialised",
            "reading the master key: there is none at " + path + "; run `lockstep init` first");
    }
    if (!text) return pass_on(std::move(text).error());
    if (!is_private(path)) {
        return fail(
            ErrorKind::denied, "app.key_file_open", "reading the master key: others may read " + path + "; run chmod 600 on it");
    }
    return vault::master_key_from_text(*text);
}

Result<MasterKey> make_master_key(std::string const& path, SecureRandom& random) {
    if (file_exists(path)) {
        TRY(auto key, read_master_key(path));
        return MasterKey{std::move(key), false};
    }
    auto const folder = std::filesystem::path(path).parent_path().string();
    if (!folder.empty()) TRY_VOID(make_private_folder(folder));
    auto key = vault::new_master_key(random);
    TRY_VOID(create_private_file(path, vault::master_key_to_text(key).reveal()));
    return MasterKey{std::move(key), true};
}

}  // namespace lockstep::app
