// SPDX-License-Identifier: Apache-2.0
// The only file that sees Beast's parser.
#include "adapters/http_beast/reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace lockstep::adapters {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

// Chunk headers and trailers are short; the parser itself would wait for their end for ever.
constexpr std::size_t chunk_line_bytes_max = 8 * 1024;
constexpr std::size_t extension_bytes_max = 16 * 1024;  // of all chunks of a message
// A length is only a promise; memory is taken as bytes arrive.
constexpr std::size_t body_reserve_max = 64 * 1024;

BadMessage too_large_head() { return {.status = 431, .code = "http.headers_too_large", .reason = "the head is too large"}; }

BadMessage bad_message(error_code error) {
    if (error == http::error::header_limit) return too_large_head();
    if (error == http::error::body_limit) {
        return {.status = 413, .code = "http.body_too_large", .reason = "the body is too large"};
    }
    if (error == http::error::bad_version)
        return {.status = 400, .code = "http.bad_request", .reason = "the version is not HTTP/1.0 or 1.1"};
    if (error == http::error::bad_chunk || error == http::error::bad_chunk_extension) {
        return {.status = 400, .code = "http.bad_request", .reason = "a chunk is malformed"};
    }
    if (error == http::error::partial_message) {
        return {.status = 400, .code = "http.bad_request", .reason = "the message ends too early"};
    }
    return {.status = 400, .code = "http.bad_request", .reason = "the message is malformed"};
}

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

// Collects headers and body of either kind of message.
template <bool is_request>
class Parser final : public http::basic_parser<is_request> {
public:
    explicit Parser(ReadLimits const& limits) : fields_max_(limits.fields) {
        this->header_limit(static_cast<std::uint32_t>(limits.head_bytes));
        this->body_limit(limits.body_bytes);
        this->eager(true);
    }

    std::string method;
    std::string target;
    int status = 0;
    int version = 11;
    HttpHeaders headers;
    std::string body;

private:
    void on_request_impl(http::verb, beast::string_view name, beast::string_view wanted, int number, error_code&) override {
        method = text(name);
        target = text(wanted);
        version = number;
    }
    void on_response_impl(int code, beast::string_view, int number, error_code&) override {
        status = code;
        version = number;
    }
    void on_field_impl(http::field, beast::string_view name, beast::string_view value, error_code& error) override {
        if (++fields_ > fields_max_) error = http::error::header_limit;
        // Trailers arrive the same way; taken for headers they would get past every check of the head.
        if (is_head_done_ || error) return;
        headers.add(text(name), text(value));
    }
    void on_header_impl(error_code&) override { is_head_done_ = true; }
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override {
        if (length) body.reserve(std::min<std::size_t>(*length, body_reserve_max));
    }
    std::size_t on_body_impl(beast::string_view bytes, error_code&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast::string_view extension, error_code& error) override {
        // Passed over, as long as nobody can disagree about where they end, and not for ever.
        extension_bytes_ += extension.size();
        if (!is_chunk_extension(text(extension)) || extension_bytes_ > extension_bytes_max)
            error = http::error::bad_chunk_extension;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_finish_impl(error_code&) override {}

    std::size_t fields_max_;
    std::size_t fields_ = 0;
    std::size_t extension_bytes_ = 0;
    bool is_head_done_ = false;
};

// Feeds a parser: the whole head at once, so that it can be checked as it was sent, then whatever comes.
template <bool is_request>
class Feeder {
public:
    explicit Feeder(ReadLimits limits) : limits_(std::move(limits)) {}

    void reset() {
        parser_.reset();
        searched_ = 0;
    }
    bool has_head() const { return parser_ && parser_->is_header_done(); }
    bool is_complete() const { return parser_ && parser_->is_done(); }
    Parser<is_request>& parser() { return *parser_; }
    Parser<is_request> const& parser() const { return *parser_; }
    bool has_parser() const { return parser_.has_value(); }

    // `prepare` runs on a fresh parser before it sees the head.
    template <class Prepare>
    Fed feed(std::string_view bytes, Prepare prepare) {
        if (!parser_) {
            auto const end = bytes.find("\r\n\r\n", searched_ < 3 ? 0 : searched_ - 3);
            if (end == std::string_view::npos) {
                searched_ = bytes.size();
                if (bytes.size() > limits_.head_bytes) return std::unexpected(too_large_head());
                return 0;
            }
            parser_.emplace(limits_);
            prepare(*parser_, bytes.substr(0, end + 4));
            if (end + 4 > limits_.head_bytes) return std::unexpected(too_large_head());
            if (auto bad = check_raw_head(bytes.substr(0, end + 4))) return std::unexpected(*bad);
        }
        if (parser_->is_done() || bytes.empty()) return 0;
        error_code error;
        auto const used = parser_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
        if (error == http::error::need_more) {
            // The head is all there: what wants more of it is no request line or status line.
            if (!parser_->is_header_done()) return std::unexpected(bad_message(http::error::bad_line_ending));
            if (bytes.size() - used > chunk_line_bytes_max) return std::unexpected(bad_message(http::error::bad_chunk));
            error = {};
        }
        if (error) return std::unexpected(bad_message(error));
        return used;
    }

private:
    ReadLimits limits_;
    std::optional<Parser<is_request>> parser_;
    std::size_t searched_ = 0;  // bytes in which the end of the head was not found
};

}  // namespace

