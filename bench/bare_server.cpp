// SPDX-License-Identifier: Apache-2.0
// bench_bare_server: our HTTP adapter with next to nothing behind it, to see what of a figure is the adapter and the machine.
// "constant" answers 200 at once; "verify" checks the Ed25519 signature in the pool first, as the ingress does. Prints its port
// and runs until its standard input ends.
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdio>

#include "adapters/clock_system/clock_system.hpp"
#include "adapters/http_beast/server.hpp"
#include "adapters/log_json/log_json.hpp"
#include "adapters/pool/thread_pool.hpp"
#include "base/bytes.hpp"
#include "vault/signature.hpp"

namespace lockstep::bench {
namespace {

HttpReply constant_reply(int status) {
    HttpReply reply;
    reply.status = status;
    reply.headers.add("Content-Type", "application/json");
    reply.body = R"({"accepted":true})";
    return reply;
}

class Constant final : public HttpHandler {
public:
    Task<HttpReply> handle(HttpRequest) override { co_return constant_reply(200); }
};

class Verify final : public HttpHandler {
public:
    Verify(Offload& offload, std::string public_key) : offload_(offload), public_key_(std::move(public_key)) {}

    Task<HttpReply> handle(HttpRequest request) override {
        bool is_good = false;
        std::function<void()> const work = [&] {
            auto const signature = from_base64(request.headers.find("X-GHL-Signature").value_or(""));
            is_good = signature && vault::ed25519_verify(public_key_, request.body, *signature);
        };
        co_await offload_.run(work);
        co_return constant_reply(is_good ? 200 : 401);
    }

private:
    Offload& offload_;
    std::string public_key_;
};

int run(int count, char** arguments) {
    std::string mode = "constant", seed_text;
    CLI::App app{"Our HTTP adapter with next to nothing behind it."};
    app.add_option("--mode", mode)->check(CLI::IsMember({"constant", "verify"}));
    app.add_option("--seed", seed_text, "of the senders' key, 64 hexadecimal digits")->required();
    CLI11_PARSE(app, count, arguments);
    auto const seed = from_hex(seed_text);
    if (!seed || seed->size() != 32) return 2;

    boost::asio::io_context loop(1);
    adapters::SystemClock clock{};
    adapters::StreamLog log({}, clock);
    adapters::ThreadPool pool(2);
    Constant constant;
    Verify verify(pool, vault::ed25519_key_pair(*seed).public_key);
    HttpHandler& handler = mode == "verify" ? static_cast<HttpHandler&>(verify) : constant;
    auto server = adapters::HttpServer::open(loop.get_executor(), {}, handler, log);
    if (!server) return 1;
    std::printf("%d\n", (*server)->port());
    std::fflush(stdout);
    boost::asio::posix::stream_descriptor input(loop, ::dup(0));
    char byte = 0;
    input.async_read_some(boost::asio::buffer(&byte, 1), [&](auto const&, std::size_t) { loop.stop(); });
    loop.run();
    return 0;
}

}  // namespace
}  // namespace lockstep::bench

int main(int count, char** arguments) { return lockstep::bench::run(count, arguments); }
