// SPDX-License-Identifier: Apache-2.0
// Vault: seals what the database stores about people and credentials. XChaCha20-Poly1305 under a data key per account; data
// keys are wrapped by the master key, which stands in a file outside the database. The associated data is the row's identity,
// so a sealed value moved to another row does not open. Look-up by value goes through keyed blind indexes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/database.hpp"
#include "ports/random.hpp"

namespace lockstep::vault {

// Where a sealed value stands. The three together are unique and never change for a row.
struct Place {
    std::string_view table;
    std::string_view row;
    std::string_view column;
};

struct KeyVersion {
    std::int64_t number = 0;
    TimePoint made_at{};
};

class Vault {
public:
    // `master_key` is 32 bytes. No I/O.
    Vault(Secret master_key, SecureRandom& random);
    ~Vault();

    // Loads every account's wrapped keys; fails with denied "vault.wrong_master_key" when one does not open.
    Task<Result<void>> load(Database& database);
    Result<void> load_from(Transaction& transaction);
    // Makes and stores a data key for a new account; no effect when it has one.
    Result<void> add_account(Transaction& transaction, AccountId const& account, TimePoint now);
    // Rotation: what is sealed from now on uses a new data key; older values keep opening. Blind indexes do not change. `note`
    // writes the audit entry in the same transaction. The new key is used once it is committed, never before.
    using Note = std::function<Result<void>(Transaction&, std::string_view subject)>;
    Task<Result<void>> rotate(Database& database, AccountId account, TimePoint now, Note note);
    // Of the account's data key, oldest first.
    static Result<std::vector<KeyVersion>> key_versions(Transaction& transaction, AccountId const& account);
    bool has_account(AccountId const& account) const;

    // All three may be called from any thread once the account's key is loaded. seal() of an unknown account is a CHECK.
    std::string seal(AccountId const& account, Place const& place, std::string_view plain) const;
    Result<std::string> open(AccountId const& account, Place const& place, std::string_view sealed) const;
    // 16 bytes in hex; equal values give equal indexes within an account and purpose, and nothing else can be learnt.
    std::string blind_index(AccountId const& account, std::string_view purpose, std::string_view value) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::vault
