// SPDX-License-Identifier: Apache-2.0
// Every operation of the document is sent what it does not allow, one fault at a time, drawn from its schemas: each is refused
// with its place, and none reaches a handler.
#include "api/contract.hpp"

#include "api/request_check.hpp"
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

Json const& resolved(Json const& node) {
    auto const reference = find_text(node, "/$ref");
    return reference ? resolved(*find(openapi(), reference->substr(1))) : node;
}

bool is_left_to_the_handler(Json const& schema) { return find(schema, "/x-answered-one-by-one") != nullptr; }

bool has_type(Json const& schema, std::string_view wanted) {
    auto const* type = find(schema, "/type");
    return type != nullptr && to_text(*type).contains("\"" + std::string(wanted) + "\"");
}

// The least that a schema allows.
Json sample(Json const& given) {
    auto const& schema = resolved(given);
    if (auto const* words = find_array(schema, "/enum")) return words->front();
    if (auto const* fixed = find(schema, "/const")) return *fixed;
    if (auto const* example = find(schema, "/example"); example != nullptr && find(schema, "/pattern") != nullptr)
        return *example;
    if (has_type(schema, "string"))
        return Json(std::string(static_cast<std::size_t>(find_integer(schema, "/minLength").value_or(1)), 'x'));
    if (has_type(schema, "integer")) return find_integer(schema, "/minimum").value_or(1);
    if (has_type(schema, "number")) return schema.at("minimum");
    if (has_type(schema, "boolean")) return true;
    if (has_type(schema, "array")) {
        JsonArray list;
        for (auto i = find_integer(schema, "/minItems").value_or(0); i > 0; --i) list.push_back(sample(schema.at("items")));
        return list;
    }
    JsonObject object;
    if (auto const* required = find_array(schema, "/required")) {
        for (auto const& name : *required) object[name.as_string()] = sample(schema.at("properties").at(name.as_string()));
    }
    return object;
}

struct Bad {
    std::string place;
    Json value;
    std::string_view code = "api.bad_member";
};

std::vector<Bad> bad_texts(Json const& schema) {
    std::vector<Bad> list{{"", 7}, {"", JsonArray{"x"}}};
    if (auto const* words = find_array(schema, "/enum"); words != nullptr) {
        list.push_back({"", "no_such_word"});
        return list;
    }
    auto const most = static_cast<std::size_t>(find_integer(schema, "/maxLength").value_or(0));
    if (most > 0) list.push_back({"", Json(std::string(most + 1, 'x'))});
    if (find_integer(schema, "/minLength").value_or(0) > 0) list.push_back({"", ""});
    if (find_text(schema, "/format") == "line") list.push_back({"", "a\nb"});
    if (find_text(schema, "/format") == "lines") list.push_back({"", "a\x1B[0m"});
    if (find_text(schema, "/format") == "date-time") list.push_back({"", "yesterday"});
    return list;
}

std::vector<Bad> bad_numbers(Json const& schema, bool is_whole) {
    std::vector<Bad> list{{"", "1"}, {"", true}};
    if (is_whole) list.push_back({"", 1.5});
    if (auto const* least = find(schema, "/minimum")) list.push_back({"", least->to_number<double>() - 1});
    if (auto const most = find_integer(schema, "/maximum")) list.push_back({"", *most + 1});
    return list;
}

std::vector<Bad> bad_values(Json const& given);

std::vector<Bad> bad_lists(Json const& schema) {
    std::vector<Bad> list{{"", "x"}, {"", JsonObject{{"0", "x"}}}};
    auto const& items = schema.at("items");
    if (auto const least = find_integer(schema, "/minItems").value_or(0); least > 0) list.push_back({"", JsonArray{}});
    if (auto const most = find_integer(schema, "/maxItems").value_or(0); most > 0 && most <= 1000) {
        JsonArray many;
        for (std::int64_t i = 0; i <= most; ++i) many.push_back(sample(items));
        list.push_back({"", std::move(many)});
    }
    auto const least = std::max<std::int64_t>(1, find_integer(schema, "/minItems").value_or(0));
    for (auto& bad : bad_values(items)) {
        JsonArray one{bad.value};
        while (static_cast<std::int64_t>(one.size()) < least) one.push_back(sample(items));
        list.push_back({"/0" + bad.place, std::move(one), bad.code});
    }
    return list;
}

