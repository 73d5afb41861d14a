// SPDX-License-Identifier: Apache-2.0
// RequestReader and ReplyReader: from the bytes of a connection to messages. Beast parses; the limits and rules are ours.
// Neither does input or output; bytes are fed in pieces of any size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string_view>

#include "adapters/http_beast/head_rules.hpp"
#include "ports/http.hpp"

namespace lockstep::adapters {

struct ReadLimits {
    std::size_t head_bytes = 32 * 1024;
    std::size_t fields = 100;
    std::uint64_t body_bytes = 1 << 20;
    // Of requests: another limit for some of them, by method and target. Empty: the same for all.
    std::function<std::uint64_t(std::string_view method, std::string_view target)> body_bytes_of{};
};

// How many of the bytes were used. Fewer than given, with the message not complete, means: come again with these and more.
using Fed = std::expected<std::size_t, BadMessage>;

class RequestReader {
public:
    explicit RequestReader(ReadLimits limits);
    ~RequestReader();

    Fed feed(std::string_view bytes);
    bool has_head() const;
    bool is_complete() const;
    // Once the head is there:
    bool keeps_alive() const;
    bool wants_continue() const;
    int version() const;
    // The path of the target, for as much as was understood; for choosing how to refuse.
    std::string_view path() const;
    // The complete request; the reader is then ready for the next.
    HttpRequest take();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

class ReplyReader {
public:
    // A reply to HEAD has no body whatever its headers say.
    ReplyReader(ReadLimits limits, bool is_for_head);
    ~ReplyReader();

    Fed feed(std::string_view bytes);
    // The other side has closed: the end of a body without a length, else a truncated reply.
    std::expected<void, BadMessage> finish();
    bool has_started() const;
    bool is_complete() const;
    bool keeps_alive() const;
    HttpReply take();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::adapters
