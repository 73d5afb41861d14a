// SPDX-License-Identifier: Apache-2.0
#include "load/event_pool.hpp"

#include "base/bytes.hpp"
#include "vault/signature.hpp"

namespace lockstep::bench {

namespace {
constexpr std::size_t head_bytes = 320;
}

EventPool::EventPool(EventSettings settings, std::size_t count) : settings_(std::move(settings)) {
    auto const keys = vault::ed25519_key_pair(settings_.seed);
    text_.reserve(count * (settings_.body_bytes + head_bytes));
    ends_.reserve(count);
    for (std::size_t number = 0; number < count; ++number) add(keys.private_key, body(number));
}

EventPool::EventPool(EventSettings settings, std::vector<std::string> const& bodies) : settings_(std::move(settings)) {
    auto const keys = vault::ed25519_key_pair(settings_.seed);
    for (auto const& content : bodies) add(keys.private_key, content);
}

void EventPool::add(Secret const& private_key, std::string_view content) {
    text_ += "POST " + settings_.path + " HTTP/1.1\r\nHost: " + settings_.host +
             "\r\nUser-Agent: bench\r\nContent-Type: application/json\r\nX-GHL-Signature: " +
             to_base64(vault::ed25519_sign(private_key, content)) + "\r\nContent-Length: " + std::to_string(content.size()) +
             "\r\n\r\n";
    text_ += content;
    ends_.push_back(text_.size());
}

std::string_view EventPool::request(std::size_t number) const {
    auto const begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(text_).substr(begin, ends_[number] - begin);
}

// The shape of HighLevel's ContactUpdate, filled up with custom fields to the wanted size.
std::string EventPool::body(std::size_t number) const {
    auto const text = std::to_string(number);
    auto const& record = settings_.records[number % settings_.records.size()];
    std::string body =
        R"({"type":"ContactUpdate","locationId":")" + settings_.location + R"(","id":")" + record + R"(","webhookId":")" +
        id(number) + R"(","timestamp":"2026-03-01T10:04:00.000Z","firstName":"Amélie","lastName":"Bench )" + text +
        R"(","name":"Amélie Bench )" + text + R"(","email":"amelie.bench.)" + text +
        R"(@example.test","phone":"+15145550123","dateOfBirth":"1984-03-07T00:00:00.000Z","address1":"12, rue des Érables",)"
        R"("city":"Québec","state":"QC","postalCode":"G1R 2B5","country":"CA","companyName":"Clinique Rivière",)"
        R"("source":"public api","website":"https://example.test","assignedTo":"nmFmQEsNgz6AVpgLVUJ0","dnd":false,)"
        R"("dateAdded":"2025-11-22T13:58:10.511Z","tags":["patient","physio","newsletter","referred"],"customFields":[)";
    for (std::size_t field = 0;; ++field) {
        std::string const item =
            R"({"id":"bcWCzfHYdfg2cRtdD)" + std::to_string(100 + field) + R"(","value":"a value of some thirty letters"})";
        if (body.size() + item.size() + 3 > settings_.body_bytes) break;
        if (field > 0) body += ',';
        body += item;
    }
    return body + "]}";
}

}  // namespace lockstep::bench
