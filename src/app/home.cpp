// SPDX-License-Identifier: Apache-2.0
#include "app/home.hpp"

#include <sys/stat.h>
#include <filesystem>
#include <system_error>

#include "app/detail/statements.hpp"
#include "app/files.hpp"
#include "base/bytes.hpp"
#include "base/text.hpp"
#include "vault/signature.hpp"

namespace lockstep::app {
namespace {

std::string line_of(char const* path) {
    auto const text = read_file(path, 4096);
    return text ? std::string(trim_ascii(*text)) : std::string();
}

Result<std::optional<std::pair<Home, Standing>>> load(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::load_home, account));
    if (rows.empty()) return std::optional<std::pair<Home, Standing>>{};
    auto const& row = rows.front();
    return std::optional{
        std::pair{Home{row.text(0), row.text(1), row.text(2), row.text(3)}, Standing{row.text(4), row.optional_time(5)}}};
}

Result<void> store(Transaction& transaction, AccountId const& account, Home const& home, Standing const& standing,
    std::string_view confirmed_by) {
    TRY_VOID(transaction.execute(sql::store_home, account, home.machine, home.boot, home.folder, home.folder_number,
        standing.held, standing.since, confirmed_by));
    return {};
}

}  // namespace

Home home_of(std::string const& data) {
    Home home;
    // Hashed for this program alone: the id itself is nobody's business.
    for (char const* path : {"/etc/machine-id", "/var/lib/dbus/machine-id"}) {
        auto const id = line_of(path);
        if (id.empty()) continue;
        home.machine = to_hex(vault::sha256("lockstep home of " + id)).substr(0, 32);
        break;
    }
    home.boot = line_of("/proc/sys/kernel/random/boot_id");
    std::error_code error;
    auto const folder = std::filesystem::canonical(data, error);
    home.folder = error ? data : folder.string();
    // Without the number of the device: some file systems give another one at every mount.
    struct stat info{};
    if (::stat(home.folder.c_str(), &info) == 0) home.folder_number = std::to_string(info.st_ino);
    return home;
}

std::string why_held(Home const& known, Home const& here) {
    if (known.machine != here.machine && !known.machine.empty() && !here.machine.empty()) return "other_machine";
    if (known.folder != here.folder) return "other_folder";
    // Numbers of folders are compared within one start of the machine only: after it they may be given anew.
    bool const is_same_start = known.boot == here.boot && !here.boot.empty();
    if (is_same_start && known.folder_number != here.folder_number) return "replaced_folder";
    return {};
}

Result<Standing> settle(Transaction& transaction, AccountId const& account, Home const& here, TimePoint now) {
    TRY(auto const known, load(transaction, account));
    if (!known) {
        TRY_VOID(store(transaction, account, here, {}, ""));
        return Standing{};
    }
    auto const& [home, standing] = *known;
    if (standing.held == "restored") return standing;
    auto const held = why_held(home, here);
    if (held.empty()) {
        // Back where it belongs, it writes again, and remembers this start of the machine.
        if (!standing.writes() || home.boot != here.boot) TRY_VOID(store(transaction, account, here, {}, ""));
        return Standing{};
    }
    if (held == standing.held) return standing;
    Standing const fresh{held, now};
    TRY_VOID(store(transaction, account, home, fresh, ""));
    return fresh;
}

Result<void> adopt(Transaction& transaction, AccountId const& account, Home const& here, std::string_view by) {
    return store(transaction, account, here, {}, by);
}

Result<void> hold_restored(Transaction& transaction, AccountId const& account, TimePoint now) {
    return store(transaction, account, {}, {"restored", now}, "");
}

}  // namespace lockstep::app
