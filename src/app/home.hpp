// SPDX-License-Identifier: Apache-2.0
// Home: on which machine and in which folder an installation works. Its database remembers that, so that a copy of the folder
// which is opened elsewhere, or a restored backup, notices that it may be a second one, and writes to no app until a person
// confirms it.
#pragma once

#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "ports/database.hpp"

namespace lockstep::app {

struct Home {
    std::string machine;        // a hash of the machine's id; empty where there is none
    std::string boot;           // of this start of the machine
    std::string folder;         // absolute, without links
    std::string folder_number;  // of the folder in its file system: means nothing after the machine was started again
};
Home home_of(std::string const& data);

struct Standing {
    std::string held;  // "restored", "other_machine", "other_folder", "replaced_folder"; empty: it writes
    std::optional<TimePoint> since;

    bool writes() const { return held.empty(); }
};

// Why an installation that was last at home at `known` may be a second one `here`; empty when it is the same.
std::string why_held(Home const& known, Home const& here);

// At every start. Remembers a first home, and keeps the one it had while it is held.
Result<Standing> settle(Transaction& transaction, AccountId const& account, Home const& here, TimePoint now);
// A person confirms that the installation works here.
Result<void> adopt(Transaction& transaction, AccountId const& account, Home const& here, std::string_view by);
// What was put back from a backup is held wherever it is opened.
Result<void> hold_restored(Transaction& transaction, AccountId const& account, TimePoint now);

}  // namespace lockstep::app
