// SPDX-License-Identifier: Apache-2.0
// The exchange of a call as its record keeps it: request and reply, credential masked, bodies cut. Written once per call and read
// hardly ever, so the bytes are laid end to end as they came and become JSON only when somebody looks.
#pragma once

#include <cstdint>
#include <optional>
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
// A JSON text or form in which the mask stands under names such as "access_token" and "password"; anything else as it is.
std::string body_without_secrets(std::string_view body);

// What is left of an app's allowance after a reply, as far as it is known: of the interval, the day and the month.
struct Budget {
    std::optional<std::int64_t> now, day, month;
    bool operator==(Budget const&) const = default;
};

// What the record says besides what was sent and came back.
struct ExchangeNotes {
    Duration waited{0};  // for its turn, before this try
    Budget budget{};
    bool is_masked = false;  // values of the health class were left out
    std::string inputs{};    // of a read: with what it can be asked again, as JSON
};

// Headers and members of bodies that look secret are masked, bodies cut to `bytes_kept`. `reply` is null when there was none.
std::string exchange_bytes(
    HttpRequest const& request, HttpReply const* reply, std::size_t bytes_kept, ExchangeNotes const& notes = {});

// {"request":{"method","url","headers","body"},"reply":{"status","headers","body"}|null,"waited_ms","budget":{"now","day","month"},
// "is_masked","inputs":{}|null}. Reads what exchange_bytes() wrote, what earlier versions did, which noted less, and the JSON
// text that still earlier ones kept. corrupt "calls.damaged_record".
Result<JsonObject> exchange_json(std::string_view bytes);

}  // namespace lockstep::calls
