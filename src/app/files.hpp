// SPDX-License-Identifier: Apache-2.0
// Small files of the program: keys, configuration, what a person hands over. Not for the database.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lockstep::app {

// "-" is standard input. not_found "app.no_file", unavailable "app.file", invalid "app.file_too_large".
Result<std::string> read_file(std::string const& path, std::size_t bytes_max = std::size_t{64} << 20);

// Written beside its place, synced, and moved there: a reader sees the old content or the new one. Mode 0600.
Result<void> write_private_file(std::string const& path, std::string_view content);
// The same, but conflict "app.file_exists" instead of replacing a file.
Result<void> create_private_file(std::string const& path, std::string_view content);

// With its parents; mode 0700 for what is made.
Result<void> make_private_folder(std::string const& path);

bool file_exists(std::string const& path);
// Nobody but the owner may read or write it.
bool is_private(std::string const& path);
void remove_file(std::string const& path);

}  // namespace lockstep::app