std::vector<Bad> bad_objects(Json const& schema) {
    std::vector<Bad> list{{"", "x"}, {"", JsonArray{}}};
    auto const right = sample(schema).as_object();
    if (auto const* allowed = find(schema, "/additionalProperties");
        allowed != nullptr && allowed->is_bool() && !allowed->get_bool()) {
        auto wrong = right;
        wrong["no_such_member"] = 1;
        list.push_back({"/no_such_member", std::move(wrong), "api.unknown_member"});
    }
    if (auto const* required = find_array(schema, "/required")) {
        for (auto const& name : *required) {
            auto wrong = right;
            wrong.erase(name.as_string());
            list.push_back({"/" + std::string(name.as_string()), std::move(wrong)});
        }
    }
    if (auto const* others = find(schema, "/additionalProperties"); others != nullptr && others->is_object()) {
        for (auto& bad : bad_values(*others)) {
            auto wrong = right;
            wrong["other"] = std::move(bad.value);
            list.push_back({"/other" + bad.place, std::move(wrong), bad.code});
        }
    }
    auto const* properties = find_object(schema, "/properties");
    if (properties == nullptr) return list;
    for (auto const& property : *properties) {
        for (auto& bad : bad_values(property.value())) {
            auto wrong = right;
            wrong[property.key()] = std::move(bad.value);
            list.push_back({"/" + std::string(property.key()) + bad.place, std::move(wrong), bad.code});
        }
    }
    return list;
}

std::vector<Bad> bad_values(Json const& given) {
    if (is_left_to_the_handler(given)) return {};
    auto const& schema = resolved(given);
    auto list = has_type(schema, "string")    ? bad_texts(schema)
                : has_type(schema, "integer") ? bad_numbers(schema, true)
                : has_type(schema, "number")  ? bad_numbers(schema, false)
                : has_type(schema, "array")   ? bad_lists(schema)
                : has_type(schema, "object")  ? bad_objects(schema)
                                              : std::vector<Bad>{{"", "true"}, {"", 1}};
    if (!has_type(schema, "null")) list.push_back({"", nullptr});
    return list;
}

struct Asked {
    Route route;
    Json const* operation;
    std::vector<Json const*> parameters{};

    std::string url() const {
        std::string url{route.pattern};
        while (url.contains('{')) url.replace(url.find('{'), url.find('}') - url.find('{') + 1, "x");
        return url;
    }
    Json const* body() const { return find(*operation, "/requestBody/content/application~1json/schema"); }
};

std::vector<Asked> everything(World& world) {
    std::vector<Asked> list;
    for (auto const& route : world.api->router().routes()) {
        auto method = std::string(route.method);
        for (auto& letter : method) letter = static_cast<char>(letter | 0x20);
        auto const& path = openapi().at("paths").at(route.pattern);
        Asked asked{route, &path.at(method)};
        for (auto const* holder : {&path, asked.operation}) {
            if (auto const* parameters = find_array(*holder, "/parameters")) {
                for (auto const& each : *parameters) asked.parameters.push_back(&resolved(each));
            }
        }
        list.push_back(std::move(asked));
    }
    return list;
}

TEST(Contract, TheDocumentCanBeChecked) { EXPECT_TRUE(contract().problems().empty()); }

