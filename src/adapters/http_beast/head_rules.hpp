// SPDX-License-Identifier: Apache-2.0
// What a request head must look like beside what the parser demands, so that a proxy in front and this server can never
// disagree about where a message ends (request smuggling), and which text may stand in a head we write. Plain functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "ports/http.hpp"

namespace lockstep::adapters {

// Why a message is refused. All text is static: nothing of the message is repeated.
struct BadMessage {
    int status = 400;
    std::string_view code;    // "http.bad_request"
    std::string_view reason;  // "the Host header is missing"
};

struct HeadFacts {
    int version = 11;
    bool is_chunked = false;  // the parser took the body for chunked
};

// The raw bytes up to and with the empty line: no folded lines, no line that ends in something else than CR LF.
std::optional<BadMessage> check_raw_head(std::string_view head);

// Framing: at most one Content-Length of digits only, Transfer-Encoding only as "chunked", never both.
std::optional<BadMessage> check_framing(HttpHeaders const& headers, HeadFacts const& facts);

// A target in absolute form (RFC 9112, 3.2.2), which only proxies need to send, in its two parts: what then counts as Host, and
// the path. nullopt for any other target. The parts have yet to be checked.
struct AbsoluteTarget {
    std::string_view host;
    std::string_view path;  // "/" where there is none
};
std::optional<AbsoluteTarget> split_absolute_target(std::string_view target);

// Chunk extensions as RFC 9112, 7.1.1 writes them: they are passed over. Anything else could hide a line end from somebody.
bool is_chunk_extension(std::string_view text);

// Method, target in origin form, exactly one Host.
std::optional<BadMessage> check_request_head(
    std::string_view method, std::string_view target, HttpHeaders const& headers, HeadFacts const& facts);

bool is_token(std::string_view text);
// No control characters but tab: what may be sent as a header's value.
bool is_header_value(std::string_view text);

}  // namespace lockstep::adapters
