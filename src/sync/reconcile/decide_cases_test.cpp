// SPDX-License-Identifier: Apache-2.0
// The case files for whole records (tests run in the project's folder): every case is decided as it says, and an engine that was
// made wrong fails some of them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/injected_fault.hpp"
#include "connectors/default_mapping.hpp"
#include "sync/reconcile/decide_case.hpp"

namespace lockstep::sync {
namespace {

struct CaseFile {
    std::string name;
    JsonArray cases;
};

std::vector<CaseFile> load_files() {
    std::vector<CaseFile> files;
    for (auto const& entry : std::filesystem::directory_iterator("tests/data/decide")) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        auto const json = parse_json(text.str());
        EXPECT_TRUE(json) << entry.path() << ": " << (json ? "" : describe(json.error()));
        auto const* list = json ? find_array(*json, "/cases") : nullptr;
        EXPECT_NE(list, nullptr) << entry.path() << " has no cases";
        if (list != nullptr) files.push_back({entry.path().filename().string(), *list});
    }
    return files;
}

class DecideCases : public testing::Test {
protected:
    void SetUp() override {
        connectors_ = connectors::load_all().value();
        connections_.a.connector = connections::find_connector(connectors_, "highlevel");
        connections_.b.connector = connections::find_connector(connectors_, "hexfit-full");
        ground_ = {connectors::default_mapping("highlevel", "hexfit-full").value(), {&connections_.a, &connections_.b}};
    }

    // The names of the cases that are decided otherwise than they say.
    std::vector<std::string> wrong_ones() const {
        std::vector<std::string> names;
        for (auto const& [file, cases] : files_) {
            for (auto const& one : cases) {
                auto const decided = decide_case(one, ground_);
                auto const* expected = find(one, "/expected");
                if (!decided || expected == nullptr || *decided != *expected)
                    names.push_back(file + "#" + std::string(find_text(one, "/name").value_or("?")));
            }
        }
        return names;
    }

    connections::Connectors connectors_;
    contacts::PerSide<connections::Connection> connections_;
    CaseGround ground_;
    std::vector<CaseFile> files_ = load_files();
};

TEST_F(DecideCases, AreDecidedAsTheySay) {
    std::size_t count = 0;
    std::set<std::string> names;
    for (auto const& [file, cases] : files_) {
        EXPECT_FALSE(cases.empty()) << file;
        for (auto const& one : cases) {
            ++count;
            auto const name = file + "#" + std::string(find_text(one, "/name").value_or(""));
            EXPECT_TRUE(names.insert(name).second) << name << " is there twice";
            EXPECT_GT(find_text(one, "/about").value_or("").size(), 10U) << name << " does not say what it is about";
            auto const* expected = find(one, "/expected");
            ASSERT_NE(expected, nullptr) << name;
            auto const decided = decide_case(one, ground_);
            ASSERT_TRUE(decided) << name << ": " << describe(decided.error());
            EXPECT_EQ(*decided, *expected) << name << ": " << find_text(one, "/about").value_or("") << "\ndecided  "
                                           << to_text(*decided) << "\nexpected " << to_text(*expected);
        }
    }
    EXPECT_GE(count, 150U);
}

// Each of these makes the engine wrong at a rule that a case holds.
class WrongEngine : public DecideCases, public testing::WithParamInterface<std::string_view> {};

TEST_P(WrongEngine, FailsACase) {
    auto const fault = injected_fault_from(GetParam());
    ASSERT_TRUE(fault);
    InjectFault const injected{*fault};
    EXPECT_FALSE(wrong_ones().empty());
}

// Not here: faults of what surrounds deciding (the sending, the queue, polls, ingress, the store), which no case reaches.
INSTANTIATE_TEST_SUITE_P(Faults, WrongEngine,
    testing::Values("no_read_before_write", "match_on_name", "no_hold_after_unclear_write", "no_window_after_write",
        "no_window_after_unclear_write", "own_late_write_is_an_edit", "sets_judged_whole", "record_time_ignored",
        "whole_update_refused", "no_brake_on_rounds", "no_backoff", "contradiction_overlooked", "covered_values_dropped",
        "stored_id_believed", "first_not_found_believed", "every_event_is_an_echo", "conflict_always_a", "match_always_ambiguous",
        "older_request_counts", "absent_is_blank", "last_writer_wins", "no_base_after_write", "one_remembered_value"),
    [](auto const& info) { return std::string(info.param); });

TEST_F(DecideCases, BadInputIsRefusedByTheMemberThatIsWrong) {
    auto const refusal = [&](char const* text) {
        auto const decided = decide_case(parse_json(text).value(), ground_);
        return decided ? std::string("decided") : std::string(decided.error().message);
    };
    EXPECT_NE(refusal(R"({"a":{"filds":{}}})").find("\"a.filds\": there is no such member"), std::string::npos);
    EXPECT_NE(refusal(R"({"a":{"read":"yesterday"}})").find("\"a.read\""), std::string::npos);
    EXPECT_NE(refusal(R"({"b":{"told":[{"received":5}]}})").find("\"b.told[0].received\""), std::string::npos);
    EXPECT_NE(refusal(R"({"sync":"resting"})").find("one of running"), std::string::npos);
    EXPECT_NE(refusal(R"({"then":[{"stored":{}}]})").find("said after a decision to write"), std::string::npos);
    EXPECT_NE(refusal(R"({"then":[{"sings":true}]})"), "decided");
    EXPECT_NE(refusal(R"({"link":null,"a":null})"), "decided");
    EXPECT_NE(refusal(R"({"a":null,"b":null})"), "decided");
    EXPECT_NE(refusal(R"([1])"), "decided either way");
    EXPECT_NE(refusal(R"(5)").find("it has to be an object"), std::string::npos);
}

TEST_F(DecideCases, AMalformedCaseInAListDoesNotStopTheOthers) {
    auto const decided = decide_case(parse_json(R"([{"a":{"read":1}},{}])").value(), ground_);
    ASSERT_TRUE(decided);
    EXPECT_EQ(find_text(*decided, "/0/error/code"), "sync.bad_case");
    EXPECT_EQ(find_text(*decided, "/1/step"), "done");
}

}  // namespace
}  // namespace lockstep::sync
