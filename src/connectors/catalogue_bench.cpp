// SPDX-License-Identifier: Apache-2.0
// What the catalogue costs: making one operation's request and understanding its reply (budget: 20 µs), and loading everything at
// the start (budget: 50 ms, 10 MiB).
#include <benchmark/benchmark.h>
#include <malloc.h>

#include "catalogue/connector.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::connectors {
namespace {

catalogue::Connector const& highlevel() {
    static auto const all = load_all().value();
    for (auto const& each : all) {
        if (each->profile == "highlevel") return *each;
    }
    std::abort();
}

// A contact with twelve custom fields, as large as most are.
HttpReply contact_reply() {
    HttpReply reply;
    reply.status = 200;
    reply.headers.add("Content-Type", "application/json");
    reply.body = R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ","locationId":"ve9EPM428h8vShlRW1KT","firstName":"Marie",)"
                 R"("lastName":"Tremblay","email":"marie@example.com","phone":"+15145550199","dateOfBirth":"1990-05-17",)"
                 R"("address1":"1 rue de la Paix","city":"Québec","state":"QC","country":"CA","tags":["vip","yoga"],)"
                 R"("dateAdded":"2026-01-01T00:00:00.000Z","dateUpdated":"2026-03-01T10:00:00.000Z","customFields":[)";
    for (int i = 0; i < 12; ++i)
        reply.body += std::string(i > 0 ? "," : "") + R"({"id":"field)" + std::to_string(i) +
                      R"(","value":"a value of some thirty letters"})";
    reply.body += R"(]},"traceId":"0c52e980-41f6-4be7-8c4b-32332"})";
    return reply;
}

void render_and_read(benchmark::State& state, std::string_view id, JsonObject const& inputs) {
    auto const& connector = highlevel();
    auto const* operation = connector.find(id);
    CHECK(operation != nullptr);
    catalogue::ConnectionSettings settings;
    settings.base_url = "https://services.leadconnectorhq.com";
    settings.values["locationId"] = "ve9EPM428h8vShlRW1KT";
    Secret const credential{"pit-11111111-2222-3333-4444-555555555555"};
    auto const reply = contact_reply();
    for (auto _ : state) {
        auto request = catalogue::render_request(connector, *operation, inputs, settings, credential);
        CHECK(request.has_value());
        auto reading = catalogue::read_reply(connector, *operation, reply);
        CHECK(reading.reply_class == catalogue::ReplyClass::ok);
        benchmark::DoNotOptimize(request);
        benchmark::DoNotOptimize(reading);
    }
}

void render_and_read_get_contact(benchmark::State& state) {
    render_and_read(state, "contacts.get_contact", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}});
}
BENCHMARK(render_and_read_get_contact);

void render_and_read_update_contact(benchmark::State& state) {
    render_and_read(state, "contacts.update_contact",
        {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}, {"firstName", "Marie"}, {"phone", "+15145550199"},
            {"customFields", JsonArray{JsonObject{{"id", "field1"}, {"field_value", "a value"}}}}});
}
BENCHMARK(render_and_read_update_contact);

std::size_t bytes_in_use() {
    auto const info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

void load_the_catalogue(benchmark::State& state) {
    double kept = 0, operations = 0;
    for (auto _ : state) {
        auto const before = bytes_in_use();
        auto const all = load_all();
        CHECK(all.has_value());
        kept = static_cast<double>(bytes_in_use() - before) / (1 << 20);
        operations = 0;
        for (auto const& each : *all) operations += static_cast<double>(each->operations.size());
    }
    state.counters["MiB"] = kept;
    state.counters["operations"] = operations;
}
BENCHMARK(load_the_catalogue)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lockstep::connectors
