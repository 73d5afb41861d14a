// SPDX-License-Identifier: Apache-2.0
// Every recording: its inputs render to its request, its reply reads to its reading, its event to its facts. Also that every
// operation has one.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "catalogue/binding.hpp"
#include "catalogue/declaration_schema.hpp"
#include "catalogue/schema_check.hpp"
#include "catalogue/test_declarations.hpp"

namespace lockstep::connectors {
namespace {

using catalogue::Connector;

Json read_json(std::filesystem::path const& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    auto json = parse_json(text.str());
    EXPECT_TRUE(json) << path;
    return json ? *json : Json();
}

std::string text_of(Json const& json, std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); }

// The profile named, else the last one that has the operation: the fullest.
Connector const* connector_for(
    std::vector<std::shared_ptr<Connector const>> const& all, std::string_view app, Json const& recording) {
    Connector const* found = nullptr;
    auto const profile = text_of(recording, "/profile");
    for (auto const& connector : all) {
        if (connector->id != app || (!profile.empty() && connector->profile != profile)) continue;
        if (connector->find(text_of(recording, "/operation"))) found = connector.get();
    }
    return found;
}

HttpReply reply_of(Json const& recorded) {
    HttpReply reply;
    reply.status = static_cast<int>(recorded.at("status").as_int64());
    if (auto const* body = find(recorded, "/body")) reply.body = to_text(*body);
    if (auto const text = find_text(recorded, "/text")) reply.body = *text;
    if (auto const* headers = find_object(recorded, "/headers")) {
        for (auto const& header : *headers) reply.headers.add(std::string(header.key()), std::string(header.value().as_string()));
    }
    return reply;
}

void expect_request(Connector const& connector, catalogue::Operation const& operation, Json const& recording) {
    catalogue::ConnectionSettings settings;
    if (auto const* values = find_object(recording, "/settings")) settings.values = *values;
    auto const request =
        catalogue::render_request(connector, operation, recording.at("inputs").as_object(), settings, Secret("test-credential"));
    ASSERT_TRUE(request) << request.error().message;
    auto const& expected = recording.at("request");
    EXPECT_EQ(request->method, text_of(expected, "/method"));
    EXPECT_EQ(request->url, text_of(expected, "/url"));
    auto const* body = find(expected, "/body");
    EXPECT_EQ(body != nullptr, !request->body.empty());
    if (body) EXPECT_EQ(parse_json(request->body).value(), *body);
    auto const* headers = find_object(expected, "/headers");
    ASSERT_TRUE(headers);
    EXPECT_EQ(request->headers.all().size(), headers->size());
    for (auto const& header : *headers)
        EXPECT_EQ(request->headers.find(header.key()).value_or("(absent)"), header.value().as_string()) << header.key();
}

void expect_reading(Connector const& connector, catalogue::Operation const& operation, Json const& recording) {
    auto const reading = catalogue::read_reply(connector, operation, reply_of(recording.at("reply")));
    auto const& expected = recording.at("reading");
    EXPECT_EQ(to_string(reading.reply_class), text_of(expected, "/class"));
    if (auto const* body = find(expected, "/body")) EXPECT_EQ(reading.body, *body);
    if (auto const message = find_text(expected, "/message")) EXPECT_EQ(reading.message, *message);
    if (auto const id = find_text(expected, "/existing_id")) EXPECT_EQ(reading.existing_id, *id);
    if (auto const id = find_text(expected, "/trace_id")) EXPECT_EQ(reading.trace_id, *id);
    if (auto const* next = find(expected, "/next")) {
        auto const page = catalogue::next_page(operation, recording.at("inputs").as_object(), reading.body, 1);
        ASSERT_TRUE(page) << page.error().message;
        EXPECT_EQ(*page ? Json(**page) : Json(), *next);
    }
}

void expect_facts(Connector const& connector, Json const& recording) {
    auto const facts = connector.contacts->read_event(recording.at("event"), {});
    ASSERT_TRUE(facts) << facts.error().message;
    auto const& expected = recording.at("facts");
    EXPECT_EQ(facts->type, text_of(expected, "/type"));
    EXPECT_EQ(facts->record_id, text_of(expected, "/record_id"));
    EXPECT_EQ(facts->delivery_id, text_of(expected, "/delivery_id"));
    EXPECT_EQ(facts->account_key, text_of(expected, "/account_key"));
    EXPECT_TRUE(facts->sent_at);
    auto const* fields = find_object(expected, "/fields");
    ASSERT_EQ(facts->record.has_value(), fields != nullptr);  // only events about a contact carry one
    if (!fields) return;
    for (auto const& field : *fields) {
        auto const found = facts->record->fields.find(field.key());
        ASSERT_NE(found, facts->record->fields.end()) << field.key();
        EXPECT_EQ(contacts::to_json(found->second), field.value()) << field.key();
    }
}

class RecordingsTest : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(RecordingsTest, hold) {
    auto const& [root, app] = GetParam();
    auto const connectors = catalogue::load_from(root);
    ASSERT_TRUE(connectors) << connectors.error().message;
    std::set<std::string> recorded;
    auto const& schema = catalogue::declaration_schema();
    for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / app / "recordings")) {
        SCOPED_TRACE(entry.path().filename().string());
        auto const recording = read_json(entry.path());
        for (auto const& problem : catalogue::check_schema(schema, *find(schema, "/$defs/recording"), recording))
            ADD_FAILURE() << problem.pointer << " " << problem.message;
        auto const* connector = connector_for(*connectors, app, recording);
        ASSERT_TRUE(connector) << "no profile has " << text_of(recording, "/operation");
        auto const& operation = *connector->find(text_of(recording, "/operation"));
        if (find(recording, "/request")) expect_request(*connector, operation, recording);
        if (find(recording, "/reply")) expect_reading(*connector, operation, recording);
        if (find(recording, "/event")) expect_facts(*connector, recording);
        recorded.insert(operation.id);
    }
    for (auto const& connector : *connectors) {
        if (connector->id != app) continue;
        for (auto const& operation : connector->operations)
            EXPECT_TRUE(recorded.contains(operation.id)) << operation.id << " has no recording";
    }
}

// Every folder that is there.
std::vector<std::pair<std::string, std::string>> apps() {
    std::vector<std::pair<std::string, std::string>> found;
    for (auto const* root : {catalogue::own_connectors, catalogue::made_up_connectors}) {
        for (auto const& entry : std::filesystem::directory_iterator(root)) {
            if (std::filesystem::exists(entry.path() / "connector.json"))
                found.emplace_back(root, entry.path().filename().string());
        }
    }
    std::ranges::sort(found);
    return found;
}

INSTANTIATE_TEST_SUITE_P(
    Apps, RecordingsTest, testing::ValuesIn(apps()), [](auto const& parameter) { return parameter.param.second; });

}  // namespace
}  // namespace lockstep::connectors
