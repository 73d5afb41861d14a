// SPDX-License-Identifier: Apache-2.0
#include "identity/access.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "identity/audit.hpp"
#include "identity/migrations.hpp"
#include "identity/password.hpp"
#include "vault/test_world.hpp"

namespace lockstep::identity {
namespace {

using namespace std::chrono_literals;
using vault::test_database;
using vault::test_time;
using vault::write_to;
using vault::write_void;

AccountId const account{"acc_one"};
constexpr PasswordCost cheap{.passes = 1, .memory_kib = 64};

class AccessTest : public testing::Test {
protected:
    template <class Body>
    auto in(Body body) {
        return write_to(*database, std::move(body));
    }
    Source source() { return {random, random, now}; }

    Secret new_code() {
        return in([&](Transaction& transaction) { return make_setup_code(transaction, account, source()); }).value();
    }
    Result<User> make_owner(Secret const& code, std::string const& login = "Marie") {
        return in(
            [&](Transaction& transaction) { return create_owner(transaction, account, source(), code, login, password_hash); });
    }
    // What api does: begin, check through Offload, finish.
    Result<std::optional<NewSession>> login(std::string const& name, std::string const& password,
        std::string const& address = "192.0.2.1", Secret const& device = {}) {
        auto const attempt =
            in([&](Transaction& transaction) { return begin_login(transaction, account, source(), name, address, device); });
        if (!attempt) return std::unexpected(attempt.error());
        // The costly hash for unknown logins is not worth its time here.
        bool const fits = attempt->user && verify_password(attempt->password_hash, Secret{password});
        return in([&](Transaction& transaction) { return finish_login(transaction, account, source(), *attempt, fits); });
    }
    Result<Session> session(Secret const& token) {
        return in([&](Transaction& transaction) { return find_session(transaction, account, token, now); });
    }

