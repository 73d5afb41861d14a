// SPDX-License-Identifier: Apache-2.0
// What the HTTP client does with servers that behave and servers that do not; above all, whether it says rightly if a
// request may have arrived.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/clock_system/clock_system.hpp"
#include "adapters/http_beast/client.hpp"
#include "adapters/http_beast/server.hpp"
#include "contract/certificates.hpp"
#include "contract/run.hpp"
#include "contract/temporary_folder.hpp"
#include "contract/wire.hpp"

namespace lockstep::contract {
namespace {

using adapters::HttpClientOptions;
using adapters::HttpServer;
using adapters::HttpServerOptions;
using adapters::PooledHttpClient;
using std::chrono::milliseconds;
using testing::HasSubstr;

using Outcome = std::expected<HttpReply, SendFailure>;

std::string code_of(Outcome const& outcome) { return outcome ? "" : outcome.error().error.code; }

class HttpClientContract : public testing::Test {
protected:
    ~HttpClientContract() override {
        client_.reset();
        if (server_) run(context_, server_->drain(milliseconds(0)));
    }

    void open_client() { client_ = PooledHttpClient::open(context_.get_executor(), client_options_, clock_).value(); }
    void open_server() { server_ = HttpServer::open(context_.get_executor(), server_options_, handler_, log_).value(); }
    std::string url(std::string const& path = "/a") {
        if (!server_) open_server();
        return "http://127.0.0.1:" + std::to_string(server_->port()) + path;
    }
    Outcome send(HttpRequest request, Duration limit = std::chrono::seconds(5)) {
        if (!client_) open_client();
        return run(context_, client_->send(std::move(request), Deadline{clock_.now() + limit}));
    }
    Outcome get(std::string const& url, Duration limit = std::chrono::seconds(5)) {
        HttpRequest request;
        request.url = url;
        return send(std::move(request), limit);
    }
    Outcome post(std::string const& url, std::string body = "body", Duration limit = std::chrono::seconds(5)) {
        HttpRequest request{.method = "POST", .url = url, .headers = {}, .body = std::move(body), .remote_address = {}};
        return send(std::move(request), limit);
    }
    // A server that reads one request on each connection and answers with these bytes, then closes.
    ScriptedServer answering(std::string bytes) {
        return ScriptedServer{context_, [bytes](Tcp::socket socket, int) -> Task<void> {
                                  co_await receive(socket, has("\r\n\r\n"));
                                  co_await send_bytes(socket, bytes);
                              }};
    }

    asio::io_context context_;
    adapters::SystemClock clock_;
    FunctionHandler handler_;
    RecordingLog log_;
    HttpServerOptions server_options_;
    HttpClientOptions client_options_;
    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<PooledHttpClient> client_;
};

// A name may mean what nobody wrote: judged is the address that would be connected to.
TEST_F(HttpClientContract, ConnectsToAdmittedAddressesOnly) {
    auto const port = std::to_string((open_server(), server_->port()));
    client_options_.admits_address = [](IpBytes const& address) { return may_be_reached(address, {}); };
    for (auto const* host : {"127.0.0.1", "localhost", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "127.1", "0.0.0.0",
             // Other spellings of 127.0.0.1: decimal, octal, hexadecimal, with noughts.
             "2130706433", "0177.0.0.1", "017700000001", "0x7f000001", "0x7f.0.0.1", "127.000.000.001", "127.0.1",
             // Private networks, those of carriers and of links, where clouds keep what they tell their machines.
             "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.0.1", "100.64.0.1", "169.254.169.254", "198.18.0.1",
             "224.0.0.1", "255.255.255.255", "[fe80::1]", "[fd00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]",
             // IPv4 inside of IPv6: mapped, compatible, translated, tunnelled.
             "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]",
             "[2002:7f00:1::]", "[2002:a00:1::1]"}) {
        auto const outcome = get("http://" + std::string(host) + ":" + port + "/", milliseconds(2000));
        // What the resolver does not take for an address never comes as far as that.
        bool const is_refused = code_of(outcome) == "http.address_refused" || code_of(outcome) == "http.resolve";
        EXPECT_TRUE(is_refused) << host << " " << code_of(outcome);
        if (!outcome) EXPECT_FALSE(outcome.error().may_have_arrived);
    }
    EXPECT_EQ(client_->counts().connections_open, 0U);
    client_.reset();
    client_options_.admits_address = [](IpBytes const& address) {
        return may_be_reached(address, {parse_network("127.0.0.0/8").value()});
    };
    EXPECT_TRUE(get("http://127.0.0.1:" + port + "/"));
    EXPECT_EQ(code_of(get("http://[::1]:" + port + "/")), "http.address_refused");
}

TEST_F(HttpClientContract, SendsAndReceives) {
    HttpRequest request{
        .method = "PUT", .url = url("/p?q=1%20"), .headers = {{"X-One", "1"}}, .body = "hello", .remote_address = {}};
    auto const reply = send(request);
    ASSERT_TRUE(reply) << describe(reply.error().error);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "PUT /p?q=1%20 hello");
    EXPECT_EQ(reply->headers.find("content-type"), "text/plain");
    EXPECT_EQ(handler_.seen.at(0).headers.find("x-one"), "1");
}

TEST_F(HttpClientContract, CarriesAMegabyteBothWays) {
    server_options_.body_bytes_max = 2 << 20;
    std::string const body(1 << 20, 'x');
    auto const reply = post(url(), body);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "POST /a " + body);
}

