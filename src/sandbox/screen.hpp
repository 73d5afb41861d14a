// SPDX-License-Identifier: Apache-2.0
// What a person finds at the screen of an app: a form with the app's own fields, notes and tasks, what is left of the allowance.
// Served under /_sandbox/ by screen_routes.cpp to whoever shows both books side by side.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace lockstep::sandbox {

// A field of the form, as the app calls it; dots lead into objects: "address.city".
struct FormField {
    std::string name;
    std::string_view kind = "text";  // text, date, choice, list (of texts), flag
    std::vector<std::string_view> choices{};
};

// So many calls in a span of time. Zero `most`: no limit.
struct Allowance {
    std::string_view name;  // burst, day, second, month
    std::uint64_t most = 0;
    std::uint64_t left = 0;
};

// How the app's own route for the notes or the tasks of a record reads; empty members: it has no such thing.
struct AttachedForm {
    std::string path;
    std::string_view list;  // JSON pointer to the list in a reply
    std::string_view title;
    std::string_view text;
    std::string_view due;
    std::string_view completed;
    std::string_view added;
};

// A fault that only this app knows. `since` is where it keeps when it was turned on.
struct OwnFault {
    std::string_view name;
    std::string_view group;
    std::optional<TimePoint>* since = nullptr;
};

}  // namespace lockstep::sandbox