    TimePoint now = test_time;
    vault::TestRandom random{9};
    std::unique_ptr<adapters::SqliteInline> database = test_database({migrations()});
    std::string password_hash = hash_password(Secret{"a long password"}, random, cheap).value();
};

TEST_F(AccessTest, TheOwnerIsMadeOnceWithTheCode) {
    EXPECT_EQ(in([&](Transaction& transaction) { return has_owner(transaction, account); }), false);
    auto const code = new_code();
    EXPECT_EQ(code.reveal().size(), 30U);
    EXPECT_EQ(make_owner(Secret{"00000-00000"}).error().code, "identity.bad_setup_code");
    auto const owner = make_owner(code).value();
    EXPECT_EQ(owner.login, "marie");
    EXPECT_EQ(owner.role, "owner");
    EXPECT_EQ(in([&](Transaction& transaction) { return has_owner(transaction, account); }), true);
    EXPECT_EQ(make_owner(code).error().code, "identity.owner_exists");
    EXPECT_EQ(in([&](Transaction& transaction) { return make_setup_code(transaction, account, source()); }).error().code,
        "identity.owner_exists");
}

TEST_F(AccessTest, ACodeMayBeTypedAsPeopleType) {
    auto typed = new_code().reveal();
    std::ranges::transform(typed, typed.begin(), [](char c) {
        return c == '-' ? ' ' : c == '0' ? 'o' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    EXPECT_TRUE(make_owner(Secret{"  " + typed + "\n"}));
}

TEST_F(AccessTest, ACodeEndsAfterADay) {
    auto const code = new_code();
    now += 24h;
    EXPECT_EQ(make_owner(code).error().code, "identity.bad_setup_code");
    now -= 1s;
    EXPECT_TRUE(make_owner(code));
}

TEST_F(AccessTest, ANewCodeLeavesTheFirstGoodAndAllEndWithTheOwner) {
    auto const first = new_code();
    new_code();
    EXPECT_TRUE(make_owner(first));
    EXPECT_EQ(in([&](Transaction& transaction) { return transaction.query("SELECT 1 FROM setup_codes"); }).value().size(), 0U);
}

TEST_F(AccessTest, ACodeIsCheckedBeforeAnythingCostly) {
    auto const check = [&](Secret const& code) {
        return vault::write_void(
            *database, [&](Transaction& transaction) { return check_setup_code(transaction, account, code, now); });
    };
    auto const code = new_code();
    EXPECT_TRUE(check(code));
    EXPECT_EQ(check(Secret{"00000-00000"}).error().code, "identity.bad_setup_code");
    now += 24h;
    EXPECT_EQ(check(code).error().code, "identity.bad_setup_code");
    now -= 1s;
    EXPECT_TRUE(make_owner(code)) << "checking does not spend it";
    EXPECT_EQ(check(code).error().code, "identity.owner_exists");
}

TEST_F(AccessTest, WhatGuessersTryFirstIsRefused) {
    for (auto const* guessed : {"12345678", "87654321", "abcdefgh", "aaaaaaaaaaaa", "abababababab", "Password1!", "motdepasse",
             "AZERTY123", "Lockstep2026", "20260704", "29-03-1984"}) {
        auto const checked = check_password(Secret{guessed});
        ASSERT_FALSE(checked) << guessed;
        EXPECT_EQ(checked.error().code, "identity.guessable_password") << guessed;
    }
    for (auto const* good :
        {"four random words", "passwordless evening", "testament of old", "3141592653589793", "Crème brûlée", "xk7q29fh"})
        EXPECT_TRUE(check_password(Secret{good})) << good;
}

TEST_F(AccessTest, BadLoginsAreRefused) {
    auto const code = new_code();
    EXPECT_EQ(make_owner(code, "  ").error().code, "identity.bad_login");
    EXPECT_EQ(make_owner(code, std::string(129, 'x')).error().code, "identity.bad_login");
    EXPECT_TRUE(make_owner(code, std::string(128, 'x')));
}

TEST_F(AccessTest, LoginGivesASessionAndAWrongPasswordDoesNot) {
    make_owner(new_code()).value();
    auto const good = login(" MARIE ", "a long password").value();
    ASSERT_TRUE(good);
    EXPECT_EQ(good->token.reveal().size(), 43U);
    EXPECT_EQ(session(good->token).value().user.login, "marie");
    EXPECT_FALSE(login("marie", "a wrong password").value());
    EXPECT_FALSE(login("nobody", "a long password").value());
    EXPECT_EQ(session(Secret{"made up"}).error().code, "identity.no_session");
    EXPECT_EQ(session(Secret{""}).error().kind, ErrorKind::denied);
}

TEST_F(AccessTest, SessionsEndByIdlenessByAgeAndByLogout) {
    make_owner(new_code()).value();
    auto const opened = login("marie", "a long password").value().value();
    auto const touch = [&] {
        write_void(*database, [&](Transaction& transaction) {
            return touch_session(transaction, account, opened.token, now);
        }).value();
    };
    EXPECT_FALSE(session(opened.token).value().needs_touch);
    now += 29min;
    EXPECT_TRUE(session(opened.token).value().needs_touch);
    touch();
    now += 29min;
    EXPECT_TRUE(session(opened.token));
    now += 1min;
    EXPECT_FALSE(session(opened.token));
    touch();
    EXPECT_FALSE(session(opened.token));

    now += 1h;
    auto const second = login("marie", "a long password").value().value();
    auto const began = now;
    for (; now < began + 12h; now += 20min) {
        ASSERT_TRUE(session(second.token));
        write_void(*database, [&](Transaction& transaction) {
            return touch_session(transaction, account, second.token, now);
        }).value();
    }
    EXPECT_FALSE(session(second.token));
    EXPECT_EQ(in([&](Transaction& transaction) { return prune_sessions(transaction, account, now); }), 2);

    auto const third = login("marie", "a long password").value().value();
    write_void(*database, [&](Transaction& transaction) {
        return end_session(transaction, account, source(), third.token);
    }).value();
    EXPECT_FALSE(session(third.token));
}

TEST_F(AccessTest, FailuresSlowTheGuesserDownAndNotTheOwnerElsewhere) {
    make_owner(new_code()).value();
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(login("marie", "guess", "198.51.100.1").value());
    auto const refused = login("marie", "a long password", "198.51.100.1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "identity.login_throttled");
    EXPECT_EQ(refused.error().kind, ErrorKind::limited);
    EXPECT_TRUE(login("marie", "a long password", "192.0.2.1").value());
    now += 2s;
    EXPECT_TRUE(login("marie", "a long password", "198.51.100.1").value());
}

TEST_F(AccessTest, UnknownLoginsAreThrottledAsKnownOnes) {
    make_owner(new_code()).value();
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(login("nobody", "guess").value());
    EXPECT_EQ(login("nobody", "guess").error().code, "identity.login_throttled");
}

TEST_F(AccessTest, OneAddressCannotTryManyLogins) {
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(login("user " + std::to_string(i), "guess").value());
    EXPECT_FALSE(login("another", "guess"));
    EXPECT_TRUE(login("another", "guess", "203.0.113.1"));
    now += 2h;
    EXPECT_TRUE(login("another", "guess"));
}

TEST_F(AccessTest, GuessingForADayStaysSlow) {
    make_owner(new_code()).value();
    int tries = 0;
    for (auto const end = now + 24h; now < end; now += 1s) {
        auto const attempt =
            in([&](Transaction& transaction) { return begin_login(transaction, account, source(), "marie", "198.51.100.1"); });
        if (!attempt) continue;
        ++tries;
        in([&](Transaction& transaction) { return finish_login(transaction, account, source(), *attempt, false); }).value();
    }
    EXPECT_LT(tries, 150);
}

TEST_F(AccessTest, StrangersDoNotLockOutABrowserThatIsKnown) {
    make_owner(new_code()).value();
    auto const first = login("marie", "a long password").value().value();
    EXPECT_FALSE(first.device.empty());
    for (int i = 0; i < 60; ++i) (void)login("marie", "a guess", "198.51.100." + std::to_string(i));
    EXPECT_EQ(login("marie", "a long password", "203.0.113.5").error().code, "identity.login_throttled");
    auto const again = login("marie", "a long password", "203.0.113.5", first.device);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->value().device.reveal(), first.device.reveal());
    // Whoever guesses with the device's own cookie waits as well, and a made-up one is none.
    EXPECT_EQ(login("marie", "a long password", "203.0.113.5", Secret{"made up"}).error().code, "identity.login_throttled");
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(login("marie", "a guess", "203.0.113.5", first.device).value());
    EXPECT_EQ(login("marie", "a guess", "203.0.113.5", first.device).error().code, "identity.login_throttled");
}

TEST_F(AccessTest, ADeviceIsKnownForItsUserOnlyAndForgottenWithThePassword) {
    auto const user = make_owner(new_code()).value();
    auto const first = login("marie", "a long password").value().value();
    for (int i = 0; i < 30; ++i) login("marie", "a long password").value();
    EXPECT_EQ(in([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(auto const rows, transaction.query("SELECT COUNT(*) FROM known_devices"));
        return rows.front().integer(0);
    }).value(),
        20);
    in([&](Transaction& transaction) {
        return set_password(transaction, account, source(), user.id, password_hash, "console", "");
    }).value();
    for (int i = 0; i < 60; ++i) (void)login("marie", "a guess", "198.51.100." + std::to_string(i));
    EXPECT_EQ(login("marie", "a long password", "203.0.113.5", first.device).error().code, "identity.login_throttled");
}

TEST_F(AccessTest, SetUpCodesCannotBeGuessedForLong) {
    new_code();
    auto const check = [&](std::string const& address) {
        return write_void(
            *database, [&](Transaction& transaction) { return check_setup_throttle(transaction, account, address, now); });
    };
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(check("192.0.2.1"));
        write_void(*database, [&](Transaction& transaction) {
            return note_wrong_setup_code(transaction, account, "192.0.2.1", now);
        }).value();
    }
    EXPECT_EQ(check("192.0.2.1").error().code, "identity.login_throttled");
    EXPECT_TRUE(check("192.0.2.2"));
    now += 2h;
    EXPECT_TRUE(check("192.0.2.1"));
}

TEST_F(AccessTest, AnApiTokenEndsWhenItIsOver) {
    auto const made = in([&](Transaction& transaction) {
        return create_api_token(transaction, account, source(), "for a month", Scope::read, "usr_1", now + 720h);
    }).value();
    auto const find = [&] {
        return in([&](Transaction& transaction) { return find_api_token(transaction, account, made.text, now); });
    };
    EXPECT_EQ(find().value().expires_at, now + 720h);
    now += 720h;
    EXPECT_EQ(find().error().code, "identity.no_token");
}

TEST_F(AccessTest, ApiTokensWorkUntilRevoked) {
    auto const made = in([&](Transaction& transaction) {
        return create_api_token(transaction, account, source(), "zapier", Scope::write, "usr_1");
    }).value();
    EXPECT_TRUE(made.text.reveal().starts_with("lsk_"));
    EXPECT_EQ(made.text.reveal().size(), 47U);
    auto const find = [&](Secret const& text) {
        return in([&](Transaction& transaction) { return find_api_token(transaction, account, text, now); });
    };
    EXPECT_EQ(find(made.text).value().scope, Scope::write);
    EXPECT_EQ(find(Secret{"lsk_wrong"}).error().code, "identity.no_token");
    EXPECT_FALSE(find(Secret{made.text.reveal().substr(4)}));
    write_void(*database, [&](Transaction& transaction) {
        return note_token_use(transaction, account, made.token.id, now);
    }).value();
    auto const list = in([&](Transaction& transaction) { return list_api_tokens(transaction, account); }).value();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].last_used_at, now);
    auto const revoke = [&] {
        return write_void(*database,
            [&](Transaction& transaction) { return revoke_api_token(transaction, account, source(), made.token.id, "usr_1"); });
    };
    EXPECT_TRUE(revoke());
    EXPECT_FALSE(find(made.text));
    EXPECT_EQ(revoke().error().code, "identity.unknown_token");
    EXPECT_EQ(parse_scope("all").error().code, "identity.bad_scope");
}

TEST_F(AccessTest, ATokenOfOneAccountOpensNoOther) {
    auto const made = in([&](Transaction& transaction) {
        return create_api_token(transaction, account, source(), "x", Scope::read, "usr_1");
    }).value();
    EXPECT_FALSE(in([&](Transaction& transaction) { return find_api_token(transaction, AccountId{"acc_two"}, made.text, now); }));
}

TEST_F(AccessTest, NoSecretIsInTheDatabase) {
    auto const code = new_code();
    make_owner(code).value();
    auto const opened = login("marie", "a long password").value().value();
    login("a password in the wrong box", "x").value();
    auto const made = in([&](Transaction& transaction) {
        return create_api_token(transaction, account, source(), "x", Scope::read, "usr_1");
    }).value();
    auto const image = database->image();
    for (auto const& text :
        {code.reveal(), opened.token.reveal(), made.text.reveal(), std::string("a long password"), std::string("wrong box")}) {
        EXPECT_EQ(image.find(text), std::string::npos) << text;
    }
}

TEST_F(AccessTest, WhatHappenedIsInTheAuditAndTheChainHolds) {
    make_owner(new_code()).value();
    auto const opened = login("marie", "a long password").value().value();
    login("marie", "wrong").value();
    write_void(*database, [&](Transaction& transaction) {
        return end_session(transaction, account, source(), opened.token);
    }).value();
    auto const entries = in([&](Transaction& transaction) { return list_audit(transaction, account, 0, 100); }).value();
    std::vector<std::string> actions;
    for (auto const& entry : entries) actions.push_back(entry.action);
    EXPECT_EQ(actions, (std::vector<std::string>{"logout", "login.failed", "login", "setup.owner_made", "setup.code_made"}));
    EXPECT_EQ(in([&](Transaction& transaction) { return find_audit_break(transaction, account); }).value(), std::nullopt);
    EXPECT_EQ(in([&](Transaction& transaction) { return list_audit(transaction, account, 3, 1); }).value().front().number, 2);
}

TEST_F(AccessTest, AnyChangeToTheAuditShows) {
    std::vector<std::string> const tampering{"UPDATE audit_entries SET actor = 'usr_2' WHERE number = 7",
        "UPDATE audit_entries SET at = at + 1 WHERE number = 7",
        "UPDATE audit_entries SET action = action || 'x' WHERE number = 7", "DELETE FROM audit_entries WHERE number = 7",
        "UPDATE audit_entries SET subject = 'other' WHERE number = 7",
        "UPDATE audit_entries SET prev_hash = '' WHERE number = 7"};
    for (int i = 0; i < 10; ++i) {
        in([&](Transaction& transaction) {
            return append_audit(
                transaction, account, {0, random.id<AuditTag>(now), now, "usr_1", "act", "subject " + std::to_string(i), "", ""});
        }).value();
    }
    auto const image = database->image();
    for (auto const& sql : tampering) {
        database->restore(image).value();
        write_void(*database, [&](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute(sql));
            return {};
        }).value();
        EXPECT_EQ(in([&](Transaction& transaction) { return find_audit_break(transaction, account); }).value(), 7) << sql;
    }
}