TEST(Contract, WhatNobodyCouldCheckIsAProblem) {
    Contract const odd(R"({"paths":{"/x":{"get":{"parameters":[{"name":"a","in":"query","schema":{"multipleOf":2}}]}}}})");
    ASSERT_EQ(odd.problems().size(), 1U);
    EXPECT_TRUE(odd.problems().front().contains("multipleOf")) << odd.problems().front();
    EXPECT_FALSE(Contract("{").problems().empty());
    EXPECT_FALSE(Contract("{}").problems().empty());
    EXPECT_FALSE(Contract(R"({"paths":{"/x":{"get":{"parameters":[{"$ref":"#/nowhere"}]}}}})").problems().empty());
}

TEST(Contract, EveryMemberOfEveryBodyIsChecked) {
    World world;
    world.write_token();
    int sent = 0;
    for (auto const& asked : everything(world)) {
        if (asked.body() == nullptr) continue;
        for (auto const& bad : bad_values(*asked.body())) {
            if (bad.place.empty()) continue;  // no object at all: bad_input_test.cpp
            auto const answer = world.send(std::string(asked.route.method), asked.url(), to_text(bad.value));
            ++sent;
            SCOPED_TRACE(std::string(asked.route.method) + " " + asked.url() + " " + to_text(bad.value).substr(0, 300));
            EXPECT_EQ(answer.status, 400);
            EXPECT_EQ(answer.code(), bad.code);
            EXPECT_EQ(answer.at("/field"), bad.place);
            EXPECT_FALSE(answer.at("/params/reason").empty());
        }
    }
    EXPECT_GT(sent, 400);
}

TEST(Contract, EveryParameterIsChecked) {
    World world;
    int sent = 0;
    for (auto const& asked : everything(world)) {
        auto const method = std::string(asked.route.method);
        EXPECT_EQ(world.send(method, asked.url() + "?no_such_parameter=1").code(), "api.unknown_parameter") << asked.url();
        for (auto const* parameter : asked.parameters) {
            auto const name = std::string(*find_text(*parameter, "/name"));
            auto const& schema = resolved(parameter->at("schema"));
            auto const place = *find_text(*parameter, "/in");
            auto const most = find_integer(schema, "/maxLength");
            if (place == "path") {
                std::string url{asked.route.pattern};
                ASSERT_TRUE(most) << asked.url() << " " << name;
                url.replace(url.find("{" + name + "}"), name.size() + 2, std::string(static_cast<std::size_t>(*most) + 1, 'x'));
                while (url.contains('{')) url.replace(url.find('{'), url.find('}') - url.find('{') + 1, "x");
                EXPECT_EQ(world.send(method, url).code(), "api.no_such_address") << url;
                continue;
            }
            std::vector<std::string> wrong;
            if (has_type(schema, "integer")) wrong = {"x", "", "1.5", "99999999999999999999", "-1"};
            if (find(schema, "/enum") != nullptr || has_type(schema, "array")) wrong = {"no_such_word"};
            if (find(schema, "/pattern") != nullptr) wrong = {"%27%3B", "x"};
            if (find_text(schema, "/format") == "date-time") wrong = {"yesterday"};
            if (most) wrong.emplace_back(static_cast<std::size_t>(*most) + 1, 'x');
            ASSERT_FALSE(wrong.empty()) << asked.url() << " " << name << " takes anything";
            for (auto const& value : wrong) {
                auto const answer = place == "header" ? world.send(method, asked.url(), "", {{name, value}})
                                                      : world.send(method, asked.url() + "?" + name + "=" + value);
                ++sent;
                EXPECT_EQ(answer.code(), "api.bad_parameter") << asked.url() << " " << name << "=" << value.substr(0, 50);
                EXPECT_EQ(answer.at("/field"), name);
            }
        }
    }
    EXPECT_GT(sent, 60);
}

// What is written into the document holds; what is not written there is asked of nobody. So nothing may be left out.
void expect_bounds(Json const& given, std::string const& at) {
    if (is_left_to_the_handler(given)) return;
    auto const& schema = resolved(given);
    SCOPED_TRACE(at);
    bool const has_words =
        find(schema, "/enum") != nullptr || find(schema, "/pattern") != nullptr || find_text(schema, "/format") == "date-time";
    if (has_type(schema, "string") && !has_words) {
        EXPECT_TRUE(find_integer(schema, "/maxLength")) << "how long may it be?";
        auto const format = find_text(schema, "/format").value_or("");
        EXPECT_TRUE(format == "line" || format == "lines") << "may it have line breaks?";
    }
    if (has_type(schema, "integer") || has_type(schema, "number")) {
        EXPECT_NE(find(schema, "/minimum"), nullptr);
        EXPECT_NE(find(schema, "/maximum"), nullptr);
    }
    if (has_type(schema, "array")) {
        EXPECT_TRUE(find_integer(schema, "/maxItems")) << "how many?";
        expect_bounds(schema.at("items"), at + "/0");
    }
    if (has_type(schema, "object")) {
        EXPECT_NE(find(schema, "/additionalProperties"), nullptr) << "which other members?";
        if (auto const* properties = find_object(schema, "/properties")) {
            for (auto const& each : *properties) expect_bounds(each.value(), at + "/" + std::string(each.key()));
        }
    }
}

TEST(Contract, EveryBodySaysHowMuchItMayHold) {
    World world;
    for (auto const& asked : everything(world)) {
        if (auto const* body = asked.body()) expect_bounds(*body, std::string(asked.route.method) + " " + asked.url());
    }
}

TEST(Contract, AnEmptyTextIsAsGoodAsNone) {
    World world;
    EXPECT_EQ(world.get("/api/v1/events?state=&record=&cursor=").status, 200);
    EXPECT_EQ(world.get("/api/v1/catalogue?kind=").status, 200);
}

TEST(Contract, AValueIsNeverQuoted) {
    World world;
    auto const answer = world.post("/api/v1/session", R"({"email":"a@b.example","password":["hunter2-is-secret"]})");
    EXPECT_EQ(answer.code(), "api.bad_member");
    EXPECT_EQ(answer.at("/field"), "/password");
    EXPECT_FALSE(answer.text.contains("hunter2"));
    EXPECT_FALSE(
        world.post("/api/v1/connections", R"({"profile":"highlevel","credential":"pit-secret\n"})").text.contains("pit-secret"));
}

}  // namespace
}  // namespace lockstep::api
