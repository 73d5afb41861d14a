// SPDX-License-Identifier: Apache-2.0
#include "vault/vault.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>
#include <set>

#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::vault {
namespace {

AccountId const account{"acc_one"};
AccountId const neighbour{"acc_two"};
Place const here{"mirrors", "row_1", "value"};

class VaultTest : public testing::Test {
protected:
    VaultTest() {
        add(vault, account);
        add(vault, neighbour);
    }
    void add(Vault& into, AccountId const& which) {
        ASSERT_TRUE(
            write_void(*database, [&](Transaction& transaction) { return into.add_account(transaction, which, test_time); }));
    }

    TestRandom random{7};
    Secret master{random.bytes(32)};
    std::unique_ptr<adapters::SqliteInline> database = test_database({migrations()});
    Vault vault{master, random};
};

#if defined(__has_feature) && (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
inline constexpr bool sanitizer_ignores_mlock = true;  // its runtime answers mlock itself, and locks nothing
#else
inline constexpr bool sanitizer_ignores_mlock = false;
#endif

TEST_F(VaultTest, ItsKeysAreKeptOutOfSwap) {
    if (sanitizer_ignores_mlock) GTEST_SKIP() << "a sanitizer's runtime takes mlock for itself";
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_MEMLOCK, &limit), 0);
    if (limit.rlim_cur < 64 * 1024) GTEST_SKIP() << "this machine lets nobody lock memory";
    std::ifstream status("/proc/self/status");
    std::string line, locked;
    while (std::getline(status, line)) {
        if (line.starts_with("VmLck:")) locked = line.substr(6);
    }
    EXPECT_GT(std::stol(locked), 0) << "KiB";
}

TEST_F(VaultTest, OpensWhatItSealed) {
    for (std::size_t const size : {0U, 1U, 15U, 16U, 17U, 1500U, 100'000U}) {
        auto const plain = random.bytes(size);
        auto const sealed = vault.seal(account, here, plain);
        EXPECT_EQ(vault.open(account, here, sealed), plain);
        EXPECT_EQ(sealed.size(), size + 43);
    }
}

TEST_F(VaultTest, ShowsNothingOfTheValue) {
    auto const sealed = vault.seal(account, here, "amelie.tremblay@example.com");
    EXPECT_EQ(sealed.find("amelie"), std::string::npos);
    EXPECT_NE(sealed, vault.seal(account, here, "amelie.tremblay@example.com"));
}

TEST_F(VaultTest, ValuesThatWereMovedDoNotOpen) {
    auto const sealed = vault.seal(account, here, "one");
    EXPECT_EQ(vault.open(account, {"mirrors", "row_2", "value"}, sealed).error().code, "vault.does_not_open");
    EXPECT_FALSE(vault.open(account, {"mirrors", "row_1", "other"}, sealed));
    EXPECT_FALSE(vault.open(account, {"events", "row_1", "value"}, sealed));
    EXPECT_FALSE(vault.open(neighbour, here, sealed));
    EXPECT_EQ(vault.open(AccountId{"acc_nobody"}, here, sealed).error().code, "vault.unknown_account");
}

TEST_F(VaultTest, PlacesCannotBeShiftedIntoOneAnother) {
    auto const sealed = vault.seal(account, {"ab", "c", "d"}, "one");
    EXPECT_FALSE(vault.open(account, {"a", "bc", "d"}, sealed));
    EXPECT_FALSE(vault.open(account, {"ab", "cd", ""}, sealed));
}

TEST_F(VaultTest, EveryChangedOrMissingByteIsNoticed) {
    auto const sealed = vault.seal(account, here, "a value");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        EXPECT_FALSE(vault.open(account, here, sealed.substr(0, i)));
        for (int bit = 0; bit < 8; ++bit) {
            auto damaged = sealed;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
            EXPECT_FALSE(vault.open(account, here, damaged));
        }
    }
    EXPECT_FALSE(vault.open(account, here, sealed + "x"));
}

TEST_F(VaultTest, NoncesAreDrawnInBulk) {
    auto const before = random.fills;
    for (int i = 0; i < 1000; ++i) vault.seal(account, here, "x");
    EXPECT_LE(random.fills - before, 5);
}

TEST_F(VaultTest, NoncesDoNotRepeat) {
    std::set<std::string> nonces;
    for (int i = 0; i < 2000; ++i) nonces.insert(vault.seal(account, here, "x").substr(3, 24));
    EXPECT_EQ(nonces.size(), 2000);
}

