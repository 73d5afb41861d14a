// SPDX-License-Identifier: Apache-2.0
// The table of evidence, case by case: tests/data/match/*.json. A case is answered the same from the other side, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "contacts/match.hpp"

namespace lockstep::contacts {
namespace {

MatchSubject subject_from(Json const& json) {
    MatchSubject out;
    auto const text = [&](char const* key) { return std::string(find_text(json, std::string("/") + key).value_or("")); };
    out.id = text("id");
    out.stored_other_id = text("holds");
    out.is_linked = json.as_object().contains("linked");
    auto const put = [&](char const* field, FieldKind kind, char const* key) {
        out.projection[field] = canonical(kind, Value{text(key)}, {});
    };
    put("firstName", FieldKind::text, "first");
    put("lastName", FieldKind::text, "last");
    put("email", FieldKind::email, "email");
    put("phone", FieldKind::phone, "phone");
    put("dateOfBirth", FieldKind::date, "born");
    put("custom.gender", FieldKind::text, "sex");
    return out;
}

std::vector<MatchSubject> subjects_from(Json const& one, char const* path) {
    std::vector<MatchSubject> out;
    if (auto const* list = find_array(one, path)) {
        for (auto const& each : *list) out.push_back(subject_from(each));
    }
    return out;
}

std::string words_for(MatchAnswer const& answer) {
    if (answer.outcome == MatchOutcome::nobody) return "nobody";
    if (answer.outcome == MatchOutcome::matched) return answer.id + " by " + answer.reason;
    std::string out = "ambiguous " + answer.reason;
    for (auto const& id : answer.candidates) out += " " + id;
    return out;
}

TEST(MatchCases, AreAnsweredAsTheySay) {
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator("tests/data/match")) {
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        auto const json = parse_json(text.str());
        ASSERT_TRUE(json) << entry.path();
        auto const* cases = find_array(*json, "/cases");
        ASSERT_NE(cases, nullptr) << entry.path();
        for (auto const& one : *cases) {
            SCOPED_TRACE(std::string(find_text(one, "/name").value_or("?")));
            auto const subject = subject_from(*find(one, "/subject"));
            auto const candidates = subjects_from(one, "/candidates");
            auto const same_side = subjects_from(one, "/same_side");
            std::string const expected{find_text(one, "/expected").value_or("")};
            EXPECT_EQ(words_for(match({}, Side::a, subject, candidates, same_side)), expected);
            ++count;
            // Of a pair it is no matter who asks.
            if (candidates.size() != 1 || !same_side.empty() || candidates.front().is_linked) continue;
            auto const& other = candidates.front();
            auto mirrored = expected;
            for (auto at = mirrored.find(other.id); at != std::string::npos; at = mirrored.find(other.id))
                mirrored.replace(at, other.id.size(), subject.id);
            EXPECT_EQ(words_for(match({}, Side::b, other, {subject}, {})), mirrored);
        }
    }
    EXPECT_GT(count, 60U);
}

}  // namespace
}  // namespace lockstep::contacts
