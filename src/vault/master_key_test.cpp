// SPDX-License-Identifier: Apache-2.0
#include "vault/master_key.hpp"

#include <gtest/gtest.h>

#include "vault/test_world.hpp"

namespace lockstep::vault {
namespace {

constexpr RecoveryCost cheap{.passes = 1, .memory_kib = 64};

TEST(MasterKey, TextAndBack) {
    TestRandom random;
    auto const key = new_master_key(random);
    auto const text = master_key_to_text(key);
    EXPECT_TRUE(text.reveal().starts_with("lockstep-master-key-v1:"));
    EXPECT_TRUE(text.reveal().ends_with("\n"));
    EXPECT_EQ(master_key_from_text(text.reveal()).value().reveal(), key.reveal());
}

TEST(MasterKey, ATypingMistakeIsToldFromAWrongKey) {
    TestRandom random;
    auto const text = master_key_to_text(new_master_key(random)).reveal();
    for (std::size_t i = 23; i + 1 < text.size(); ++i) {
        auto mistyped = text;
        mistyped[i] = mistyped[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(master_key_from_text(mistyped).error().code, "vault.bad_master_key");
    }
    EXPECT_FALSE(master_key_from_text(""));
    EXPECT_FALSE(master_key_from_text("lockstep-master-key-v1:"));
}

TEST(RecoveryCopy, OpensWithItsPassphraseOnly) {
    TestRandom random;
    auto const key = new_master_key(random);
    Secret const passphrase{"correct horse battery staple"};
    auto const copy = make_recovery_copy(key, passphrase, random, cheap).value();
    EXPECT_TRUE(copy.starts_with("lockstep-recovery-v1:"));
    EXPECT_EQ(open_recovery_copy(copy + "\n", passphrase).value().reveal(), key.reveal());
    auto const wrong = open_recovery_copy(copy, Secret{"correct horse battery stable"});
    EXPECT_EQ(wrong.error().code, "vault.wrong_passphrase");
}

TEST(RecoveryCopy, DamagedOnesAreRefused) {
    TestRandom random;
    Secret const passphrase{"correct horse battery staple"};
    auto const copy = make_recovery_copy(new_master_key(random), passphrase, random, cheap).value();
    for (std::size_t i = 0; i < copy.size(); ++i) EXPECT_FALSE(open_recovery_copy(copy.substr(0, i), passphrase));
    auto damaged = copy;
    damaged[copy.size() - 8] = damaged[copy.size() - 8] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(open_recovery_copy(damaged, passphrase));
}

TEST(RecoveryCopy, AForgedCostDoesNotTakeTheMachineDown) {
    TestRandom random;
    Secret const passphrase{"correct horse battery staple"};
    auto copy = make_recovery_copy(new_master_key(random), passphrase, random, cheap).value();
    copy.replace(std::string_view("lockstep-recovery-v1:").size(), 8, "/////w==");
    EXPECT_EQ(open_recovery_copy(copy, passphrase).error().code, "vault.bad_recovery_copy");
}

TEST(RecoveryCopy, ShortPassphrasesAreRefused) {
    TestRandom random;
    auto const copy = make_recovery_copy(new_master_key(random), Secret{"too short"}, random, cheap);
    EXPECT_EQ(copy.error().code, "vault.short_passphrase");
}

}  // namespace
}  // namespace lockstep::vault
