// SPDX-License-Identifier: Apache-2.0
// MailSink: a mail server on 127.0.0.1 for the demo. It takes every message, tells of it, and delivers none.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>

#include "app/foundation.hpp"
#include "ports/task_group.hpp"
#include "sandbox/smtp_dialogue.hpp"

namespace lockstep::app {

class MailSink {
public:
    MailSink(Foundation& foundation, std::function<void(sandbox::ReceivedMail const&)> tell);

    // At a free port. unavailable "http.bind".
    Result<void> listen();
    std::uint16_t port() const { return port_; }
    void close();

private:
    using Tcp = boost::asio::ip::tcp;
    Task<void> accept();
    Task<void> converse(Tcp::socket socket);

    std::function<void(sandbox::ReceivedMail const&)> tell_;
    Tcp::acceptor acceptor_;
    std::uint16_t port_ = 0;
    TaskGroup tasks_;  // last: ends first
};

}  // namespace lockstep::app
