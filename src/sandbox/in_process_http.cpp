// SPDX-License-Identifier: Apache-2.0
#include "sandbox/in_process_http.hpp"

namespace lockstep::sandbox {

Task<std::expected<HttpReply, SendFailure>> InProcessHttp::send(HttpRequest request, Deadline) {
    for (auto const& [origin, app] : apps_) {
        if (!request.url.starts_with(origin + "/")) continue;
        request.url = request.url.substr(origin.size());
        auto answer = app->handle(request, clock_.now());
        if (answer.lose_reply)
            co_return std::unexpected(
                SendFailure{{ErrorKind::timeout, "http.timeout", "waiting for the reply: none came", {}}, true});
        co_return std::move(answer.reply);
    }
    co_return std::unexpected(SendFailure{
        {ErrorKind::unavailable, "http.connect", "connecting: only the sandbox can be reached from here", {}}, false});
}

}  // namespace lockstep::sandbox
