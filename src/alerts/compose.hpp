// SPDX-License-Identifier: Apache-2.0
// The words of an alert in its reader's language, and the JSON that is posted. Pure.
#pragma once

#include <string>
#include <vector>

#include "alerts/decide.hpp"
#include "base/json.hpp"

namespace lockstep::alerts {

// To one recipient.
struct Message {
    Recipient to;
    std::string subject;
    std::string text;
    JsonObject json;  // of a webhook
};

struct Occasion {
    TimePoint at{};
    std::string zone = "UTC";
    std::string public_url;  // empty: not known, and there are no links
};

Message compose(Recipient const& to, std::vector<Item> const& items, Occasion const& occasion);
// What "send a test" sends.
Message compose_test(Recipient const& to, Occasion const& occasion);

}  // namespace lockstep::alerts
