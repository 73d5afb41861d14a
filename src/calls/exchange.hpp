// SPDX-License-Identifier: Apache-2.0
// The exchange of a call as its record keeps it: request and reply, credential masked, bodies cut. Written once per call and read
// hardly ever, so the bytes are laid end to end as they came and become JSON only when somebody looks.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "ports/http.hpp"

namespace lockstep::calls {

// Whether a header or parameter of that name is likely to hold a secret, whoever made up the name.
bool looks_secret(std::string_view name);
// A copy in which no value stands under a name that looks secret, in headers and in the query.
HttpRequest without_secrets(HttpRequest request);

// Authorization headers masked, bodies cut to `bytes_kept`. `reply` is null when there was none.
std::string exchange_bytes(HttpRequest const& request, HttpReply const* reply, std::size_t bytes_kept);

// {"request":{"method","url","headers","body"},"reply":{"status","headers","body"}|null}. Reads what exchange_bytes() wrote, and
// the JSON text that earlier versions kept. corrupt "calls.damaged_record".
Result<JsonObject> exchange_json(std::string_view bytes);

}  // namespace lockstep::calls
