// SPDX-License-Identifier: Apache-2.0
// What the mail sender does with servers that take a message and servers that do not; above all, whether it says rightly if a
// message may have been sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/mail_curl/mail_curl.hpp"
#include "adapters/pool/thread_pool.hpp"
#include "contract/run.hpp"
#include "contract/wire.hpp"
#include "sandbox/smtp_dialogue.hpp"

namespace lockstep::contract {
namespace {

using sandbox::SmtpDialogue;
using sandbox::SmtpRules;
using Outcome = std::expected<void, MailFailure>;

class MailContract : public testing::Test {
protected:
    // A server that converses by these rules.
    ScriptedServer conversing() {
        return ScriptedServer{context_, [this](Tcp::socket socket, int) -> Task<void> {
                                  SmtpDialogue dialogue{rules_};
                                  std::string out = SmtpDialogue::greeting();
                                  std::array<char, 4096> bytes{};
                                  for (;;) {
                                      if (!out.empty()) co_await send_bytes(socket, out);
                                      if (dialogue.is_over()) break;
                                      auto const [error, size] = co_await socket.async_read_some(
                                          asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
                                      if (error) break;
                                      conversation_ += std::string_view(bytes.data(), size);
                                      auto const had = dialogue.received().size();
                                      out = dialogue.feed({bytes.data(), size});
                                      if (dialogue.received().size() > had) received_.push_back(dialogue.received().back());
                                  }
                              }};
    }
    Outcome send(std::uint16_t port, MailTls tls = MailTls::none, Duration limit = std::chrono::seconds(5)) {
        server_.host = "127.0.0.1";
        server_.port = port;
        server_.tls = tls;
        return run(context_, mail_.send(server_, envelope_, limit));
    }
    static std::string code_of(Outcome const& outcome) { return outcome ? "" : outcome.error().error.code; }

    asio::io_context context_;
    adapters::ThreadPool pool_{1};
    adapters::CurlMail mail_{pool_, ""};
    SmtpRules rules_;
    MailServer server_;
    MailEnvelope envelope_{.sender = "clinic@example.com",
        .recipients = {"anne@example.com", "zoe@example.com"},
        .message = "Subject: x\r\n\r\n.first\r\n.\r\nMAIL FROM:<a@b.c>\r\nlast\r\n"};
    std::vector<sandbox::ReceivedMail> received_;
    std::string conversation_;
};

TEST_F(MailContract, AMessageArrivesAsItIs) {
    auto server = conversing();
    auto const outcome = send(server.port());
    ASSERT_TRUE(outcome) << describe(outcome.error().error);
    ASSERT_EQ(received_.size(), 1U);
    EXPECT_EQ(received_.front().sender, envelope_.sender);
    EXPECT_EQ(received_.front().recipients, envelope_.recipients);
    EXPECT_EQ(received_.front().message, envelope_.message);
}

TEST_F(MailContract, NothingIsSaidWithoutTlsUnlessToldSo) {
    server_.user = "u";
    server_.password = Secret{"hush"};
    auto server = conversing();
    auto const outcome = send(server.port(), MailTls::starttls);
    EXPECT_EQ(code_of(outcome), "mail.tls");
    EXPECT_FALSE(outcome.error().may_have_arrived);
    EXPECT_EQ(conversation_.find("AUTH"), std::string::npos);
    EXPECT_EQ(conversation_.find("MAIL"), std::string::npos);
    EXPECT_EQ(code_of(send(server.port(), MailTls::implicit, std::chrono::seconds(2))).substr(0, 5), "mail.");
    EXPECT_TRUE(received_.empty());
}

TEST_F(MailContract, OneRefusedRecipientRefusesTheMessage) {
    rules_.refused_recipient = "zoe@example.com";
    auto server = conversing();
    auto const outcome = send(server.port());
    EXPECT_EQ(code_of(outcome), "mail.refused");
    EXPECT_FALSE(outcome.error().may_have_arrived);
    EXPECT_TRUE(received_.empty());
}

TEST_F(MailContract, TheServersOwnNoIsClear) {
    for (auto const& [reply, code] : {std::pair{554, "mail.refused"}, std::pair{451, "mail.later"}}) {
        rules_.data_reply = reply;
        auto server = conversing();
        auto const outcome = send(server.port());
        EXPECT_EQ(code_of(outcome), code);
        EXPECT_FALSE(outcome.error().may_have_arrived) << reply;
    }
}

TEST_F(MailContract, ALostAnswerMayBeASentMessage) {
    rules_.data_reply = 0;
    auto server = conversing();
    auto const outcome = send(server.port());
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().may_have_arrived) << outcome.error().error.code;
}

TEST_F(MailContract, LogsInAndIsToldWhenThatIsRefused) {
    rules_.user = server_.user = "clinic";
    rules_.password = "right";
    server_.password = Secret{"right"};
    auto server = conversing();
    EXPECT_EQ(code_of(send(server.port())), "");
    server_.password = Secret{"wrong"};
    EXPECT_EQ(code_of(send(server.port())), "mail.login_refused");
    EXPECT_EQ(received_.size(), 1U);
}

TEST_F(MailContract, NobodyThere) {
    std::uint16_t port = 0;
    {
        auto server = conversing();
        port = server.port();
    }
    auto const outcome = send(port);
    EXPECT_EQ(code_of(outcome), "mail.unreachable");
    EXPECT_FALSE(outcome.error().may_have_arrived);
}

}  // namespace
}  // namespace lockstep::contract
