// SPDX-License-Identifier: Apache-2.0
// Webhook payloads from anybody: reading one never fails otherwise than by an error. The first byte chooses the connector.
#include <cstdint>

#include "catalogue/binding.hpp"
#include "connectors/default_mapping.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    static auto const connectors = connectors::load_all().value();
    static catalogue::CustomFields const custom{{"6dvNaf7VhkQ9snc5vnjJ", "hexfit_id", "Hexfit ID", "TEXT"}};
    if (size == 0) return 0;
    std::string_view const text{reinterpret_cast<char const*>(data) + 1, size - 1};
    auto const payload = parse_json(text);
    if (!payload) return 0;
    auto const& connector = *connectors[data[0] % connectors.size()];
    auto const facts = connector.contacts->read_event(*payload, custom);
    if (facts && facts->type.empty()) __builtin_trap();
    // Replies are read by the same code.
    HttpReply reply;
    reply.body = std::string(text);
    for (auto const& operation : connector.operations) {
        if (operation.kind == catalogue::OperationKind::trigger) continue;
        auto const reading = read_reply(connector, operation, reply);
        if (reading.reply_class != catalogue::ReplyClass::ok) continue;
        static_cast<void>(connector.contacts->read(operation.id, reading.body, custom));
        static_cast<void>(connector.contacts->read_page({operation.id, {}, {}}, reading.body, custom, 1));
    }
    return 0;
}
