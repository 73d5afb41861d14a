// SPDX-License-Identifier: Apache-2.0
// What the recordings of the connectors do not show: odd replies of an app without an envelope.
#include <gmock/gmock.h>

#include "catalogue/sample_connector.hpp"

namespace lockstep::catalogue {
namespace {

class ReplyTest : public testing::Test {
protected:
    Reading read(int status, std::string body, std::string_view operation = "things.list") {
        HttpReply reply;
        reply.status = status;
        reply.body = std::move(body);
        return read_reply(*connector, *connector->find(operation), reply);
    }
    std::string_view class_of(int status, std::string body) { return to_string(read(status, std::move(body)).reply_class); }

    std::shared_ptr<Connector const> connector = load_files(sample_files()).value().front();
};

TEST_F(ReplyTest, classifies_by_status) {
    EXPECT_EQ(class_of(200, R"({"items": []})"), "ok");
    EXPECT_EQ(class_of(400, "{}"), "invalid");
    EXPECT_EQ(class_of(401, "{}"), "unauthorized");
    EXPECT_EQ(class_of(403, "{}"), "forbidden");
    EXPECT_EQ(class_of(404, "{}"), "not_found");
    EXPECT_EQ(class_of(404, ""), "not_found");
    EXPECT_EQ(class_of(412, "{}"), "changed_since");
    EXPECT_EQ(class_of(422, "{}"), "invalid");
    EXPECT_EQ(class_of(429, "slow down"), "limited");
    EXPECT_EQ(class_of(500, "<html>"), "unavailable");
    EXPECT_EQ(class_of(302, ""), "malformed");
}

TEST_F(ReplyTest, never_takes_a_strange_page_for_an_answer) {
    for (auto const* body : {"", "  ", "<html></html>", "{", "42", "\"ok\"", "null", R"({"other": 1})", R"([1])"})
        EXPECT_EQ(class_of(200, body), "malformed") << body;
    for (int const status : {400, 403, 404, 409}) EXPECT_EQ(class_of(status, "<html>blocked</html>"), "malformed") << status;
}

TEST_F(ReplyTest, reads_messages_of_every_shape) {
    EXPECT_EQ(read(400, R"({"message": "a"})").message, "a");
    EXPECT_EQ(read(400, R"({"message": ["a", "b"]})").message, "a; b");
    EXPECT_EQ(read(400, R"({"error": {"message": "a", "code": 1}})").message, "a");
    EXPECT_EQ(read(400, R"({"message": null, "error": "a"})").message, "a");
    EXPECT_EQ(read(400, R"({"message": 1})").message, "");
    EXPECT_EQ(read(400, R"({"trace": "t"})").trace_id, "t");
    auto const cut = read(400, R"({"message": ")" + std::string(299, 'a') + R"(éééé"})").message;
    EXPECT_EQ(cut, std::string(299, 'a') + "...");
}

TEST_F(ReplyTest, hands_out_the_body) {
    EXPECT_EQ(read(200, R"({"items": [1], "next": "n"})").body, parse_json(R"({"items": [1], "next": "n"})").value());
}

class PagingTest : public ReplyTest {
protected:
    Result<std::optional<JsonObject>> next(JsonObject const& inputs, std::string_view body) {
        return next_page(*connector->find("things.list"), inputs, parse_json(body).value(), 1);
    }
};

TEST_F(PagingTest, goes_on_until_there_is_no_cursor) {
    EXPECT_EQ(next({}, R"({"items": [1], "next": "b"})").value(), (JsonObject{{"after", "b"}}));
    for (auto const* end : {R"({"items": [1]})", R"({"items": [1], "next": null})", R"({"items": [1], "next": ""})"})
        EXPECT_EQ(next({{"after", "b"}}, end).value(), std::nullopt);
}

TEST_F(PagingTest, a_repeated_cursor_is_an_error) {
    auto const page = next({{"after", "b"}}, R"({"items": [1], "next": "b"})");
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, "catalogue.paging_repeats");
    EXPECT_EQ(page.error().kind, ErrorKind::corrupt);
}

TEST(LastItemPagingTest, ends_on_an_empty_page_only) {
    Operation operation;
    operation.id = "x";
    operation.declaration = parse_json(
        R"({"paging": {"style": "last_item", "items": "/c", "item_cursor": "/s", "input": "after", "total": "/total", "drops": ["page"]}})")
                                .value();
    auto const next = [&](JsonObject const& inputs, std::string_view body, std::int64_t number) {
        return next_page(operation, inputs, parse_json(body).value(), number);
    };
    EXPECT_EQ(next({{"page", 1}}, R"({"c": [{"s": [1]}, {"s": [2, "b"]}], "total": 9})", 1).value(),
        (JsonObject{{"after", JsonArray{2, "b"}}}));
    EXPECT_EQ(next({}, R"({"c": [], "total": 9})", 3).value(), std::nullopt);
    EXPECT_EQ(next({}, R"({"c": [{"s": [1]}], "total": 1})", 1).value(), std::nullopt) << "all of them on the first page";
    EXPECT_TRUE(next({}, R"({"c": [{"s": [1]}], "total": 1})", 2).value()) << "the total says nothing on later pages";
    EXPECT_EQ(next({}, R"({"c": [{}], "total": 9})", 1).error().code, "catalogue.paging_no_cursor");
    EXPECT_EQ(next({{"after", JsonArray{1}}}, R"({"c": [{"s": [1]}], "total": 9})", 2).error().code, "catalogue.paging_repeats");
}

}  // namespace
}  // namespace lockstep::catalogue
