// SPDX-License-Identifier: Apache-2.0
#include "api/security_headers.hpp"

namespace lockstep::api {
namespace {

constexpr char const* api_policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
// Scripts only from our own files. Style elements are written by the component library at run time, hence 'unsafe-inline' there.
constexpr char const* web_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

}  // namespace

void add_security_headers(HttpReply& reply, ReplyTo kind, bool is_tls) {
    auto& headers = reply.headers;
    headers.set("Content-Security-Policy", kind == ReplyTo::api ? api_policy : web_policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    if (kind == ReplyTo::api) headers.set("Cache-Control", "no-store");
    if (is_tls) headers.set("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace lockstep::api