TEST_F(HttpClientContract, EveryStatusIsAReplyAndRedirectsAreNotFollowed) {
    handler_.function = [](HttpRequest request) -> Task<HttpReply> {
        HttpReply reply;
        reply.status = std::stoi(request.url.substr(1));
        reply.headers.add("Location", "/200");
        co_return reply;
    };
    for (int const status : {204, 302, 304, 404, 429, 503})
        EXPECT_EQ(get(url("/" + std::to_string(status))).value().status, status);
}

TEST_F(HttpClientContract, KeepsConnections) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(post(url()));
    EXPECT_EQ(client_->counts().connections_opened, 1U);
    EXPECT_EQ(client_->counts().connections_idle, 1U);
}

TEST_F(HttpClientContract, HeadHasNoBody) {
    HttpRequest request{.method = "HEAD", .url = url(), .headers = {}, .body = {}, .remote_address = {}};
    auto const reply = send(request);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "");
    EXPECT_TRUE(get(url()));
    EXPECT_EQ(client_->counts().connections_opened, 1U);
}

TEST_F(HttpClientContract, OpensNoMoreConnectionsThanAllowed) {
    client_options_.connections_per_origin_max = 2;
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        co_await pause(milliseconds(5));
        co_return HttpReply{};
    };
    auto const address = url();
    open_client();
    int done = 0;
    for (int i = 0; i < 10; ++i) {
        HttpRequest request{.method = "POST", .url = address, .headers = {}, .body = {}, .remote_address = {}};
        asio::co_spawn(context_, client_->send(request, Deadline{clock_.now() + std::chrono::seconds(5)}),
            [&](std::exception_ptr error, Outcome const& outcome) {
                rethrow(error);
                EXPECT_TRUE(outcome);
                ++done;
            });
    }
    while (done < 10) context_.run_one();
    EXPECT_EQ(client_->counts().connections_opened, 2U);
}

TEST_F(HttpClientContract, WaitingForAConnectionHasABoundOfItsOwnAndMeansNotArrived) {
    client_options_.connections_per_origin_max = 1;
    client_options_.connection_wait_max = milliseconds(50);
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> { co_await receive(socket); }};
    open_client();
    HttpRequest request{.method = "POST", .url = server.url(), .headers = {}, .body = {}, .remote_address = {}};
    std::vector<std::string> codes;
    for (int i = 0; i < 2; ++i) {
        asio::co_spawn(context_, client_->send(request, Deadline{clock_.now() + milliseconds(200)}),
            [&](std::exception_ptr error, Outcome const& outcome) {
                rethrow(error);
                ASSERT_FALSE(outcome);
                EXPECT_EQ(outcome.error().may_have_arrived, code_of(outcome) == "http.timeout");
                EXPECT_EQ(outcome.error().sent_at.has_value(), outcome.error().may_have_arrived);
                codes.push_back(code_of(outcome));
            });
    }
    while (codes.size() < 2) context_.run_one();
    EXPECT_EQ(codes, (std::vector<std::string>{"http.no_free_connection", "http.timeout"}));
    EXPECT_EQ(client_->counts().connections_open, 0U);
}

