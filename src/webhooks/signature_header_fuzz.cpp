// SPDX-License-Identifier: Apache-2.0
// Fuzzes the signature headers: three lines of input are webhook-id, webhook-timestamp and webhook-signature. Nothing but the
// right signature is ever good.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "webhooks/source_throttle.hpp"
#include "webhooks/standard_webhooks.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    using namespace lockstep::webhooks;
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    auto const line = [&rest] {
        auto const end = rest.find('\n');
        auto const taken = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        return taken;
    };
    auto const id = line();
    auto const timestamp = line();
    auto const signatures = line();
    static Secret const secret{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
    constexpr TimePoint now{std::chrono::seconds{1'614'265'330}};
    constexpr std::string_view body = "{}";
    auto const verdict = verify_standard(secret, {id, timestamp, signatures}, body, now, std::chrono::minutes{5});
    auto const expected = sign_standard(secret, id, timestamp, body);
    if (verdict == StandardVerdict::good) CHECK(signatures.find(expected) != std::string_view::npos);
    (void)source_of(id);
    (void)signing_key(Secret{std::string(signatures)});
    return 0;
}
