// SPDX-License-Identifier: Apache-2.0
#include "catalogue/composed.hpp"

#include <gtest/gtest.h>

#include "catalogue/general.hpp"
#include "catalogue/operation_file.hpp"
#include "catalogue/sample_connector.hpp"

namespace lockstep::catalogue {
namespace {

Result<HttpRequest> composed(std::string_view inputs) {
    auto const* operation = general_operations()->find("http.send_request");
    TRY(auto const filled, fill_inputs(*operation, parse_json(inputs).value().as_object(), {}));
    return compose_request(*operation, filled);
}
std::string code_of(std::string_view inputs) {
    auto const made = composed(inputs);
    return made ? "" : made.error().code;
}

TEST(Composed, a_request_says_what_was_given) {
    auto const get =
        composed(R"({"url":"https://a.example/x?y=1#z","query":{"q":"é &","n":[1,2]},"headers":{"Accept":"text/plain"}})");
    ASSERT_TRUE(get);
    EXPECT_EQ(get->url, "https://a.example/x?y=1&q=%C3%A9%20%26&n=1&n=2");
    EXPECT_EQ(get->method, "GET");
    EXPECT_EQ(get->headers.find("accept"), "text/plain");
    auto const json = composed(R"({"method":"POST","url":"https://a.example","json":{"a":1}})");
    EXPECT_EQ(json->body, R"({"a":1})");
    EXPECT_EQ(json->headers.find("content-type"), "application/json");
    auto const form = composed(R"({"method":"PUT","url":"http://a.example/","form":{"a b":"1+1","c":true}})");
    EXPECT_EQ(form->body, "a%20b=1%2B1&c=true");
    EXPECT_EQ(form->headers.find("content-type"), "application/x-www-form-urlencoded");
    auto const text =
        composed(R"({"method":"POST","url":"http://a.example/","text":"<a/>","headers":{"Content-Type":"text/xml"}})");
    EXPECT_EQ(text->headers.find("content-type"), "text/xml");
}

TEST(Composed, nothing_breaks_out_of_its_place) {
    for (auto const* inputs : {R"({"url":"ftp://a.example/"})", R"({"url":"a.example"})", R"({"url":"//a.example/x"})",
             R"({"url":"https://me:secret@a.example/"})", R"({"url":"https:///x"})", R"({"url":"https://a.example/ x"})",
             R"({"url":"https://a.example/\r\nX: y"})", R"({"url":"https://a.example","headers":{"Host":"b.example"}})",
             R"({"url":"https://a.example","headers":{"content-length":"5"}})",
             R"({"url":"https://a.example","headers":{"a b":"c"}})", R"({"url":"https://a.example","headers":{"A\r\nB":"c"}})",
             R"({"url":"https://a.example","headers":{"A":{"b":1}}})", R"({"url":"https://a.example","query":{"a":{"b":1}}})",
             R"({"url":"https://a.example","json":{}})", R"({"method":"POST","url":"https://a.example","json":{},"text":"x"})",
             R"({"method":"TRACE","url":"https://a.example"})", R"({"url":"https://a.example","timeout_seconds":600})"})
        EXPECT_EQ(code_of(inputs), "catalogue.bad_input") << inputs;
    EXPECT_EQ(code_of(R"({"url":"https://a.example","headers":{"A":"b\r\nC: d"}})"), "catalogue.bad_header");
    EXPECT_EQ(code_of("{}"), "catalogue.missing_input");
}

class WithConnection : public testing::Test {
protected:
    Result<HttpRequest> sent(std::string_view inputs) {
        auto const made = composed(inputs);
        if (!made) return std::unexpected(made.error());
        return authorize_composed(*connector, *made, settings, Secret{"key-1"});
    }
    std::shared_ptr<Connector const> const connector = load_files(sample_files()).value().front();
    ConnectionSettings settings{.base_url = "https://api.sample.example/v1", .values = JsonObject{{"place", "a1"}}};
};

TEST_F(WithConnection, the_credential_goes_to_its_own_host_only) {
    auto const path = sent(R"({"url":"/contacts/?limit=1","headers":{"Authorization":"Bearer mine"}})");
    ASSERT_TRUE(path) << path.error().message;
    EXPECT_EQ(path->url, "https://api.sample.example/v1/contacts/?limit=1");
    ASSERT_TRUE(path->headers.find("authorization"));
    EXPECT_NE(path->headers.find("authorization")->find("key-1"), std::string_view::npos);
    EXPECT_TRUE(sent(R"({"url":"https://API.sample.example:443/other"})"));
    for (auto const* url : {"https://api.sample.example.evil.example/", "https://evil.example/", "http://api.sample.example/v1",
             "https://api.sample.example:8443/", "https://sample.example/", "https://api.sample.example%00.evil.example/"}) {
        auto const made = sent(R"({"url":")" + std::string(url) + R"("})");
        EXPECT_FALSE(made) << url;
    }
    EXPECT_EQ(sent(R"({"url":"https://evil.example/"})").error().code, "catalogue.other_host");
}

TEST(Composed, a_reply_is_shown_within_bounds) {
    HttpReply reply;
    reply.status = 418;
    reply.headers.add("Content-Type", "application/json; charset=utf-8");
    reply.headers.add("Set-Cookie", "a=1");
    reply.headers.add("set-cookie", "b=2");
    reply.body = R"({"a":"é"})";
    auto const shown = Json(composed_reply(reply, 100));
    EXPECT_EQ(*find(shown, "/body"), parse_json(reply.body).value());
    EXPECT_EQ(find_text(shown, "/headers/set-cookie"), "a=1, b=2");
    EXPECT_EQ(find_bool(shown, "/is_cut"), false);
    auto const cut = Json(composed_reply(reply, 7));
    EXPECT_EQ(find_bool(cut, "/is_cut"), true);
    EXPECT_EQ(find_bool(cut, "/is_json"), false);
    EXPECT_EQ(find_integer(cut, "/bytes"), 10);
    reply.body = "\xff\xfe{";
    EXPECT_TRUE(find_text(Json(composed_reply(reply, 100)), "/body"));
    reply.body.clear();
    EXPECT_TRUE(find(Json(composed_reply(reply, 100)), "/body")->is_null());
}

TEST(Composed, the_method_says_what_it_does) {
    EXPECT_EQ(composed_operation("x", "GET").effect, Effect::read);
    EXPECT_TRUE(composed_operation("x", "HEAD").retry_is_safe);
    EXPECT_FALSE(composed_operation("x", "PUT").retry_is_safe);
    EXPECT_EQ(composed_operation("x", "DELETE").effect, Effect::remove);
    EXPECT_EQ(class_of_status(302), ReplyClass::ok);
    EXPECT_EQ(class_of_status(422), ReplyClass::invalid);
    EXPECT_EQ(class_of_status(503), ReplyClass::unavailable);
}

}  // namespace
}  // namespace lockstep::catalogue
