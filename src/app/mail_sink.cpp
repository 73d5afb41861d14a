// SPDX-License-Identifier: Apache-2.0
#include "app/mail_sink.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace lockstep::app {
namespace {

namespace asio = boost::asio;
constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

MailSink::MailSink(Foundation& foundation, std::function<void(sandbox::ReceivedMail const&)> tell)
    : tell_(std::move(tell)), acceptor_(foundation.executor()), tasks_(foundation.executor()) {}

Result<void> MailSink::listen() {
    boost::system::error_code error;
    Tcp::endpoint const here{asio::ip::make_address("127.0.0.1"), 0};
    acceptor_.open(here.protocol(), error);
    if (!error) acceptor_.bind(here, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return fail(ErrorKind::unavailable, "http.bind", "opening a port for e-mail: " + error.message());
    port_ = acceptor_.local_endpoint(error).port();
    tasks_.spawn(accept());
    return {};
}

void MailSink::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

Task<void> MailSink::accept() {
    for (;;) {
        auto [error, socket] = co_await acceptor_.async_accept(await_tuple);
        if (error) co_return;
        tasks_.spawn(converse(std::move(socket)));
    }
}

Task<void> MailSink::converse(Tcp::socket socket) {
    sandbox::SmtpDialogue dialogue;
    std::string out = sandbox::SmtpDialogue::greeting();
    std::array<char, 8192> bytes{};
    std::size_t told = 0;
    for (;;) {
        auto const [write_error, written] = co_await asio::async_write(socket, asio::buffer(out), await_tuple);
        if (write_error || dialogue.is_over()) co_return;
        auto const [error, size] = co_await socket.async_read_some(asio::buffer(bytes), await_tuple);
        if (error) co_return;
        out = dialogue.feed({bytes.data(), size});
        for (; told < dialogue.received().size(); ++told) tell_(dialogue.received()[told]);
    }
}

}  // namespace lockstep::app