TEST_F(VaultTest, AnotherVaultWithTheSameMasterKeyOpensAfterLoading) {
    auto const sealed = vault.seal(account, here, "kept");
    auto const index = vault.blind_index(account, "email", "a@example.com");
    Vault second{master, random};
    ASSERT_TRUE(run_to_end(second.load(*database)));
    EXPECT_EQ(second.open(account, here, sealed), "kept");
    EXPECT_EQ(second.blind_index(account, "email", "a@example.com"), index);
}

TEST_F(VaultTest, AWrongMasterKeyIsToldAtLoading) {
    Vault second{Secret{random.bytes(32)}, random};
    auto const loaded = run_to_end(second.load(*database));
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "vault.wrong_master_key");
    EXPECT_EQ(loaded.error().kind, ErrorKind::denied);
}

TEST_F(VaultTest, WrappedKeysOfTwoAccountsCannotBeSwapped) {
    ASSERT_TRUE(write_void(*database, [&](Transaction& transaction) -> Result<void> {
        TRY(auto rows,
            transaction.query("SELECT wrapped_key FROM account_keys WHERE account_id = ?1 AND kind = 'data'", account));
        TRY_VOID(transaction.execute("UPDATE account_keys SET wrapped_key = ?1 WHERE account_id = ?2 AND kind = 'data'",
            Blob{rows.front().blob(0)}, neighbour));
        return {};
    }));
    Vault second{master, random};
    EXPECT_FALSE(run_to_end(second.load(*database)));
}

TEST_F(VaultTest, AddingAnAccountAgainChangesNothing) {
    auto const sealed = vault.seal(account, here, "kept");
    add(vault, account);
    EXPECT_EQ(vault.open(account, here, sealed), "kept");
}

TEST_F(VaultTest, AnAccountWhoseTransactionWasUndoneGetsNewKeysNextTime) {
    AccountId const late{"acc_late"};
    EXPECT_FALSE(write_void(*database, [&](Transaction& transaction) -> Result<void> {
        TRY_VOID(vault.add_account(transaction, late, test_time));
        return fail(ErrorKind::cancelled, "test.undo", "undoing");
    }));
    add(vault, late);
    auto const sealed = vault.seal(late, here, "kept");
    Vault second{master, random};
    ASSERT_TRUE(run_to_end(second.load(*database)));
    EXPECT_EQ(second.open(late, here, sealed), "kept");
}

TEST_F(VaultTest, AfterANewKeyVersionOldValuesOpenAndNewOnesUseIt) {
    auto const old_value = vault.seal(account, here, "old");
    auto const index = vault.blind_index(account, "email", "x");
    ASSERT_TRUE(run_to_end(
        vault.rotate(*database, account, test_time, [](Transaction&, std::string_view) -> Result<void> { return {}; })));
    auto const new_value = vault.seal(account, here, "new");
    EXPECT_EQ(old_value.substr(1, 2), std::string("\0\1", 2));
    EXPECT_EQ(new_value.substr(1, 2), std::string("\0\2", 2));
    Vault second{master, random};
    ASSERT_TRUE(run_to_end(second.load(*database)));
    for (auto* each : {&vault, &second}) {
        EXPECT_EQ(each->open(account, here, old_value), "old");
        EXPECT_EQ(each->open(account, here, new_value), "new");
        EXPECT_EQ(each->blind_index(account, "email", "x"), index);
    }
}

// Sealed by a key that no row has, a value would be lost with the process.
TEST_F(VaultTest, AKeyThatWasNotStoredSealsNothing) {
    auto const refused = run_to_end(vault.rotate(*database, account, test_time,
        [](Transaction&, std::string_view) -> Result<void> { return fail(ErrorKind::unavailable, "test.no", "not stored"); }));
    EXPECT_FALSE(refused);
    auto const value = vault.seal(account, here, "kept");
    Vault second{master, random};
    ASSERT_TRUE(run_to_end(second.load(*database)));
    EXPECT_EQ(second.open(account, here, value), "kept");
}

TEST_F(VaultTest, BlindIndexesDifferByAccountPurposeAndValue) {
    auto const index = vault.blind_index(account, "email", "a@example.com");
    EXPECT_EQ(index.size(), 32);
    EXPECT_EQ(index, vault.blind_index(account, "email", "a@example.com"));
    EXPECT_NE(index, vault.blind_index(account, "phone", "a@example.com"));
    EXPECT_NE(index, vault.blind_index(neighbour, "email", "a@example.com"));
    EXPECT_NE(index, vault.blind_index(account, "email", "b@example.com"));
    EXPECT_NE(vault.blind_index(account, "ab", "c"), vault.blind_index(account, "a", "bc"));
}

}  // namespace
}  // namespace lockstep::vault
