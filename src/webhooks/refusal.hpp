// SPDX-License-Identifier: Apache-2.0
// How a delivery is refused: a problem document with the code "webhooks.<reason>".
#pragma once

#include <string_view>

#include "ports/http.hpp"

namespace lockstep::webhooks {

HttpReply refusal(int status, std::string_view reason, std::string_view detail, int retry_after_seconds = 0);

}  // namespace lockstep::webhooks
