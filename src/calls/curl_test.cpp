// SPDX-License-Identifier: Apache-2.0
// The command says what was sent and nothing else, whatever somebody wrote into it. That a shell takes it so is seen in
// tests/end_to_end/calls_test.py.
#include "calls/curl.hpp"

#include <gtest/gtest.h>

namespace lockstep::calls {
namespace {

Json call(std::string_view headers, std::string const& body, std::string_view method = "PUT") {
    auto json = parse_json(R"({"request":{"method":")" + std::string(method) +
                           R"(","url":"https://a.test/contacts/[1]?q=it's","headers":)" + std::string(headers) + "}}")
                    .value();
    json.at("request").as_object()["body"] = JsonObject{{"text", body}, {"bytes", body.size()}, {"is_cut", false}};
    return json;
}

TEST(Curl, NamesAVariableInPlaceOfTheCredential) {
    auto const text = curl_command(
        call(R"([{"name":"Authorization","value":"***"},{"name":"X-Other-Key","value":"***"},{"name":"Accept","value":"a/b"},
                 {"name":"Host","value":"a.test"},{"name":"X-Empty","value":""}])",
            R"({"a":1})"),
        {{"authorization", "Bearer ${credential} end"}}, {"cut", "two\nlines"});
    EXPECT_EQ(text, R"(# cut
# two\nlines
curl --globoff --request 'PUT' --url 'https://a.test/contacts/[1]?q=it'\''s' \
  --header 'Authorization: Bearer '"$LOCKSTEP_TOKEN"' end' \
  --header 'X-Other-Key: '"$LOCKSTEP_TOKEN" \
  --header 'Accept: a/b' \
  --header 'X-Empty;' \
  --data-raw '{"a":1}'
)");
}

TEST(Curl, AReadHasNeitherMethodNorBody) {
    EXPECT_EQ(curl_command(call("[]", "", "GET"), {}, {}), "curl --globoff --url 'https://a.test/contacts/[1]?q=it'\\''s'\n");
}

TEST(ShellWord, IsOneWordWhateverItHolds) {
    EXPECT_EQ(shell_word(""), "''");
    EXPECT_EQ(shell_word("$(rm -rf ~) `id` \"$HOME\" \\ !x # ; | &"), "'$(rm -rf ~) `id` \"$HOME\" \\ !x # ; | &'");
    EXPECT_EQ(shell_word("'; id; '"), "''\\''; id; '\\'''");
    EXPECT_EQ(shell_word("a\nb'\\"), "'a\nb'\\''\\'");
    EXPECT_EQ(shell_word("a\n\tb'\\"), "$'a\\n\\011b\\'\\\\'");
    EXPECT_EQ(shell_word("\x1b[201~\x7f\xc2\x9b"), "$'\\033[201~\\177\\302\\233'") << "nothing that ends a paste";
    EXPECT_EQ(shell_word("Zoé 山"), "'Zoé 山'");
}

}  // namespace
}  // namespace lockstep::calls
