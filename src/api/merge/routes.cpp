// SPDX-License-Identifier: Apache-2.0
#include "api/merge/routes.hpp"

#include "api/members.hpp"
#include "api/reply.hpp"
#include "contacts/merge_case.hpp"

namespace lockstep::api {
namespace {

Task<Result<HttpReply>> merge(Context& context) {
    Members const members(context);
    auto cases = members.list("cases");
    Result<Json> results;
    // Thousands of cases take long enough to keep everybody else waiting.
    co_await context.parts.offload.run([&] { results = contacts::decide_case(Json(std::move(cases))); });
    CO_TRY_VOID(results);
    JsonObject view;
    view["results"] = std::move(*results);
    co_return json_reply(std::move(view));
}

}  // namespace

std::vector<Route> merge_routes() { return {{"POST", "/api/v1/merge", Scope::read, merge}}; }

}  // namespace lockstep::api
