// SPDX-License-Identifier: Apache-2.0
#include "general/mail_message.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace lockstep::general {
namespace {

using testing::HasSubstr;
using testing::Not;

MailDraft draft() {
    return {.sender_name = "Clinique Rivière",
        .sender = "clinic@example.com",
        .to = {"anne@example.com"},
        .cc = {},
        .bcc = {},
        .reply_to = {},
        .subject = "Hello",
        .text = "Hello"};
}
TimePoint const noon = from_micros(1'772'539'205'000'000);  // 3 March 2026, 12:00:05

TEST(MailMessage, has_the_head_that_servers_expect) {
    auto given = draft();
    given.to.push_back("zoe@example.com");
    given.cc = {"desk@example.com"};
    given.bcc = {"secret@example.com"};
    given.reply_to = "answers@example.com";
    auto const text = mail_message(given, "01X", noon);
    EXPECT_THAT(text, HasSubstr("Date: Tue, 03 Mar 2026 12:00:05 +0000\r\n"));
    EXPECT_THAT(text, HasSubstr("Message-ID: <01X@example.com>\r\n"));
    EXPECT_THAT(text, HasSubstr("From: =?UTF-8?B?Q2xpbmlxdWUgUml2acOocmU=?=\r\n <clinic@example.com>\r\n"));
    EXPECT_THAT(text, HasSubstr("To: anne@example.com,\r\n zoe@example.com\r\n"));
    EXPECT_THAT(text, HasSubstr("Cc: desk@example.com\r\n"));
    EXPECT_THAT(text, HasSubstr("Reply-To: answers@example.com\r\n"));
    EXPECT_THAT(text, HasSubstr("Subject: Hello\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("secret@example.com")));
    EXPECT_TRUE(text.ends_with("\r\n\r\nSGVsbG8=\r\n"));
}

TEST(MailMessage, a_subject_is_encoded_in_whole_letters) {
    EXPECT_EQ(header_text("Plain"), "Plain");
    EXPECT_EQ(header_text("Été"), "=?UTF-8?B?w4l0w6k=?=");
    EXPECT_THAT(header_text("looks =?like=?="), testing::StartsWith("=?UTF-8?B?"));
    std::string long_text;
    for (int i = 0; i < 60; ++i) long_text += "é";
    auto const encoded = header_text(long_text);
    std::string decoded;
    for (auto const word : split(encoded, ' ')) {
        auto trimmed = trim_ascii(word);
        EXPECT_LE(trimmed.size(), 75U);
        auto const part = from_base64(trimmed.substr(10, trimmed.size() - 12)).value();
        EXPECT_TRUE(is_valid_utf8(part));
        decoded += part;
    }
    EXPECT_EQ(decoded, long_text);
}

TEST(MailMessage, nothing_given_adds_a_header_or_a_line_of_the_protocol) {
    EXPECT_TRUE(rc::check([](std::string const& subject, std::string const& name, std::string const& body) {
        auto given = draft();
        given.subject = subject + "\r\nBcc: x@example.com";
        given.sender_name = name + "\r\nX: y";
        given.text = body + "\r\n.\r\nMAIL FROM:<x@example.com>";
        auto const text = mail_message(given, "01X", noon);
        auto const end = text.find("\r\n\r\n");
        RC_ASSERT(end != std::string::npos);
        for (auto const line : split(std::string_view(text).substr(0, end), '\n')) {
            RC_ASSERT(line.size() < 998U);
            RC_ASSERT(!line.starts_with("Bcc") && !line.starts_with("X:"));
            // A line of the head begins with one of ours, or goes on with the one before.
            bool const is_ours = line.starts_with(" ") || line.starts_with("Date: ") || line.starts_with("Message-ID: ") ||
                                 line.starts_with("From: ") || line.starts_with("To: ") || line.starts_with("Subject: ") ||
                                 line.starts_with("MIME-Version: ") || line.starts_with("Content-T");
            RC_ASSERT(is_ours);
        }
        for (auto const line : split(std::string_view(text).substr(end + 4), '\n')) RC_ASSERT(!line.starts_with("."));
    }));
}

TEST(MailMessage, addresses) {
    for (auto const* good : {"a@b.c", "anne.roy+x@mail.example.com", "o'neil@example.com"})
        EXPECT_TRUE(is_mail_address(good)) << good;
    for (auto const* bad : {"", "a", "@b.c", "a@", "a@b..c", "a@-b.c", "a b@c.d", "a@b.c>", "<a@b.c>", "a@b.c\r\nRCPT TO:<x@y.z>",
             "é@b.c", "a@é.c", ".a@b.c", "a.@b.c", "a@b@c.d", "a@[127.0.0.1]", "\"a\"@b.c", "a,b@c.d"})
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@b.c"));
    EXPECT_EQ(parse_addresses(" a@b.c, d@e.f ,a@b.c,").value(), (std::vector<std::string>{"a@b.c", "d@e.f"}));
    EXPECT_EQ(parse_addresses("a@b.c, Zoé <z@e.f>").error().code, "general.bad_mail_address");
    EXPECT_TRUE(parse_addresses("").value().empty());
}

}  // namespace
}  // namespace lockstep::general
