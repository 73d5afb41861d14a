// SPDX-License-Identifier: Apache-2.0
#include "api/same_origin.hpp"

#include "base/text.hpp"

namespace lockstep::api {
namespace {

// "https://host:port" -> "host:port"
std::string_view host_of(std::string_view origin) {
    auto const at = origin.find("://");
    return at == std::string_view::npos ? std::string_view{} : origin.substr(at + 3);
}

enum class Answer : std::uint8_t {
    same,
    other,
    not_said
};

Answer origin_answer(HttpRequest const& request) {
    auto answer = Answer::not_said;
    if (auto const site = request.headers.find("Sec-Fetch-Site")) {
        // "none" is a person who typed the address; no script of another site can cause it.
        if (*site != "same-origin" && *site != "none") return Answer::other;
        if (*site == "same-origin") answer = Answer::same;
    }
    if (auto const origin = request.headers.find("Origin")) {
        auto const host = request.headers.find("Host");
        if (!host || host->empty() || !equal_ignoring_case(host_of(*origin), *host)) return Answer::other;
        answer = Answer::same;
    }
    return answer;
}

}  // namespace

bool is_from_our_web_app(HttpRequest const& request) {
    auto const ours = request.headers.find("X-Lockstep-Request");
    return ours && *ours == "1" && origin_answer(request) == Answer::same;
}

bool is_from_another_site(HttpRequest const& request) { return origin_answer(request) == Answer::other; }

}  // namespace lockstep::api
