// SPDX-License-Identifier: Apache-2.0
// What may be logged of an exception: its kind, not its text, which may hold anything, a contact's value included.
#pragma once

#include <exception>
#include <optional>
#include <string>

namespace lockstep::adapters {

// Nothing for a cancellation, which is no failure.
std::optional<std::string> describe_exception(std::exception_ptr const& thrown);

}  // namespace lockstep::adapters