class RequestReader::Impl {
public:
    explicit Impl(ReadLimits given) : feeder(given), limits(std::move(given)) {}

    // Before the parser has seen the head, because it holds a stated length against the limit at once.
    void set_body_limit(Parser<true>& parser, std::string_view head) const {
        if (!limits.body_bytes_of) return;
        auto const line = head.substr(0, head.find("\r\n"));
        auto const method_end = std::min(line.find(' '), line.size());
        auto const target = line.substr(std::min(method_end + 1, line.size()));
        parser.body_limit(limits.body_bytes_of(line.substr(0, method_end), target.substr(0, target.find(' '))));
    }

    Fed feed(std::string_view bytes) {
        bool const had_head = feeder.has_head();
        auto used = feeder.feed(bytes, [this](auto& parser, std::string_view head) { set_body_limit(parser, head); });
        // The rules of the head come before what the parser may have found wrong with the body that follows it.
        if (!had_head && feeder.has_head()) {
            auto& parser = feeder.parser();
            HeadFacts const facts{.version = parser.version, .is_chunked = parser.chunked()};
            // Its host counts in place of the header, which still has to be right for itself.
            std::string host;
            if (auto const absolute = split_absolute_target(parser.target)) {
                host = absolute->host;
                parser.target = std::string(absolute->path);
            }
            if (auto bad = check_request_head(parser.method, parser.target, parser.headers, facts)) return std::unexpected(*bad);
            if (!host.empty()) parser.headers.set("Host", std::move(host));
        }
        return used;
    }

    Feeder<true> feeder;
    ReadLimits limits;
};

RequestReader::RequestReader(ReadLimits limits) : impl_(std::make_unique<Impl>(std::move(limits))) {}
RequestReader::~RequestReader() = default;

Fed RequestReader::feed(std::string_view bytes) { return impl_->feed(bytes); }

bool RequestReader::has_head() const { return impl_->feeder.has_head(); }

bool RequestReader::is_complete() const { return impl_->feeder.is_complete(); }

bool RequestReader::keeps_alive() const { return impl_->feeder.has_head() && impl_->feeder.parser().keep_alive(); }

bool RequestReader::wants_continue() const {
    if (!has_head() || version() < 11) return false;
    auto const expect = impl_->feeder.parser().headers.find("Expect");
    return expect && equal_ignoring_case(*expect, "100-continue");
}

int RequestReader::version() const { return impl_->feeder.has_parser() ? impl_->feeder.parser().version : 11; }

std::string_view RequestReader::path() const {
    if (!impl_->feeder.has_parser()) return {};
    std::string_view const target = impl_->feeder.parser().target;
    return target.substr(0, target.find('?'));
}

HttpRequest RequestReader::take() {
    CHECK(is_complete());
    auto& parser = impl_->feeder.parser();
    HttpRequest request;
    request.method = std::move(parser.method);
    request.url = std::move(parser.target);
    request.headers = std::move(parser.headers);
    request.body = std::move(parser.body);
    impl_->feeder.reset();
    return request;
}

class ReplyReader::Impl {
public:
    Impl(ReadLimits limits, bool for_head) : feeder(std::move(limits)), is_for_head(for_head) {}

    Fed feed(std::string_view bytes) {
        std::size_t used = 0;
        for (;;) {
            bool const had_head = feeder.has_head();
            auto fed = feeder.feed(bytes.substr(used), [this](auto& parser, std::string_view) { parser.skip(is_for_head); });
            if (!fed) return fed;
            used += *fed;
            if (had_head || !feeder.has_head()) return used;
            auto const& parser = feeder.parser();
            HeadFacts const facts{.version = parser.version, .is_chunked = parser.chunked()};
            if (auto bad = check_framing(parser.headers, facts)) return std::unexpected(*bad);
            // "100 Continue" and its like come before the reply. Switching protocols was never asked for.
            if (parser.status == 101) return std::unexpected(bad_message(http::error::bad_status));
            if (parser.status >= 200) return used;
            if (++interim > 10) return std::unexpected(bad_message(http::error::bad_status));
            feeder.reset();
        }
    }

    Feeder<false> feeder;
    bool is_for_head;
    int interim = 0;
};

ReplyReader::ReplyReader(ReadLimits limits, bool is_for_head) : impl_(std::make_unique<Impl>(std::move(limits), is_for_head)) {}
ReplyReader::~ReplyReader() = default;

Fed ReplyReader::feed(std::string_view bytes) { return impl_->feed(bytes); }

std::expected<void, BadMessage> ReplyReader::finish() {
    error_code error = http::error::partial_message;
    if (impl_->feeder.has_head()) impl_->feeder.parser().put_eof(error);
    if (error) return std::unexpected(bad_message(error));
    return {};
}

bool ReplyReader::has_started() const { return impl_->feeder.has_parser(); }

bool ReplyReader::is_complete() const { return impl_->feeder.is_complete(); }

bool ReplyReader::keeps_alive() const {
    return impl_->feeder.has_head() && impl_->feeder.parser().keep_alive() && !impl_->feeder.parser().need_eof();
}

HttpReply ReplyReader::take() {
    CHECK(is_complete());
    auto& parser = impl_->feeder.parser();
    HttpReply reply;
    reply.status = parser.status;
    reply.headers = std::move(parser.headers);
    reply.body = std::move(parser.body);
    return reply;
}

}  // namespace lockstep::adapters