TEST_F(HttpClientContract, TheDeadlineCountsFromWhenThereIsAConnection) {
    client_options_.connections_per_origin_max = 1;
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        co_await pause(milliseconds(60));
        co_return HttpReply{};
    };
    auto const address = url();
    open_client();
    auto const begun = clock_.now();
    std::vector<TimePoint> sent;
    for (int i = 0; i < 4; ++i) {
        HttpRequest request{.method = "POST", .url = address, .headers = {}, .body = {}, .remote_address = {}};
        // The last one waits for 180 ms, longer than all of its time.
        asio::co_spawn(context_, client_->send(request, Deadline{begun + milliseconds(150)}),
            [&](std::exception_ptr error, Outcome const& outcome) {
                rethrow(error);
                ASSERT_TRUE(outcome) << describe(outcome.error().error);
                ASSERT_TRUE(outcome->sent_at);
                sent.push_back(*outcome->sent_at);
            });
    }
    while (sent.size() < 4) context_.run_one();
    EXPECT_GE(sent[3], begun + milliseconds(170)) << "sent is when it had its connection";
}

TEST_F(HttpClientContract, ConnectionsAreGivenFirstComeFirstServed) {
    client_options_.connections_per_origin_max = 1;
    std::vector<std::string> order;
    handler_.function = [&](HttpRequest request) -> Task<HttpReply> {
        order.push_back(request.url);
        co_await pause(milliseconds(3));
        co_return HttpReply{};
    };
    auto const address = url("");
    open_client();
    int done = 0;
    // Each request that ends sends another one at once, which must not overtake those that wait.
    std::function<void(int)> send_numbered = [&](int number) {
        HttpRequest request{
            .method = "POST", .url = address + "/" + std::to_string(number), .headers = {}, .body = {}, .remote_address = {}};
        asio::co_spawn(context_, client_->send(request, Deadline{clock_.now() + std::chrono::seconds(5)}),
            [&, number](std::exception_ptr error, Outcome const& outcome) {
                rethrow(error);
                EXPECT_TRUE(outcome);
                ++done;
                if (number < 5) send_numbered(number + 5);
            });
    };
    for (int i = 0; i < 5; ++i) send_numbered(i);
    while (done < 10) context_.run_one();
    EXPECT_EQ(order, (std::vector<std::string>{"/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9"}));
    EXPECT_EQ(client_->counts().connections_opened, 1U);
}

TEST_F(HttpClientContract, WhoGivesUpWaitingDoesNotKeepTheConnectionFromTheNext) {
    client_options_.connections_per_origin_max = 1;
    client_options_.connection_wait_max = std::chrono::seconds(5);
    handler_.function = [](HttpRequest) -> Task<HttpReply> {
        co_await pause(milliseconds(20));
        co_return HttpReply{};
    };
    auto const address = url();
    open_client();
    std::array<asio::cancellation_signal, 3> signals;
    std::array<std::string, 3> codes{"none", "none", "none"};
    int done = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        HttpRequest request{.method = "POST", .url = address, .headers = {}, .body = {}, .remote_address = {}};
        asio::co_spawn(context_, client_->send(request, Deadline{clock_.now() + std::chrono::seconds(5)}),
            asio::bind_cancellation_slot(signals.at(i).slot(), [&, i](std::exception_ptr error, Outcome const& outcome) {
                rethrow(error);
                codes.at(i) = code_of(outcome);
                ++done;
            }));
    }
    run(context_, pause(milliseconds(5)));
    signals[1].emit(asio::cancellation_type::terminal);
    while (done < 3) context_.run_one();
    EXPECT_EQ(codes, (std::array<std::string, 3>{"", "http.cancelled", ""}));
    EXPECT_EQ(client_->counts().connections_open, 1U);
}

