// SPDX-License-Identifier: Apache-2.0
// Fuzzes the URLs that connections may point at: what is accepted names a host and a port, and no request to it can smuggle a
// line.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/http_beast/wire_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const destination = adapters::parse_destination(text);
    if (!destination) return 0;
    CHECK(!destination->host.empty());
    HttpRequest request;
    request.url = text;
    auto const written = adapters::request_text(request, *destination);
    if (!written) return 0;
    // One head, nothing after it.
    CHECK(written->find("\r\n\r\n") == written->size() - 4);
    return 0;
}
