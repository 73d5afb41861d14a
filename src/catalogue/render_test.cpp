// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "catalogue/sample_connector.hpp"

namespace lockstep::catalogue {
namespace {

class RenderTest : public testing::Test {
protected:
    Result<HttpRequest> render(std::string_view operation, JsonObject const& inputs) {
        return render_request(*connector, *connector->find(operation), inputs, settings, Secret(credential));
    }
    std::string code(std::string_view operation, JsonObject const& inputs) {
        auto const request = render(operation, inputs);
        return request ? "rendered " + request->url : request.error().code;
    }

    std::shared_ptr<Connector const> connector = load_files(sample_files()).value().front();
    ConnectionSettings settings{"", {{"place", "p 1"}}};
    std::string credential = "secret";
};

TEST_F(RenderTest, puts_inputs_in_their_places) {
    auto const request = render("things.write", {{"id", "a/b?c#d"}, {"version", "7"}, {"name", "Zoé"}, {"mail", nullptr}});
    ASSERT_TRUE(request) << request.error().message;
    EXPECT_EQ(request->method, "PATCH");
    EXPECT_EQ(request->url, "https://api.example.com/things/a%2Fb%3Fc%23d");
    EXPECT_EQ(parse_json(request->body).value(), parse_json(R"({"thing": {"name": "Zoé", "mail": null}})").value());
    EXPECT_EQ(request->headers.find("If-Match"), "\"7\"");
    EXPECT_EQ(request->headers.find("Authorization"), "Bearer secret");
    EXPECT_EQ(request->headers.find("Content-Type"), "application/json");
}

TEST_F(RenderTest, leaves_out_a_header_whose_input_is_absent) {
    auto const request = render("things.write", {{"id", "1"}});
    ASSERT_TRUE(request);
    EXPECT_FALSE(request->headers.find("If-Match"));
    EXPECT_EQ(request->body, "{}");
}

TEST_F(RenderTest, fills_defaults_from_settings) {
    EXPECT_EQ(render("things.list", {}).value().url, "https://api.example.com/things?p=p%201");
    settings.values.clear();
    EXPECT_EQ(code("things.list", {}), "catalogue.missing_setting");
}

TEST_F(RenderTest, checks_inputs) {
    EXPECT_EQ(code("things.read", {}), "catalogue.missing_input");
    EXPECT_EQ(code("things.read", {{"id", "1"}, {"x", 1}}), "catalogue.unknown_input");
    EXPECT_EQ(code("things.read", {{"id", 1}}), "catalogue.bad_input");
    EXPECT_EQ(code("things.read", {{"id", nullptr}}), "catalogue.bad_input");
    EXPECT_EQ(code("things.create", {{"labels", "x"}}), "catalogue.bad_input");
}

TEST_F(RenderTest, keeps_path_values_in_their_segment) {
    for (auto const* id : {"", ".", ".."}) EXPECT_EQ(code("things.read", {{"id", id}}), "catalogue.bad_input") << id;
    EXPECT_EQ(code("things.read", {{"id", "../admin"}}), "rendered https://api.example.com/things/..%2Fadmin");
}

TEST_F(RenderTest, refuses_control_characters_in_headers) {
    for (std::string const& bad : {std::string("x\r\nEvil: 1"), std::string("x\ny"), std::string("x\0y", 3)}) {
        EXPECT_EQ(code("things.write", {{"id", "1"}, {"version", bad}}), "catalogue.bad_header");
        credential = bad;
        EXPECT_EQ(code("things.read", {{"id", "1"}}), "catalogue.bad_header");
        credential = "secret";
    }
}

TEST_F(RenderTest, takes_only_plain_base_urls) {
    for (auto const* base :
        {"ftp://h", "https://", "https://user@h", "https://h?x", "https://h#x", "//h", "https://h h", "nonsense"}) {
        settings.base_url = base;
        EXPECT_EQ(code("things.read", {{"id", "1"}}), "catalogue.bad_base_url") << base;
    }
    settings.base_url = "http://127.0.0.1:8081/highlevel/";
    EXPECT_EQ(code("things.read", {{"id", "1"}}), "rendered http://127.0.0.1:8081/highlevel/things/1");
}

}  // namespace
}  // namespace lockstep::catalogue
