// SPDX-License-Identifier: Apache-2.0
// The text of requests, replies and chunks as they go over the wire. Plain functions.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ports/http.hpp"

namespace lockstep::adapters {

struct ReplyFraming {
    bool is_head_request = false;  // announce the body, do not send it
    bool keeps_alive = true;
    bool is_streamed = false;
    int version = 11;
    std::string_view date;  // "Sun, 06 Nov 1994 08:49:37 GMT"
};

// Head and body, appended to `out`. Framing headers in the reply are ignored: they are the server's. False, with nothing
// appended, when a header cannot be sent as it is.
bool append_reply(std::string& out, HttpReply const& reply, ReplyFraming const& framing);
void append_chunk(std::string& out, std::string_view piece);
constexpr std::string_view last_chunk = "0\r\n\r\n";

std::string_view status_text(int status);

// RFC 9457; `title` is the standard text of the status.
HttpReply problem_reply(int status, std::string_view code, std::string_view detail);

// Where a request goes: origin and what stands in its first line.
struct Destination {
    bool is_tls = false;
    std::string host;  // without brackets
    std::string port;
    std::string host_header;  // with brackets and without the standard port
    std::string target;

    std::string origin() const { return (is_tls ? "https://" : "http://") + host + ":" + port; }
};

// invalid "http.invalid_request": not an absolute http(s) URL, a user name in it.
Result<Destination> parse_destination(std::string_view url);
// The same, remembering the servers it has met: of a URL of a known one only the target is looked at. For one executor.
class Destinations {
public:
    Result<Destination> find(std::string_view url);

private:
    std::map<std::string, Destination, std::less<>> by_server_;  // "https://host:port", as written
};

// The whole request. invalid "http.invalid_request": characters that would end a line, framing headers.
Result<std::string> request_text(HttpRequest const& request, Destination const& destination);

}  // namespace lockstep::adapters
