// SPDX-License-Identifier: Apache-2.0
// What our HTTP server answers to requests as they come over the wire, well-formed and not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/http_beast/server.hpp"
#include "contract/run.hpp"
#include "contract/wire.hpp"

namespace lockstep::contract {
namespace {

using adapters::HttpRefusal;
using adapters::HttpServer;
using adapters::HttpServerOptions;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HttpServerContract : public testing::Test {
protected:
    ~HttpServerContract() override {
        if (server_) run(context_, server_->drain(milliseconds(0)));
    }

    void open() { server_ = HttpServer::open(context_.get_executor(), options_, handler_, log_).value(); }
    std::string talk(std::string bytes) {
        if (!server_) open();
        return run(context_, contract::talk(server_->port(), std::move(bytes)));
    }

    asio::io_context context_;
    FunctionHandler handler_;
    RecordingLog log_;
    HttpServerOptions options_;
    std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerContract, AnswersARequest) {
    auto const reply = talk("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(reply, HasSubstr("Content-Length: 14\r\n"));
    EXPECT_THAT(reply, HasSubstr("\r\nDate: "));
    EXPECT_THAT(reply, testing::EndsWith("\r\n\r\nPOST /a?b=c hi"));
    EXPECT_THAT(handler_.seen.at(0).remote_address, StartsWith("127.0.0.1:"));
}

TEST_F(HttpServerContract, AnswersPipelinedRequestsInOrder) {
    auto const reply = talk(
        "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
        "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    auto const first = reply.find("GET /1 ");
    auto const second = reply.find("POST /2 abc");
    auto const third = reply.find("GET /3 ");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_NE(third, std::string::npos);
}

TEST_F(HttpServerContract, ALargeBodyIsTakenWhereItIsAllowedAndNowhereElse) {
    options_.body_bytes_max = 100;
    options_.large_body = [](std::string_view method, std::string_view path) -> std::optional<std::size_t> {
        return method == "POST" && path == "/files" ? std::optional<std::size_t>(1000) : std::nullopt;
    };
    auto const post = [&](std::string const& target, std::size_t size) {
        return talk("POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) +
                    "\r\nConnection: close\r\n\r\n" + std::string(size, 'x'));
    };
    EXPECT_THAT(post("/files?name=a", 1000), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(post("/files", 1001), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(post("/file", 101), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(post("/files", 1000), StartsWith("HTTP/1.1 200 ")) << "a place that was used is free again";
}

TEST_F(HttpServerContract, OnlySoManyLargeBodiesAtATime) {
    options_.body_bytes_max = 100;
    options_.large_bodies_max = 0;
    options_.large_body = [](std::string_view, std::string_view) { return std::optional<std::size_t>(1000); };
    auto const post = [&](std::size_t size) {
        return talk("POST /files HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) +
                    "\r\nConnection: close\r\n\r\n" + std::string(size, 'x'));
    };
    EXPECT_THAT(post(100), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(post(101), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerContract, HeadHasTheLengthButNotTheBody) {
    auto const reply = talk("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(reply, HasSubstr("Content-Length: 8\r\n"));
    EXPECT_THAT(reply, testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerContract, Http10ClosesUnlessAsked) {
    EXPECT_THAT(talk("GET /a HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close"));
}

TEST_F(HttpServerContract, TakesARequestByteByByte) {
    open();
    auto task = [](std::uint16_t port) -> Task<std::string> {
        auto socket = co_await connect_to(port);
        std::string const text =
            "POST /slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            "3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n";
        for (char const byte : text) co_await send_bytes(socket, std::string_view(&byte, 1));
        co_return co_await receive(socket);
    };
    EXPECT_THAT(run(context_, task(server_->port())), testing::EndsWith("POST /slow abc"));
    EXPECT_FALSE(handler_.seen.at(0).headers.find("Trailer"));
}

// RFC 9112, 3.2.2 and 7.1.1: a server has to take both, though only proxies send the one and few the other.
TEST_F(HttpServerContract, TakesAbsoluteTargetsAndPassesOverChunkExtensions) {
    EXPECT_THAT(
        talk("GET http://y.example:81/a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), testing::EndsWith("GET /a?b=c "));
    EXPECT_EQ(handler_.seen.at(0).headers.find("Host"), "y.example:81") << "the target's host counts";
    EXPECT_THAT(talk("GET HTTPS://y.example HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), testing::EndsWith("GET / "));
    EXPECT_THAT(talk("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                     "2;a=b ; c ;d=\"e;\\\"f\"\r\nab\r\n1\r\nc\r\n0;last\r\n\r\n"),
        testing::EndsWith("POST /b abc"));
}

TEST_F(HttpServerContract, SendsContinueBeforeTheBody) {
    open();
    auto task = [](std::uint16_t port) -> Task<std::string> {
        auto socket = co_await connect_to(port);
        co_await send_bytes(socket,
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
            "Connection: close\r\n\r\n");
        auto const interim = co_await receive(socket, has("\r\n\r\n"));
        EXPECT_EQ(interim, "HTTP/1.1 100 Continue\r\n\r\n");
        co_await send_bytes(socket, "hi");
        co_return co_await receive(socket);
    };
    EXPECT_THAT(run(context_, task(server_->port())), testing::EndsWith("POST /a hi"));
}

struct Refused {
    char const* name;
    std::string request;
    int status;
};

void PrintTo(Refused const& refused, std::ostream* out) { *out << refused.name; }

class HttpServerRefusal : public HttpServerContract, public testing::WithParamInterface<Refused> {};

// Followed by another request, which must never run.
TEST_P(HttpServerRefusal, IsAnsweredAndEndsTheConnection) {
    std::string const smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    auto const reply = talk(GetParam().request + smuggled);
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 " + std::to_string(GetParam().status) + " "));
    EXPECT_THAT(reply, HasSubstr("application/problem+json"));
    EXPECT_THAT(reply, HasSubstr("Connection: close"));
    EXPECT_TRUE(handler_.seen.empty());
}

std::string post(std::string const& headers, std::string const& body = "") {
    return "POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}

INSTANTIATE_TEST_SUITE_P(All, HttpServerRefusal,
    testing::Values(Refused{"length_and_chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        Refused{"chunked_and_length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
        Refused{"zero_length_and_chunked", post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        Refused{"two_lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "abc"), 400},
        Refused{"two_equal_lengths", post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), 400},
        Refused{"list_of_lengths", post("Content-Length: 2, 2\r\n", "ab"), 400},
        Refused{"signed_length", post("Content-Length: +2\r\n", "ab"), 400},
        Refused{"negative_length", post("Content-Length: -1\r\n"), 400},
        Refused{"hexadecimal_length", post("Content-Length: 0x2\r\n", "ab"), 400},
        Refused{"empty_length", post("Content-Length:\r\n"), 400},
        Refused{"huge_length", post("Content-Length: 99999999999999999999999\r\n"), 400},
        Refused{"encoding_not_chunked", post("Transfer-Encoding: gzip\r\n"), 400},
        Refused{"encoding_with_more", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
        Refused{"chunked_not_last", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400},
        Refused{"chunked_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        Refused{"chunked_misspelt", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
        Refused{"chunked_quoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
        Refused{"chunked_in_http_1_0", "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Refused{"space_before_colon", post("Content-Length : 5\r\n"), 400},
        Refused{"tab_before_colon", post("Transfer-Encoding\t: chunked\r\n"), 400},
        Refused{"space_before_name", post(" Transfer-Encoding: chunked\r\n"), 400},
        Refused{"folded_header", post("X: a\r\n Transfer-Encoding: chunked\r\n"), 400},
        Refused{"bare_line_feed", "GET /a HTTP/1.1\nHost: x\r\n\r\n", 400},
        Refused{"bare_line_feed_in_header", post("X: a\nTransfer-Encoding: chunked\r\n"), 400},
        Refused{"bare_carriage_return", post("X: a\rTransfer-Encoding: chunked\r\n"), 400},
        Refused{"zero_byte_in_header", post(std::string("X: a\0b\r\n", 8)), 400}, Refused{"no_colon", post("Nonsense\r\n"), 400},
        Refused{"empty_name", post(": a\r\n"), 400}, Refused{"no_host", "GET /a HTTP/1.1\r\n\r\n", 400},
        Refused{"two_hosts", "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
        Refused{"bad_host", "GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
        Refused{"absolute_target_of_another_scheme", "GET ftp://x/a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"absolute_target_with_user", "GET http://u@x/a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"absolute_target_without_host", "GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"absolute_target_with_query_only", "GET http://x?a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"absolute_target_without_host_header", "GET http://x/a HTTP/1.1\r\n\r\n", 400},
        Refused{"star_target", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"fragment_in_target", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"control_in_target", "GET /a\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"bytes_in_target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"two_spaces", "GET  /a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"http_2", "GET /a HTTP/2.0\r\nHost: x\r\n\r\n", 400}, Refused{"http_0_9", "GET /a\r\n\r\n", 400},
        Refused{"not_http", "\x16\x03\x01\x02\x01\r\n\r\n", 400}, Refused{"trace", "TRACE /a HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        Refused{"connect", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        Refused{"chunk_extension_without_name", post("Transfer-Encoding: chunked\r\n", "1;=b\r\nx\r\n0\r\n\r\n"), 400},
        Refused{"chunk_extension_over_lines", post("Transfer-Encoding: chunked\r\n", "1;a=\"b\r\nx\"\r\nx\r\n0\r\n\r\n"), 400},
        Refused{"chunk_extension_line_feed", post("Transfer-Encoding: chunked\r\n", "1;a=b\nx\r\n0\r\n\r\n"), 400},
        Refused{"line_feed_in_chunk_extension", post("Transfer-Encoding: chunked\r\n", "1;\nxx\r\nx\r\n0\r\n\r\n"), 400},
        Refused{"chunk_size_not_hexadecimal", post("Transfer-Encoding: chunked\r\n", "g\r\nx\r\n0\r\n\r\n"), 400},
        Refused{"chunk_size_overflow", post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nx"), 400},
        Refused{"chunk_longer_than_said", post("Transfer-Encoding: chunked\r\n", "1\r\nxy\r\n0\r\n\r\n"), 400},
        Refused{"length_in_trailer", post("Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 5\r\n\r\n"), 400},
        Refused{"too_long_body", post("Content-Length: 1048577\r\n"), 413},
        Refused{"too_long_chunk", post("Transfer-Encoding: chunked\r\n", "100001\r\n"), 413},
        Refused{"too_large_head", post("X: " + std::string(40'000, 'a') + "\r\n"), 431},
        Refused{"endless_head", "GET /a HTTP/1.1\r\nX: " + std::string(40'000, 'a'), 431}),
    [](auto const& info) { return std::string(info.param.name); });

TEST_F(HttpServerContract, TooManyHeadersAreRefused) {
    std::string headers;
    for (int i = 0; i < 200; ++i) headers += "X: a\r\n";
    EXPECT_THAT(talk(post(headers)), StartsWith("HTTP/1.1 431 "));
}

TEST_F(HttpServerContract, ARefusedUploadStillReadsTheAnswer) {
    EXPECT_THAT(talk(post("Content-Length: 3000000\r\n", std::string(3'000'000, 'x'))), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerContract, TheOwnerChoosesHowToRefuseByPath) {
    options_.refuse = [](HttpRefusal const& refusal) {
        auto chosen = refusal;
        if (refusal.path.starts_with("/webhooks/") && refusal.status >= 500) chosen.status = 429;
        return adapters::problem_reply(chosen);
    };
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        throw std::runtime_error("secret text");
        co_return HttpReply{};
    };
    auto const hook = talk("POST /webhooks/contacts?x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(hook, StartsWith("HTTP/1.1 429 "));
    auto const other = talk("POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(other, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(other, Not(HasSubstr("secret text")));
    EXPECT_EQ(log_.lines.size(), 2U);
}

TEST_F(HttpServerContract, AHandlersExceptionKeepsTheConnection) {
    handler_.function = [](HttpRequest request) -> Task<HttpReply> {
        if (request.url == "/bad") throw std::runtime_error("a mistake");
        HttpReply reply;
        reply.body = "fine";
        co_return reply;
    };
    auto const reply = talk("GET /bad HTTP/1.1\r\nHost: x\r\n\r\nGET /good HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(reply, testing::EndsWith("fine"));
}

TEST_F(HttpServerContract, AHeaderThatCannotBeSentBecomesAnError) {
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        HttpReply reply;
        reply.headers.add("Location", "/a\r\nSet-Cookie: stolen=1");
        co_return reply;
    };
    auto const reply = talk("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(reply, Not(HasSubstr("stolen")));
}

TEST_F(HttpServerContract, ASlowHeadIsRefusedAndAnIdleConnectionClosed) {
    options_.head_time_max = milliseconds(100);
    options_.idle_time_max = milliseconds(100);
    EXPECT_THAT(talk("GET /a HTTP/1.1\r\nHost:"), StartsWith("HTTP/1.1 408 "));
    auto const reply = talk("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(reply, Not(HasSubstr(" 408 ")));
    EXPECT_EQ(talk(""), "");
}

TEST_F(HttpServerContract, ASlowBodyIsRefused) {
    options_.body_time_grace = milliseconds(100);
    EXPECT_THAT(talk(post("Content-Length: 10\r\n", "abc")), StartsWith("HTTP/1.1 408 "));
}

TEST_F(HttpServerContract, ConnectionsBeyondTheLimitAreRefused) {
    options_.connections_max = 1;
    open();
    auto task = [](std::uint16_t port) -> Task<std::string> {
        auto first = co_await connect_to(port);
        co_await send_bytes(first, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await receive(first, has("GET /1"));
        auto const second = co_await contract::talk(port, "GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
        co_return second;
    };
    EXPECT_THAT(run(context_, task(server_->port())), StartsWith("HTTP/1.1 503 "));
}

TEST_F(HttpServerContract, BodiesWithoutAnEndHaveALimitTogether) {
    options_.unfinished_bytes_max = 1'000;
    open();
    auto task = [](std::uint16_t port) -> Task<std::vector<std::string>> {
        auto const slow = "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n" + std::string(700, 'a');
        auto first = co_await connect_to(port);
        co_await send_bytes(first, slow);
        std::vector<std::string> answers;
        answers.push_back(co_await contract::talk(port, slow));
        answers.push_back(
            co_await contract::talk(port, "POST /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"));
        co_await send_bytes(first, std::string(1'300, 'a'));
        answers.push_back(co_await receive(first, has("/1")));
        co_return answers;
    };
    auto const answers = run(context_, task(server_->port()));
    EXPECT_THAT(answers[0], StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(answers[1], StartsWith("HTTP/1.1 200 ")) << "what is short and whole is taken";
    EXPECT_THAT(answers[2], StartsWith("HTTP/1.1 200 ")) << "whoever was there before goes on";
}

TEST_F(HttpServerContract, StreamsInChunks) {
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        HttpReply reply;
        reply.body = "first";
        reply.stream = [left = 2]() mutable -> Task<std::optional<std::string>> {
            if (left == 0) co_return std::nullopt;
            co_return "piece " + std::to_string(left--);
        };
        co_return reply;
    };
    auto const reply = talk("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(reply, HasSubstr("Transfer-Encoding: chunked\r\n"));
    EXPECT_THAT(reply, testing::EndsWith("\r\n\r\n5\r\nfirst\r\n7\r\npiece 2\r\n7\r\npiece 1\r\n0\r\n\r\n"));
    EXPECT_THAT(talk("GET /a HTTP/1.0\r\n\r\n"), testing::EndsWith("\r\n\r\nfirstpiece 2piece 1"));
}

struct StreamState {
    bool is_running = false;
    bool has_ended = false;
};

// A stream that sends one piece and then waits for ever.
std::function<Task<HttpReply>(HttpRequest)> endless(std::shared_ptr<StreamState> state) {
    return [state](HttpRequest) -> Task<HttpReply> {
        HttpReply reply;
        reply.stream = [state]() -> Task<std::optional<std::string>> {
            if (!std::exchange(state->is_running, true)) co_return "hello";
            struct End {
                std::shared_ptr<StreamState> state;
                ~End() { state->has_ended = true; }
            } const end{state};
            co_await pause(std::chrono::hours(1));
            co_return std::nullopt;
        };
        co_return reply;
    };
}

TEST_F(HttpServerContract, AStreamEndsWhenItsReaderGoesAway) {
    auto const state = std::make_shared<StreamState>();
    handler_.function = endless(state);
    open();
    auto task = [](std::uint16_t port) -> Task<void> {
        auto socket = co_await connect_to(port);
        co_await send_bytes(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await receive(socket, has("hello"));
    };
    run(context_, task(server_->port()));
    while (server_->counts().connections > 0) context_.run_one();
    EXPECT_TRUE(state->has_ended);
}

TEST_F(HttpServerContract, DrainingEndsStreamsAndIdleConnectionsAtOnce) {
    auto const state = std::make_shared<StreamState>();
    handler_.function = endless(state);
    open();
    auto task = [](HttpServer& server) -> Task<void> {
        auto stream = co_await connect_to(server.port());
        co_await send_bytes(stream, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await receive(stream, has("hello"));
        co_await pause(milliseconds(10));  // until it waits for more
        co_await server.drain(std::chrono::hours(1));
    };
    run(context_, task(*server_));
    EXPECT_TRUE(state->is_running);
    EXPECT_EQ(server_->counts().connections, 0U);
}

TEST_F(HttpServerContract, DrainingLetsRequestsFinish) {
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        co_await pause(milliseconds(50));
        HttpReply reply;
        reply.body = "finished";
        co_return reply;
    };
    open();
    auto task = [](HttpServer& server) -> Task<std::string> {
        auto socket = co_await connect_to(server.port());
        co_await send_bytes(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await pause(milliseconds(10));
        co_await server.drain(std::chrono::seconds(5));
        co_return co_await receive(socket);
    };
    auto const reply = run(context_, task(*server_));
    EXPECT_THAT(reply, HasSubstr("Connection: close"));
    EXPECT_THAT(reply, testing::EndsWith("finished"));
}

TEST_F(HttpServerContract, DrainingCutsWhatTakesTooLong) {
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        co_await pause(std::chrono::hours(1));
        co_return HttpReply{};
    };
    open();
    auto task = [](HttpServer& server) -> Task<std::string> {
        auto socket = co_await connect_to(server.port());
        co_await send_bytes(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await pause(milliseconds(10));
        co_await server.drain(milliseconds(20));
        co_return co_await receive(socket);
    };
    EXPECT_EQ(run(context_, task(*server_)), "");
}

TEST_F(HttpServerContract, APortInUseIsRefused) {
    open();
    auto options = options_;
    options.port = server_->port();
    auto const second = HttpServer::open(context_.get_executor(), options, handler_, log_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "http.bind");
    options.address = "localhost";
    EXPECT_EQ(HttpServer::open(context_.get_executor(), options, handler_, log_).error().code, "http.address");
}

}  // namespace
}  // namespace lockstep::contract
