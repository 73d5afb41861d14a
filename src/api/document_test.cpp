// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document against the route table: neither may know what the other does not.
#include <set>

#include "api/test_world.hpp"
#include "base/text.hpp"

namespace lockstep::api {
namespace {

struct Documented {
    std::string method;
    std::string pattern;
    Json const* operation;
    bool is_open;
};

std::vector<Documented> documented() {
    std::vector<Documented> list;
    for (auto const& path : openapi().at("paths").as_object()) {
        for (auto const& member : path.value().as_object()) {
            if (member.key() == "parameters") continue;
            std::string method{member.key()};
            for (auto& c : method) c = static_cast<char>(c & ~0x20);
            auto const* security = find_array(member.value(), "/security");
            list.push_back({method, std::string(path.key()), &member.value(), security != nullptr && security->empty()});
        }
    }
    return list;
}

bool is_webhook(std::string_view pattern) { return pattern.starts_with("/webhooks/"); }

TEST(Document, EveryDocumentedOperationIsRouted) {
    World world;
    auto const& routes = world.api->router().routes();
    for (auto const& each : documented()) {
        if (is_webhook(each.pattern)) continue;
        SCOPED_TRACE(each.method + " " + each.pattern);
        auto const route =
            std::ranges::find_if(routes, [&](auto const& r) { return r.method == each.method && r.pattern == each.pattern; });
        ASSERT_NE(route, routes.end());
        // Metrics decide by themselves: they are open to the machine they run on.
        if (each.pattern != "/metrics") {
            EXPECT_EQ(route->scope == Scope::open, each.is_open);
        }
    }
}

TEST(Document, EveryRouteIsDocumented) {
    World world;
    auto const list = documented();
    for (auto const& route : world.api->router().routes()) {
        SCOPED_TRACE(std::string(route.method) + " " + std::string(route.pattern));
        EXPECT_TRUE(std::ranges::any_of(
            list, [&](auto const& each) { return route.method == each.method && route.pattern == each.pattern; }));
    }
}

TEST(Document, OperationsHaveAnIdOfTheirOwn) {
    std::set<std::string> ids;
    for (auto const& each : documented())
        EXPECT_TRUE(ids.emplace(*find_text(*each.operation, "/operationId")).second) << each.pattern;
}

void check_examples(Json const& node, std::string const& at, int& checked) {
    if (auto const* object = node.if_object()) {
        auto const* example = object->if_contains("example");
        auto const* schema = object->if_contains("schema");
        if (example != nullptr && (schema != nullptr || object->contains("type"))) {
            ++checked;
            for (auto const& problem : catalogue::check_schema(openapi(), schema != nullptr ? *schema : node, *example)) {
                ADD_FAILURE() << at << problem.pointer << ": " << problem.message;
            }
        }
        for (auto const& member : *object) {
            if (member.key() != "example") check_examples(member.value(), at + "/" + std::string(member.key()), checked);
        }
    } else if (auto const* array = node.if_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) check_examples((*array)[i], at + "/" + std::to_string(i), checked);
    }
}

TEST(Document, ExamplesFitTheirSchemas) {
    int checked = 0;
    check_examples(openapi(), "", checked);
    EXPECT_GT(checked, 30);
}

TEST(Document, OperationsSayWhatTheyDoAndHowTheyRefuse) {
    for (auto const& each : documented()) {
        SCOPED_TRACE(each.method + " " + each.pattern);
        EXPECT_FALSE(find_text(*each.operation, "/description").value_or("").empty());
        auto const& responses = each.operation->at("responses").as_object();
        EXPECT_TRUE(std::ranges::any_of(responses, [](auto const& response) { return response.key().starts_with("4"); }));
    }
}

// YAML reads "{description: one, two}" as a second member without a value.
TEST(Document, HasNoMemberWithoutAValue) {
    std::function<void(Json const&, std::string const&)> const walk = [&](Json const& node, std::string const& at) {
        if (auto const* object = node.if_object()) {
            for (auto const& member : *object) {
                if (member.key() == "example") continue;  // there, null is a value
                EXPECT_FALSE(member.value().is_null()) << at << ": " << member.key();
                walk(member.value(), at + "/" + std::string(member.key()));
            }
        } else if (auto const* array = node.if_array()) {
            for (auto const& each : *array) walk(each, at);
        }
    };
    walk(openapi(), "");
}

TEST(Document, ReferencesLeadSomewhere) {
    std::function<void(Json const&)> const walk = [&](Json const& node) {
        if (auto const* object = node.if_object()) {
            if (auto const reference = find_text(node, "/$ref")) {
                EXPECT_NE(find(openapi(), reference->substr(1)), nullptr) << *reference;
            }
            for (auto const& member : *object) walk(member.value());
        } else if (auto const* array = node.if_array()) {
            for (auto const& each : *array) walk(each);
        }
    };
    walk(openapi());
}

// Nobody gets further than the door: every route but the open ones refuses strangers and unknown tokens with 401, and every
// route that changes something refuses a token that may only read.
TEST(Document, EveryRouteGuardsItsDoor) {
    World world;
    auto const read_token = world.make_token(identity::Scope::read);
    for (auto const& route : world.api->router().routes()) {
        if (route.scope == Scope::open) continue;
        std::string url{route.pattern};
        while (url.contains('{')) url.replace(url.find('{'), url.find('}') - url.find('{') + 1, "x");
        world.is_stranger = true;
        auto const stranger = world.send(std::string(route.method), url);
        EXPECT_EQ(stranger.status, 401) << url;
        EXPECT_EQ(stranger.code(), "api.unauthenticated");
        EXPECT_TRUE(stranger.headers.find("WWW-Authenticate"));
        EXPECT_EQ(world.send(std::string(route.method), url, "", {{"Authorization", "Bearer lsk_nobody"}}).status, 401) << url;
        EXPECT_EQ(world.send(std::string(route.method), url, "", {{"Authorization", "Basic bGE6bGE="}}).status, 401) << url;
        world.is_stranger = false;
        if (route.scope < Scope::write) continue;
        auto const reader = world.send(std::string(route.method), url, "", {{"Authorization", "Bearer " + read_token}});
        EXPECT_EQ(reader.status, 403) << url;
        EXPECT_EQ(reader.code(), "api.read_only");
    }
}

}  // namespace
}  // namespace lockstep::api