TEST_F(HttpClientContract, ALostReplyMayHaveArrived) {
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> { co_await receive(socket, has("body")); }};
    auto const outcome = post(server.url());
    ASSERT_EQ(code_of(outcome), "http.lost");
    EXPECT_EQ(outcome.error().error.kind, ErrorKind::unavailable);
    EXPECT_TRUE(outcome.error().may_have_arrived);
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientContract, NobodyListeningMeansNotArrived) {
    // A port that was free a moment ago.
    std::uint16_t port = 0;
    {
        Tcp::acceptor const acceptor{context_, Tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
        port = acceptor.local_endpoint().port();
    }
    auto const outcome = post("http://127.0.0.1:" + std::to_string(port));
    ASSERT_EQ(code_of(outcome), "http.connect");
    EXPECT_FALSE(outcome.error().may_have_arrived);
}

TEST_F(HttpClientContract, AnUnknownNameMeansNotArrived) {
    auto const outcome = post("http://nothing.invalid/");
    ASSERT_THAT(code_of(outcome), testing::AnyOf("http.resolve", "http.timeout"));
    EXPECT_FALSE(outcome.error().may_have_arrived);
}

TEST_F(HttpClientContract, ATimeoutWhileWaitingMayHaveArrived) {
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> { co_await receive(socket); }};
    auto const outcome = post(server.url(), "body", milliseconds(100));
    ASSERT_EQ(code_of(outcome), "http.timeout");
    EXPECT_TRUE(outcome.error().may_have_arrived);
    auto const late = post(server.url(), "body", milliseconds(-1));
    ASSERT_EQ(code_of(late), "http.timeout");
    EXPECT_FALSE(late.error().may_have_arrived);
}

TEST_F(HttpClientContract, ASlowDripEndsWithTheDeadline) {
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> {
                              co_await receive(socket, has("\r\n\r\n"));
                              co_await send_bytes(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                              for (int i = 0; i < 20; ++i) {
                                  co_await pause(milliseconds(20));
                                  co_await send_bytes(socket, "x");
                              }
                          }};
    EXPECT_EQ(code_of(get(server.url(), milliseconds(150))), "http.timeout");
}

TEST_F(HttpClientContract, ASilentTlsServerMeansNotArrived) {
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> { co_await receive(socket); }};
    auto const outcome = post("https" + server.url().substr(4), "body", milliseconds(100));
    ASSERT_EQ(code_of(outcome), "http.timeout");
    EXPECT_FALSE(outcome.error().may_have_arrived);
}

struct BadReply {
    char const* name;
    std::string bytes;
    char const* code;
};

void PrintTo(BadReply const& bad, std::ostream* out) { *out << bad.name; }

class HttpClientBadReply : public HttpClientContract, public testing::WithParamInterface<BadReply> {};

TEST_P(HttpClientBadReply, IsAnErrorAndMayHaveArrived) {
    client_options_.reply_bytes_max = 10'000;
    auto const server = answering(GetParam().bytes);
    auto const outcome = post(server.url());
    ASSERT_EQ(code_of(outcome), GetParam().code);
    EXPECT_TRUE(outcome.error().may_have_arrived);
    EXPECT_EQ(client_->counts().connections_open, 0U);
}

