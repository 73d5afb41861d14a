// SPDX-License-Identifier: Apache-2.0
// Fuzzes the JSON reader: what it accepts is written and read back to the same text, under tight limits and loose ones.
#include "base/json.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    // Tight limits may refuse what loose ones accept, never the other way round.
    JsonLimits const tight{.bytes = 4096, .depth = 8, .members = 64, .string_bytes = 128};
    auto const narrow = parse_json(text, tight);
    auto const wide = parse_json(text);
    if (narrow) CHECK(wide.has_value());
    if (!wide) return 0;
    auto const compact = to_text(*wide);
    auto const again = parse_json(compact, {.bytes = std::size_t{1} << 30U, .string_bytes = std::size_t{1} << 30U});
    CHECK(again.has_value());
    CHECK(to_text(*again) == compact);
    auto const pretty =
        parse_json(to_pretty_text(*wide), {.bytes = std::size_t{1} << 30U, .string_bytes = std::size_t{1} << 30U});
    CHECK(pretty.has_value());
    CHECK(to_text(*pretty) == compact);
    (void)find(*wide, text.substr(0, 32));
    return 0;
}
