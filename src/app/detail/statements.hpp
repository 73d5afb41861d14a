// SPDX-License-Identifier: Apache-2.0
// Every statement about the installation itself, in one place so that a test can ask the database how it would carry each of them
// out.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::app::sql {

inline constexpr std::string_view find_account = R"(
SELECT account_id FROM installation ORDER BY created_at, account_id)";

inline constexpr std::string_view add_account = R"(
INSERT INTO installation (account_id, created_at) VALUES (?1, ?2))";

inline constexpr std::string_view load_home = R"(
SELECT machine, boot, folder, folder_number, held, held_since FROM installation_home WHERE account_id = ?1)";

inline constexpr std::string_view store_home = R"(
INSERT INTO installation_home (account_id, machine, boot, folder, folder_number, held, held_since, confirmed_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (account_id) DO UPDATE SET machine = excluded.machine, boot = excluded.boot, folder = excluded.folder,
    folder_number = excluded.folder_number, held = excluded.held, held_since = excluded.held_since,
    confirmed_by = excluded.confirmed_by)";

inline constexpr std::array all{find_account, add_account, load_home, store_home};

}  // namespace lockstep::app::sql
