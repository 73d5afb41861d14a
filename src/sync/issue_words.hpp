// SPDX-License-Identifier: Apache-2.0
// What an issue says to a person: the code of its sentences in messages/<language>.json, where `<code>.message` says what
// happened and `<code>.remedy` what to do.
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "messages/messages.hpp"

namespace lockstep::sync {

struct IssueFacts {
    std::string_view kind;
    std::string_view field;  // empty when the issue is about a whole record
    Json const& detail;
    std::string_view a_title, b_title;  // the apps' names
    bool asks_a_person = true;          // the field's rule for conflicts
};

// The code always has sentences: a kind of later gives issue.other.any.
messages::Message words_for(IssueFacts const& issue);

}  // namespace lockstep::sync
