// SPDX-License-Identifier: Apache-2.0
// Fuzzes the reader of requests: the same bytes give the same messages however they are cut into pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http_beast/reader.hpp"

namespace {

using namespace lockstep;

struct Read {
    std::vector<std::string> messages;
    bool is_refused = false;
    bool operator==(Read const&) const = default;
};

Read read_all(std::string_view bytes, std::size_t piece) {
    Read read;
    adapters::RequestReader reader{adapters::ReadLimits{.head_bytes = 2048, .fields = 20, .body_bytes = 4096}};
    std::string held;
    while (true) {
        auto const fed = reader.feed(held);
        if (!fed) {
            read.is_refused = true;
            return read;
        }
        CHECK(*fed <= held.size());
        held.erase(0, *fed);
        if (reader.is_complete()) {
            auto const request = reader.take();
            read.messages.push_back(request.method + " " + request.url + "\n" + request.body);
            if (read.messages.size() > 50) return read;
            continue;
        }
        if (bytes.empty()) return read;
        auto const next = std::min(piece, bytes.size());
        held += bytes.substr(0, next);
        bytes.remove_prefix(next);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (bytes.size() > 16'384) return 0;
    auto const whole = read_all(bytes, bytes.size() + 1);
    auto const pieces = read_all(bytes, 7);
    CHECK(whole.messages == pieces.messages);
    CHECK(whole.is_refused == pieces.is_refused);
    return 0;
}