INSTANTIATE_TEST_SUITE_P(All, HttpClientBadReply,
    testing::Values(BadReply{"nothing_like_http", "220 mail.example ESMTP\r\n\r\n", "http.bad_reply"},
        BadReply{
            "bad_chunk_size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", "http.bad_reply"},
        BadReply{
            "bad_chunk_end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n", "http.bad_reply"},
        BadReply{"chunks_cut_short", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "http.lost"},
        BadReply{"body_cut_short", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "http.lost"},
        BadReply{"head_cut_short", "HTTP/1.1 200 OK\r\nContent-", "http.lost"},
        BadReply{"length_and_chunked", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "http.bad_reply"},
        BadReply{"two_lengths", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "http.bad_reply"},
        BadReply{"unknown_encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc", "http.bad_reply"},
        BadReply{"switching", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "http.bad_reply"},
        BadReply{"too_long_by_length", "HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n", "http.reply_too_large"},
        BadReply{"too_long_by_chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n", "http.reply_too_large"},
        BadReply{"too_long_to_the_end", "HTTP/1.1 200 OK\r\n\r\n" + std::string(20'000, 'x'), "http.reply_too_large"},
        BadReply{"endless_head", "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'), "http.reply_too_large"}),
    [](auto const& info) { return std::string(info.param.name); });

TEST_F(HttpClientContract, ReadsAReplyThatEndsWithTheConnection) {
    auto const server = answering("HTTP/1.1 200 OK\r\n\r\nall of it");
    EXPECT_EQ(get(server.url()).value().body, "all of it");
}

TEST_F(HttpClientContract, SkipsInterimReplies) {
    auto const server = answering(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    auto const reply = get(server.url());
    ASSERT_TRUE(reply) << describe(reply.error().error);
    EXPECT_EQ(reply->body, "ok");
    EXPECT_FALSE(reply->headers.find("Link"));
}

TEST_F(HttpClientContract, BytesAfterAReplyEndItsConnection) {
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> {
                              for (;;) {
                                  auto const request = co_await receive(socket, has("\r\n\r\n"));
                                  if (request.empty()) co_return;
                                  co_await send_bytes(
                                      socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n");
                              }
                          }};
    EXPECT_EQ(get(server.url()).value().body, "ok");
    EXPECT_EQ(client_->counts().connections_open, 0U);
    EXPECT_EQ(get(server.url()).value().body, "ok");
    EXPECT_EQ(server.connections(), 2);
}

// Answers the first request of a connection, and closes it when the second has come.
ScriptedServer::Script closing_on_the_second() {
    return [](Tcp::socket socket, int) -> Task<void> {
        co_await receive(socket, has("\r\n\r\n"));
        co_await send_bytes(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        co_await receive(socket, has("\r\n\r\n"));
    };
}

TEST_F(HttpClientContract, AReadOnAStaleConnectionIsRepeatedOnce) {
    ScriptedServer server{context_, closing_on_the_second()};
    EXPECT_TRUE(get(server.url()));
    EXPECT_TRUE(get(server.url()));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpClientContract, AWriteOnAStaleConnectionIsNotRepeated) {
    ScriptedServer server{context_, closing_on_the_second()};
    EXPECT_TRUE(post(server.url()));
    auto const outcome = post(server.url());
    ASSERT_EQ(code_of(outcome), "http.lost");
    EXPECT_TRUE(outcome.error().may_have_arrived);
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientContract, AWriteDoesNotUseAConnectionThatWasIdle) {
    client_options_.fresh_time_max = milliseconds(20);
    ScriptedServer server{context_, closing_on_the_second()};
    EXPECT_TRUE(post(server.url()));
    run(context_, pause(milliseconds(30)));
    EXPECT_TRUE(post(server.url()));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpClientContract, AConnectionThatWasClosedMeanwhileIsNotUsed) {
    auto const server = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    EXPECT_TRUE(post(server.url()));
    run(context_, pause(milliseconds(10)));
    EXPECT_TRUE(post(server.url()));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpClientContract, IdleConnectionsAreClosedInTime) {
    client_options_.idle_time_max = milliseconds(30);
    EXPECT_TRUE(get(url()));
    EXPECT_EQ(client_->counts().connections_idle, 1U);
    run(context_, pause(milliseconds(80)));
    EXPECT_EQ(client_->counts().connections_open, 0U);
}

TEST_F(HttpClientContract, CancellationIsAFailureOfItsOwn) {
    ScriptedServer server{context_, [](Tcp::socket socket, int) -> Task<void> { co_await receive(socket); }};
    open_client();
    asio::cancellation_signal signal;
    std::optional<Outcome> outcome;
    HttpRequest request{.method = "POST", .url = server.url(), .headers = {}, .body = {}, .remote_address = {}};
    asio::co_spawn(context_, client_->send(request, Deadline{clock_.now() + std::chrono::seconds(5)}),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr error, Outcome result) {
            rethrow(error);
            outcome = std::move(result);
        }));
    while (server.connections() == 0) context_.run_one();
    run(context_, pause(milliseconds(10)));
    signal.emit(asio::cancellation_type::terminal);
    while (!outcome) context_.run_one();
    EXPECT_EQ(code_of(*outcome), "http.cancelled");
    EXPECT_TRUE(outcome->error().may_have_arrived);
    EXPECT_EQ(client_->counts().connections_open, 0U);
}

TEST_F(HttpClientContract, RefusesWhatWouldBreakTheRequest) {
    auto refused = [&](HttpRequest request) {
        auto const outcome = send(std::move(request));
        EXPECT_EQ(code_of(outcome), "http.invalid_request");
        EXPECT_FALSE(outcome.error().may_have_arrived);
    };
    auto const good = url();
    refused({.method = "GET", .url = "ftp://x/", .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = "/a", .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = "http://user:key@127.0.0.1/", .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = good + "\r\nX: y", .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = good + " b", .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = "http://127.0.0.1:99999/", .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET x", .url = good, .headers = {}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = good, .headers = {{"X", "a\r\nY: b"}}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = good, .headers = {{"X: y", "a"}}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = good, .headers = {{"Content-Length", "5"}}, .body = {}, .remote_address = {}});
    refused({.method = "GET", .url = good, .headers = {{"Transfer-Encoding", "chunked"}}, .body = {}, .remote_address = {}});
    EXPECT_TRUE(handler_.seen.empty());
}

class HttpClientTls : public HttpClientContract {
protected:
    Outcome get_with(CertificateFiles const& files, std::string const& host = "127.0.0.1", bool trusts_authority = true) {
        server_options_.tls = adapters::TlsIdentity{.certificate_chain_file = files.certificate, .private_key_file = files.key};
        if (trusts_authority) client_options_.extra_authorities_file = authority_.file();
        open_server();
        auto outcome = post("https://" + host + ":" + std::to_string(server_->port()) + "/a");
        if (!outcome) EXPECT_FALSE(outcome.error().may_have_arrived);
        return outcome;
    }

    TemporaryFolder folder_;
    TestAuthority authority_{folder_.path()};
};

TEST_F(HttpClientTls, AGoodCertificateIsAccepted) {
    auto const outcome = get_with(authority_.issue("good", "IP:127.0.0.1", -1, 1));
    ASSERT_TRUE(outcome) << describe(outcome.error().error);
    EXPECT_EQ(outcome->body, "POST /a body");
    EXPECT_TRUE(post("https://127.0.0.1:" + std::to_string(server_->port()) + "/b", std::string(100'000, 'x')));
    EXPECT_EQ(client_->counts().connections_opened, 1U);
}

TEST_F(HttpClientTls, ANameIsCheckedToo) {
    auto const outcome = get_with(authority_.issue("named", "DNS:localhost", -1, 1), "localhost");
    EXPECT_TRUE(outcome) << describe(outcome.error().error);
}

TEST_F(HttpClientTls, AnExpiredCertificateIsRefused) {
    auto const outcome = get_with(authority_.issue("expired", "IP:127.0.0.1", -5, -1));
    ASSERT_EQ(code_of(outcome), "http.tls");
    EXPECT_THAT(outcome.error().error.message, HasSubstr("expired"));
}

TEST_F(HttpClientTls, ACertificateForAnotherHostIsRefused) {
    auto const outcome = get_with(authority_.issue("other", "DNS:elsewhere.example,IP:127.0.0.2", -1, 1));
    EXPECT_EQ(code_of(outcome), "http.tls");
}

TEST_F(HttpClientTls, AnUnknownAuthorityIsRefused) {
    auto const outcome = get_with(authority_.issue("unknown", "IP:127.0.0.1", -1, 1), "127.0.0.1", false);
    ASSERT_EQ(code_of(outcome), "http.tls");
}

TEST_F(HttpClientTls, PlainHttpToATlsPortFails) {
    ASSERT_TRUE(get_with(authority_.issue("good", "IP:127.0.0.1", -1, 1)));
    EXPECT_FALSE(get(url()));
}

TEST_F(HttpClientTls, AKeyThatDoesNotBelongIsRefused) {
    auto const one = authority_.issue("one", "IP:127.0.0.1", -1, 1);
    auto const other = authority_.issue("other", "IP:127.0.0.1", -1, 1);
    server_options_.tls = adapters::TlsIdentity{.certificate_chain_file = one.certificate, .private_key_file = other.key};
    EXPECT_EQ(HttpServer::open(context_.get_executor(), server_options_, handler_, log_).error().code, "http.certificate");
    server_options_.tls->private_key_file = folder_.path() + "/none";
    EXPECT_EQ(HttpServer::open(context_.get_executor(), server_options_, handler_, log_).error().code, "http.certificate");
}

}  // namespace
}  // namespace lockstep::contract
