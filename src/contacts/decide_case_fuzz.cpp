// SPDX-License-Identifier: Apache-2.0
// Any JSON as merge cases: decide_case answers, every result is a decision or an error, and nothing crashes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json.hpp"
#include "contacts/merge_case.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    auto const json = parse_json({reinterpret_cast<char const*>(data), size});
    if (!json) return 0;
    auto const result = contacts::decide_case(*json);
    CHECK(result || result.error().code == "contacts.bad_case");
    if (auto const* cases = json->if_array()) CHECK(result->as_array().size() == cases->size());
    return 0;
}
