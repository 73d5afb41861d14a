// SPDX-License-Identifier: Apache-2.0
#include "app/master_key_file.hpp"

#include <filesystem>

#include "app/files.hpp"
#include "vault/master_key.hpp"

namespace lockstep::app {
namespace {

std::unexpected<Error> key_missing(Settings const& settings) {
    return fail(ErrorKind::not_found, "app.key_missing",
        "reading the master key: there is a database in " + settings.data + ", but no key at " + settings.key_file,
        {{"reason", "lost"}, {"place", settings.key_file}, {"data", settings.data}});
}

}  // namespace

Result<Secret> read_master_key(Settings const& settings) {
    auto const& path = settings.key_file;
    auto text = read_file(path, 4096);
    if (!text && text.error().kind == ErrorKind::not_found) {
        if (file_exists(settings.database_file())) return key_missing(settings);
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

Result<MasterKey> make_master_key(Settings const& settings, SecureRandom& random) {
    if (file_exists(settings.key_file)) {
        TRY(auto key, read_master_key(settings));
        return MasterKey{std::move(key), false};
    }
    if (file_exists(settings.database_file())) return key_missing(settings);
    auto key = vault::new_master_key(random);
    TRY_VOID(write_master_key(settings.key_file, key));
    return MasterKey{std::move(key), true};
}

Result<void> write_master_key(std::string const& path, Secret const& key) {
    auto const folder = std::filesystem::path(path).parent_path().string();
    if (!folder.empty()) TRY_VOID(make_private_folder(folder));
    return create_private_file(path, vault::master_key_to_text(key).reveal());
}

std::string recovery_copy_beside(Settings const& settings) { return settings.key_file + ".recovery"; }

}  // namespace lockstep::app
