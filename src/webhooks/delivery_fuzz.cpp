// SPDX-License-Identifier: Apache-2.0
// Fuzzes what follows an accepted signature: reading any JSON as a delivery never fails in another way than by saying so, and
// what it says is short and printable.
#include <cstddef>
#include <cstdint>

#include "base/text.hpp"
#include "webhooks/classify.hpp"
#include "webhooks/test_binding.hpp"

namespace {

using namespace lockstep;

void check_word(std::string const& word) {
    CHECK(word.size() <= 1024);
    CHECK(is_valid_utf8(word));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static catalogue::Connector const connector = [] {
        catalogue::Connector made;
        made.contacts = std::make_shared<webhooks::NoBinding>();
        return made;
    }();
    auto const body = parse_json({reinterpret_cast<char const*>(data), size});
    if (!body) return 0;
    check_word(webhooks::account_key_in(*body, connector));
    check_word(webhooks::connection_in(*body));
    auto const app = webhooks::classify_app_delivery(*body, connector);
    CHECK(!app.type.empty());
    check_word(app.type);
    check_word(app.account_key);
    check_word(app.delivery_id);
    if (auto const classified = webhooks::classify_authenticated(*body, connector)) {
        CHECK(!classified->type.empty());
        check_word(classified->type);
        check_word(classified->record_id);
        check_word(classified->delivery_id);
    }
    return 0;
}
