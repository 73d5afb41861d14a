// SPDX-License-Identifier: Apache-2.0
// A dry run's report, and a sync's status, in plain words. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "messages/messages.hpp"

namespace lockstep::app {

struct SideNames {
    std::string a;
    std::string b;
};

std::vector<std::string> plan_in_words(Json const& report, SideNames const& names, messages::Language language);
std::vector<std::string> status_in_words(Json const& status, SideNames const& names, messages::Language language);

}  // namespace lockstep::app