TEST(Password, HashesAreSaltedAndChecked) {
    vault::TestRandom random;
    Secret const password{"p\xc3\xa4ssw\xc3\xb6rd with accents and more than sixty-four characters in all, which is fine"};
    auto const hash = hash_password(password, random, cheap).value();
    EXPECT_TRUE(hash.starts_with("argon2id$1$64$"));
    EXPECT_NE(hash, hash_password(password, random, cheap).value());
    EXPECT_TRUE(verify_password(hash, password));
    EXPECT_FALSE(verify_password(hash, Secret{"another password"}));
    EXPECT_FALSE(verify_password(hash, Secret{""}));
}

TEST(Password, LengthIsTheRule) {
    vault::TestRandom random;
    EXPECT_EQ(hash_password(Secret{"1234567"}, random, cheap).error().code, "identity.password_length");
    EXPECT_TRUE(hash_password(Secret{"hvbqzkwm"}, random, cheap));
    EXPECT_FALSE(hash_password(Secret{std::string(1025, 'a')}, random, cheap));
}

TEST(Password, DamagedHashesFitNothing) {
    vault::TestRandom random;
    auto const hash = hash_password(Secret{"a long password"}, random, cheap).value();
    for (std::size_t i = 0; i < hash.size(); ++i) EXPECT_FALSE(verify_password(hash.substr(0, i), Secret{"a long password"}));
    for (std::string_view text :
        {"", "argon2id$$$$", "argon2id$99$64$AAAA$AAAA", "argon2id$1$4294967295$AAAAAAAAAAAAAAAAAAAAAA==$AAAA"}) {
        EXPECT_FALSE(verify_password(text, Secret{"a long password"}));
    }
}

TEST(Password, TheDefaultCostIsThatOfTheAdviceAndHoldsForUnknownLogins) {
    EXPECT_GE(PasswordCost{}.memory_kib, 46U * 1024);
    EXPECT_TRUE(unmatchable_hash().starts_with("argon2id$2$49152$"));
    EXPECT_FALSE(verify_password(unmatchable_hash(), Secret{"anything"}));
}

}  // namespace
}  // namespace lockstep::identity
