// SPDX-License-Identifier: Apache-2.0
// Texts from outside that should be ids of ours.
#pragma once

#include <string_view>

namespace lockstep {

// Does `text` read like an id of the kind with this prefix? Whether there is such a thing is another question.
bool is_id(std::string_view prefix, std::string_view text);

}  // namespace lockstep
