// SPDX-License-Identifier: Apache-2.0
// A document of any bytes is refused with a message, or becomes a connector that loads and whose requests stay at their host.
#include <cstdint>

#include "catalogue/imported.hpp"
#include "imports/compare.hpp"
#include "imports/convert.hpp"
#include "imports/document.hpp"
#include "imports/store.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    using namespace lockstep::imports;
    auto const document = read_document({reinterpret_cast<char const*>(data), size});
    if (!document) {
        if (document.error().message.empty()) __builtin_trap();
        return 0;
    }
    Choices choices;
    choices.base_url = "https://api.example.com";
    auto const offer = convert(*document, choices);
    if (!offer) {
        if (offer.error().message.empty()) __builtin_trap();
        return 0;
    }
    auto const connector = load_imported(offer->id, offer->declarations());
    if (!connector) __builtin_trap();
    for (auto const& operation : (*connector)->operations) {
        JsonObject inputs;
        for (auto const& input : operation.inputs) {
            if (input.required) inputs[input.name] = "../x?y#z";
        }
        auto const request = catalogue::render_request(**connector, operation, inputs, {}, Secret("x"));
        if (request && !request->url.starts_with("https://api.example.com/")) __builtin_trap();
    }
    if (!compare(offer->declarations(), offer->declarations()).empty()) __builtin_trap();
    return 0;
}
