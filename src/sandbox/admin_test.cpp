// SPDX-License-Identifier: Apache-2.0
// The admin routes of both apps.
#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

TEST(SandboxAdminTest, EditsAsAPersonWould) {
    HighLevel highlevel;
    auto made = call(highlevel.app, "", "POST", "/_sandbox/records",
        R"({"firstName":"Zoé","email":"Z@b.test","tags":["VIP"],"customFields":{"hexfit_id":"7"}})", start);
    EXPECT_EQ(made.status, 201);
    auto const id = made.text("/id");
    EXPECT_EQ(made.text("/fields/customFields/hexfit_id"), "7");
    auto const url = "/_sandbox/records/" + id;
    EXPECT_EQ(call(highlevel.app, "", "PATCH", url, R"({"city":"Laval","email":null})", start).text("/fields/city"), "Laval");
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).text("/contact/city"), "Laval");
    EXPECT_EQ(call(highlevel.app, "", "PATCH", url, R"({"nothing":"x"})", start).status, 400);
    EXPECT_EQ(call(highlevel.app, "", "PATCH", url, "{", start).status, 400);
    EXPECT_EQ(call(highlevel.app, "", "PATCH", "/_sandbox/records/none", R"({"city":"x"})", start).status, 404);
    EXPECT_EQ(call(highlevel.app, "", "GET", "/_sandbox/records?limit=5", "", start).integer("/total"), 1);
    EXPECT_EQ(call(highlevel.app, "", "DELETE", url, "", start).status, 200);
    EXPECT_EQ(call(highlevel.app, "", "GET", url, "", start).status, 404);
}

TEST(SandboxAdminTest, FaultsLimitsCountersReset) {
    Hexfit hexfit;
    auto const admin = [&](std::string method, std::string path, std::string body = {}) {
        return call(hexfit.app, "", std::move(method), "/_sandbox/" + path, std::move(body), start);
    };
    EXPECT_EQ(admin("PUT", "limits", R"({"monthly_quota":1})").integer("/monthly_quota"), 1);
    EXPECT_EQ(hexfit("GET", "/full/v1/groups").status, 200);
    EXPECT_EQ(hexfit("GET", "/full/v1/groups").status, 429);
    EXPECT_EQ(admin("GET", "counters").integer("/counters/call/listGroups"), 2);
    EXPECT_EQ(admin("PUT", "limits", R"({"x":1})").status, 400);
    EXPECT_EQ(admin("PUT", "limits", R"({"monthly_quota":0})").status, 200);
    EXPECT_EQ(admin("PUT", "faults", R"({"forced":[{"kind":"server_error"}]})").status, 200);
    EXPECT_GE(hexfit("GET", "/full/v1/groups").status, 500);
    EXPECT_EQ(admin("PUT", "webhooks", R"({"url":"http://127.0.0.1:1/x"})").status, 200);
    EXPECT_EQ(admin("POST", "records", R"({"firstname":"A","lastname":"B","groups":["g"],"archived":true})").status, 201);
    EXPECT_EQ(hexfit.app.due_deliveries(start).size(), 1U);
    EXPECT_EQ(admin("GET", "identity").text("/key"), hexfit.app.key());
    EXPECT_EQ(admin("POST", "reset").status, 200);
    EXPECT_TRUE(hexfit.app.records().empty());
    EXPECT_EQ(admin("GET", "none").status, 404);
}

}  // namespace
}  // namespace lockstep::sandbox::test
