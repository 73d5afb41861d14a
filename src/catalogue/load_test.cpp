// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "catalogue/declaration_schema.hpp"
#include "catalogue/sample_connector.hpp"

namespace lockstep::catalogue {
namespace {

using testing::AllOf;
using testing::HasSubstr;

void replace(std::string& text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

std::string message_after(std::string const& path, std::string_view from, std::string_view to) {
    auto files = sample_files();
    replace(files.at(path), from, to);
    auto const loaded = load_files(files);
    if (loaded) return "(it loads)";
    EXPECT_EQ(loaded.error().code, "catalogue.bad_declaration");
    return loaded.error().message;
}

TEST(LoadTest, loads_a_sound_folder) {
    auto files = sample_files();
    files["app/logo.svg"] = "<svg/>";
    files["mappings/app__other.json"] = "{}";
    auto const loaded = load_files(files);
    ASSERT_TRUE(loaded) << loaded.error().message;
    ASSERT_EQ(loaded->size(), 1U);
    auto const& connector = *loaded->front();
    EXPECT_EQ(connector.operations.size(), 5U);
    ASSERT_EQ(connector.settings.size(), 1U);
    EXPECT_EQ(connector.settings.front().name, "place");
    EXPECT_EQ(connector.settings.front().option, "place");
    EXPECT_EQ(connector.routing_setting(), &connector.settings.front());
    EXPECT_EQ(connector.credential.option, "key");
    EXPECT_TRUE(connector.is_default_at_own_address && connector.is_default_elsewhere) << "there is one profile only";
    EXPECT_EQ(connector.logo, "<svg/>");
    EXPECT_EQ(connector.pairs_as_a, std::vector<std::string>{"other"});
    EXPECT_TRUE(connector.pairs_as_b.empty());
    EXPECT_EQ(connector.limits.interval, std::chrono::seconds{1});
    ASSERT_TRUE(connector.find("things.create"));
    EXPECT_FALSE(connector.find("things.create")->retry_is_safe);
    EXPECT_TRUE(connector.find("things.read")->retry_is_safe);
    EXPECT_FALSE(connector.find("things.list")->inputs.at(1).required) << "a default fills it";
}

TEST(LoadTest, names_file_pointer_and_remedy_of_every_problem) {
    auto files = sample_files();
    replace(files.at("app/connector.json"), R"("id": "app", "title")", R"("id": "other", "title")");
    replace(files.at("app/operations/things/read.json"), "/things/{id}", "/things/{other}");
    files["app/operations/things/broken.json"] = "{";
    files["app/notes.txt"] = "";
    files["app/operations/things.flat.json"] = "{}";
    auto message = load_files(files).error().message;
    EXPECT_THAT(message, AllOf(HasSubstr("app/operations/things/broken.json: is no JSON"),
                             HasSubstr("app/notes.txt: is not part of a connector folder"),
                             HasSubstr("app/operations/things.flat.json: is not part of a connector folder")));
    files.erase("app/operations/things/broken.json");
    files.erase("app/operations/things.flat.json");
    message = load_files(files).error().message;
    EXPECT_THAT(message, HasSubstr("app/connector.json at /id: must be the folder's name, \"app\""));
    EXPECT_THAT(message, HasSubstr("app/operations/things/read.json at /inputs/0/place: is \"path\", but the path has no {id}"));
    EXPECT_THAT(message, HasSubstr("app/operations/things/read.json at /path: asks for {other}"));
}

TEST(LoadTest, refuses_members_it_does_not_know) {
    EXPECT_THAT(
        message_after("app/connector.json", R"("title": "App", "base_url")", R"("titel": "x", "title": "App", "base_url")"),
        HasSubstr("at /titel: is not a known member"));
    EXPECT_THAT(message_after("app/operations/things/read.json", R"("method")", R"("script": "x", "method")"),
        HasSubstr("at /script: is not a known member"));
}

// Every member that a declaration may have is read somewhere: its name stands as a text or at the end of a pointer in a source
// file outside of tests. What nothing reads would be a promise that nobody keeps.
void add_member_names(Json const& schema, std::set<std::string>& names) {
    if (auto const* list = schema.if_array()) {
        for (auto const& each : *list) add_member_names(each, names);
    }
    auto const* object = schema.if_object();
    if (!object) return;
    if (auto const* properties = find_object(schema, "/properties")) {
        for (auto const& each : *properties) names.insert(each.key());
    }
    for (auto const& member : *object) add_member_names(member.value(), names);
}

TEST(LoadTest, every_member_that_the_schema_allows_is_read) {
    std::string sources;
    for (auto const* folder : {"src/catalogue", "src/connectors", "src/webhooks", "src/api", "tools"}) {
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
            auto const path = entry.path().generic_string();
            auto const extension = entry.path().extension();
            bool const is_code = extension == ".cpp" || extension == ".hpp";
            // Recordings are read by their test.
            if (!is_code || (path.find("_test.") != std::string::npos && path.find("recordings_test") == std::string::npos))
                continue;
            std::ifstream file(path);
            sources.append(std::istreambuf_iterator<char>(file), {});
        }
    }
    // Words of JSON Schema, which the schema check reads by other means; and notes for people and editors.
    std::set<std::string> const not_members{"$schema", "text", "source"};
    std::set<std::string> names;
    add_member_names(declaration_schema(), names);
    ASSERT_GT(names.size(), 100U);
    for (auto const& name : names) {
        bool const is_read = sources.find("\"" + name + "\"") != std::string::npos ||
                             sources.find("/" + name + "\"") != std::string::npos || not_members.contains(name);
        EXPECT_TRUE(is_read) << name << " is allowed by declaration.schema.json, and nothing reads it";
    }
}

struct Mistake {
    char const* path;
    char const* from;
    char const* to;
    char const* expected;
};
class LoadMistakesTest : public testing::TestWithParam<Mistake> {};

TEST_P(LoadMistakesTest, are_told) {
    auto const& mistake = GetParam();
    EXPECT_THAT(message_after(mistake.path, mistake.from, mistake.to), HasSubstr(mistake.expected));
}

INSTANTIATE_TEST_SUITE_P(All, LoadMistakesTest,
    testing::Values(Mistake{"app/connector.json", "https://api", "http://api", "at /base_url: must begin with https://"},
        Mistake{"app/connector.json", "${credential}", "x", "never sends ${credential}"},
        Mistake{"app/connector.json", "Bearer ${credential}", "Bearer ${credential} ${setting.nope}", "names ${setting.nope}"},
        Mistake{"app/connector.json", R"("known": ["thing.changed", "other"])", R"("known": ["other"])", "is not in \"known\""},
        Mistake{"app/connector.json", R"("verify_operation": "things.read")", R"("verify_operation": "things.create")",
            "must only read"},
        Mistake{"app/connector.json", R"("verify_operation": "things.read")", R"("verify_operation": "things.nope")",
            "has no file in operations/"},
        Mistake{"app/connector.json", R"("inputs": {"id": "${id}"})", R"("inputs": {"key": "${id}"})",
            "gives input \"key\", which things.read does not have"},
        Mistake{"app/connector.json", R"("inputs": {"id": "${id}"})", R"("inputs": {"id": "${email}"})", "names ${email}"},
        Mistake{"app/connector.json", R"("inputs": {"id": "${id}"})", R"("inputs": {"id": "${id"})", "that is not closed"},
        Mistake{"app/connector.json", R"("create": "name", "update": "name", "clear")",
            R"("create": "nope", "update": "name", "clear")", "gives input \"nope\""},
        Mistake{"app/connector.json", R"("pages": {"things.list")", R"("pages": {"things.read")", "\"pages\" does not say"},
        Mistake{"app/connector.json", R"("needs": ["name"])", R"("needs": ["nom"])", "which is not bound"},
        Mistake{"app/connector.json", R"("burst": 10, )", "", "needs both burst and interval_ms"},
        Mistake{"app/operations/things/create.json", R"("nullable": true)", R"("nullable": true, "items": {"if": true})",
            "/items/if: is no word that the schema check knows"},
        Mistake{"app/connector.json", R"(, "routes": true)", "", "needs \"routes\": true at one setting"},
        Mistake{"app/operations/things/create.json", R"("idempotency": "repeats")", R"("idempotency": "reads")",
            "must be \"reads\" for what only reads, and for nothing else"},
        Mistake{"app/operations/things/create.json", R"("calls": 1, )", "", "calls"},
        Mistake{"app/operations/things/create.json", R"("calls": 1, )", R"("calls": 0, )", "must be at least 1"},
        Mistake{"app/operations/things/create.json", R"("side_effects": [])", R"("side_effects": ["sends_message"])",
            "cannot_be_undone"},
        Mistake{"app/operations/things/list.json", R"("label": {"en": "A")",
            R"("choices_from": {"operation": "things.none", "items": "", "value": "/id", "label": "/id"}, "label": {"en": "A")",
            "is no search of this connector"},
        Mistake{"app/operations/things/create.json", R"("id": "things.create")", R"("id": "things.make")",
            "must be the folder's and the file's name"},
        Mistake{"app/operations/things/create.json", R"("body": "json", )", "", "the operation sends none"},
        Mistake{"app/operations/things/list.json", R"("input": "after")", R"("input": "cursor")", "names input \"cursor\""},
        Mistake{"app/operations/things/list.json", "${setting.place}", "${setting.where}", "names ${setting.where}"},
        Mistake{"app/operations/things/list.json", R"("path": "/things")", R"("path": "/things?x=1")",
            "declare query inputs instead"},
        Mistake{"app/operations/things/write.json", "If-Match", "If Match", "is no header name"},
        Mistake{"app/operations/things/read.json", R"("en": "T", "fr": "T")", R"("en": "T")", "at /title: lacks \"fr\""},
        Mistake{"app/operations/things/read.json", R"("effect": "read")", R"("effect": "destroy")", "must be one of"}));

}  // namespace
}  // namespace lockstep::catalogue
