// SPDX-License-Identifier: Apache-2.0
// Whatever the simulated apps let a person turn on has words in both languages, and no word is about nothing.
#include <gtest/gtest.h>

#include <set>

#include "messages/messages.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"

namespace lockstep::app {
namespace {

Json asked(sandbox::App& app, std::string const& path) {
    HttpRequest request;
    request.method = "GET";
    request.url = "/_sandbox/" + path;
    return parse_json(app.handle(request, from_micros(1'770'000'000'000'000)).reply.body).value();
}

TEST(SandboxWords, ExplainEverySwitchAndAllowance) {
    sandbox::HighLevelApp highlevel({});
    sandbox::HexfitApp hexfit({});
    std::set<std::string> wanted;
    for (auto* app : {static_cast<sandbox::App*>(&highlevel), static_cast<sandbox::App*>(&hexfit)}) {
        auto const switches = asked(*app, "switches");
        for (auto const& each : *find_array(switches, "/switches")) {
            for (auto const* part : {".title", ".explanation", ".remedy"})
                wanted.insert("simulated.fault." + std::string(*find_text(each, "/name")) + part);
            wanted.insert("simulated.group." + std::string(*find_text(each, "/group")));
        }
        auto const screen = asked(*app, "screen");
        for (auto const& each : *find_array(screen, "/allowance"))
            wanted.insert("simulated.allowance." + std::string(*find_text(each, "/name")));
    }
    std::set<std::string> present;
    for (auto const& code : messages::codes(messages::Language::en)) {
        if (code.starts_with("simulated.")) present.insert(code);
    }
    EXPECT_EQ(present, wanted);
}

}  // namespace
}  // namespace lockstep::app
