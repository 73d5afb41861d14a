// SPDX-License-Identifier: Apache-2.0
// Api: everything the server answers. Routes /webhooks to the ingress, /api/v1 and a few more to handlers, and the rest to the
// web app's files.
#pragma once

#include "api/parts.hpp"
#include "api/router.hpp"

namespace lockstep::api {

class Api final : public HttpHandler {
public:
    Api(Parts parts, ApiOptions options);

    Task<HttpReply> handle(HttpRequest request) override;

    Router const& router() const { return router_; }

private:
    Task<HttpReply> answer(HttpRequest const& request, std::string_view path, std::string_view query);
    Task<Result<HttpReply>> run(Route const& route, Context& context);

    Parts parts_;
    ApiOptions options_;
    Router router_;
    PasswordGate passwords_;
};

}  // namespace lockstep::api
