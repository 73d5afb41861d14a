// SPDX-License-Identifier: Apache-2.0
// Declarations of any bytes load or are refused with a message. The input is two files, separated by a zero byte: connector.json
// and one operation.
#include <cstdint>

#include "catalogue/binding.hpp"
#include "catalogue/connector.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    using namespace lockstep::catalogue;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const middle = text.find('\0');
    std::vector<DeclarationFile> files{{"app/connector.json", text.substr(0, middle)}};
    if (middle != std::string_view::npos) files.push_back({"app/operations/things/read.json", text.substr(middle + 1)});
    auto const connectors = load_connectors(files);
    if (!connectors) {
        if (connectors.error().message.empty()) __builtin_trap();
        return 0;
    }
    for (auto const& connector : *connectors) {
        for (auto const& operation : connector->operations)
            static_cast<void>(render_request(*connector, operation, {}, {}, Secret("x")));
        static_cast<void>(connector->contacts->get("1"));
        static_cast<void>(connector->contacts->list({}));
        static_cast<void>(connector->contacts->create({}, {}, {}));
        static_cast<void>(connector->contacts->update({}, "1", {}, {{{"name", contacts::Value{}}}, {}}, {}));
        static_cast<void>(connector->contacts->read_event(JsonObject{{"type", "x"}}, {}));
    }
    return 0;
}
