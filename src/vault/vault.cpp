// SPDX-License-Identifier: Apache-2.0
#include "vault/vault.hpp"

#include <sodium.h>

#include <map>
#include <mutex>
#include <shared_mutex>

#include "base/bytes.hpp"
#include "vault/detail/bytes.hpp"
#include "vault/detail/cipher.hpp"

namespace lockstep::vault {
namespace {

using detail::append_big_endian;
using detail::octets;
using detail::read_big_endian;

// A sealed value: format, version of the account's data key, nonce, ciphertext, tag.
constexpr char format = '\x01';
constexpr std::size_t header_bytes = 1 + sizeof(std::uint16_t);
constexpr std::int64_t version_max = 0xffff;
constexpr std::string_view data_kind = "data";
constexpr std::string_view index_kind = "index";
// One call to the system gives this many nonces.
constexpr std::size_t nonce_pool_bytes = 256 * detail::nonce_bytes;

struct AccountKeys {
    std::map<std::int64_t, Secret> data;
    Secret index;
};

std::unexpected<Error> sealed_damaged(Place const& place) {
    return fail(ErrorKind::corrupt, "vault.does_not_open",
        "opening " + std::string(place.table) + "." + std::string(place.column) + " of " + std::string(place.row) +
            ": damaged, moved from another row, or sealed with another key");
}

std::string associated_data(AccountId const& account, Place const& place, std::string_view header) {
    return detail::join_parts({header, account.text(), place.table, place.row, place.column});
}

}  // namespace

struct Vault::State {
    Secret master_key;
    SecureRandom& random;

    mutable std::shared_mutex keys_mutex;
    std::map<AccountId, AccountKeys> keys;

    std::mutex nonce_mutex;
    std::string nonces;
    std::size_t nonces_used = 0;

    State(Secret key, SecureRandom& source) : master_key(std::move(key)), random(source) { master_key.keep_out_of_swap(); }

    std::string next_nonce() {
        std::lock_guard const lock(nonce_mutex);
        if (nonces_used == nonces.size()) {
            nonces = detail::random_bytes(random, nonce_pool_bytes);
            nonces_used = 0;
        }
        auto nonce = nonces.substr(nonces_used, detail::nonce_bytes);
        nonces_used += detail::nonce_bytes;
        return nonce;
    }

    std::string fresh_key() {
        std::lock_guard const lock(nonce_mutex);
        return detail::random_bytes(random, detail::key_bytes);
    }

    static std::string wrap_identity(AccountId const& account, std::string_view kind, std::int64_t version) {
        return detail::join_parts({"account_keys", account.text(), kind, std::to_string(version)});
    }

    std::string wrap(AccountId const& account, std::string_view kind, std::int64_t version, Secret const& key) {
        std::string wrapped(1, format);
        detail::encrypt(wrapped, master_key.reveal(), next_nonce(), wrap_identity(account, kind, version), key.reveal());
        return wrapped;
    }

    Result<Secret> unwrap(AccountId const& account, std::string_view kind, std::int64_t version, std::string_view wrapped) const {
        if (!wrapped.empty() && wrapped.front() == format) {
            auto key = detail::decrypt(master_key.reveal(), wrap_identity(account, kind, version), wrapped.substr(1));
            if (key && key->size() == detail::key_bytes) {
                Secret unwrapped{std::move(*key)};
                unwrapped.keep_out_of_swap();
                return unwrapped;
            }
        }
        return fail(ErrorKind::denied, "vault.wrong_master_key",
            "opening the keys of account " + account.text() + ": they were wrapped by another master key");
    }

    Result<void> take_row(Row const& row, std::map<AccountId, AccountKeys>& into) const {
        auto const account = row.id<AccountId>(0);
        auto const& kind = row.text(1);
        auto const version = row.integer(2);
        TRY(auto key, unwrap(account, kind, version, row.blob(3)));
        auto& entry = into[account];
        if (kind == index_kind) {
            entry.index = std::move(key);
        } else {
            entry.data.insert_or_assign(version, std::move(key));
        }
        return {};
    }

    Result<void> store_key(Transaction& transaction, AccountId const& account, std::string_view kind, std::int64_t version,
        Secret const& key, TimePoint now) {
        TRY_VOID(transaction.execute(
            "INSERT INTO account_keys (account_id, kind, version, wrapped_key, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", account,
            kind, version, Blob{wrap(account, kind, version, key)}, now));
        return {};
    }

    void replace(AccountId const& account, AccountKeys fresh) {
        fresh.index.keep_out_of_swap();
        for (auto const& [version, key] : fresh.data) key.keep_out_of_swap();
        std::unique_lock const lock(keys_mutex);
        keys.insert_or_assign(account, std::move(fresh));
    }
};

Vault::Vault(Secret master_key, SecureRandom& random) {
    detail::start_sodium();
    CHECK(master_key.reveal().size() == detail::key_bytes);
    state_ = std::make_unique<State>(std::move(master_key), random);
}

Vault::~Vault() = default;

Task<Result<void>> Vault::load(Database& database) {
    co_return co_await database.read([this](Transaction& transaction) { return load_from(transaction); });
}

Result<void> Vault::load_from(Transaction& transaction) {
    std::map<AccountId, AccountKeys> loaded;
    TRY(auto const rows, transaction.query("SELECT account_id, kind, version, wrapped_key FROM account_keys"));
    for (auto const& row : rows) TRY_VOID(state_->take_row(row, loaded));
    std::unique_lock const lock(state_->keys_mutex);
    state_->keys = std::move(loaded);
    return {};
}

// The database decides, not the memory: when the transaction is undone after this, the keys kept in memory have no row, and
// the next call replaces them.
Result<void> Vault::add_account(Transaction& transaction, AccountId const& account, TimePoint now) {
    TRY(auto rows,
        transaction.query("SELECT account_id, kind, version, wrapped_key FROM account_keys WHERE account_id = ?1", account));
    std::map<AccountId, AccountKeys> found;
    for (auto const& row : rows) TRY_VOID(state_->take_row(row, found));
    auto& keys = found[account];
    if (keys.data.empty()) {
        keys.data.emplace(1, Secret{state_->fresh_key()});
        TRY_VOID(state_->store_key(transaction, account, data_kind, 1, keys.data.at(1), now));
    }
    if (keys.index.empty()) {
        keys.index = Secret{state_->fresh_key()};
        TRY_VOID(state_->store_key(transaction, account, index_kind, 1, keys.index, now));
    }
    state_->replace(account, std::move(keys));
    return {};
}

// A key that seals before it is stored would take what it sealed with it if the transaction were undone, so the memory learns of
// it from the database only.
Task<Result<void>> Vault::rotate(Database& database, AccountId account, TimePoint now, Note note) {
    CO_TRY_VOID(co_await database.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const versions, key_versions(transaction, account));
        if (versions.empty()) {
            return fail(ErrorKind::not_found, "vault.unknown_account",
                "adding a key version: account " + account.text() + " has no keys");
        }
        auto const version = versions.back().number + 1;
        CHECK(version <= version_max);
        Secret const key{state_->fresh_key()};
        TRY_VOID(state_->store_key(transaction, account, data_kind, version, key, now));
        return note(transaction, std::to_string(version));
    }));
    co_return co_await load(database);
}

Result<std::vector<KeyVersion>> Vault::key_versions(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows,
        transaction.query("SELECT version, created_at FROM account_keys WHERE account_id = ?1 AND kind = ?2 ORDER BY version",
            account, data_kind));
    std::vector<KeyVersion> versions;
    versions.reserve(rows.size());
    for (auto const& row : rows) versions.push_back({row.integer(0), row.time(1)});
    return versions;
}

std::string Vault::seal(AccountId const& account, Place const& place, std::string_view plain) const {
    auto const nonce = state_->next_nonce();
    std::string sealed;
    sealed.reserve(header_bytes + detail::nonce_bytes + plain.size() + detail::tag_bytes);
    sealed += format;
    std::shared_lock const lock(state_->keys_mutex);
    auto const found = state_->keys.find(account);
    CHECK(found != state_->keys.end());
    auto const& [version, key] = *found->second.data.rbegin();
    append_big_endian<std::uint16_t>(sealed, static_cast<std::uint16_t>(version));
    detail::encrypt(sealed, key.reveal(), nonce, associated_data(account, place, sealed), plain);
    return sealed;
}

Result<std::string> Vault::open(AccountId const& account, Place const& place, std::string_view sealed) const {
    if (sealed.size() < header_bytes + detail::nonce_bytes + detail::tag_bytes || sealed.front() != format)
        return sealed_damaged(place);
    auto const header = sealed.substr(0, header_bytes);
    auto const version = std::int64_t{read_big_endian<std::uint16_t>(header.substr(1))};
    std::shared_lock const lock(state_->keys_mutex);
    auto const found = state_->keys.find(account);
    if (found == state_->keys.end()) {
        return fail(
            ErrorKind::not_found, "vault.unknown_account", "opening a sealed value: account " + account.text() + " has no keys");
    }
    auto const key = found->second.data.find(version);
    if (key == found->second.data.end()) return sealed_damaged(place);
    auto plain = detail::decrypt(key->second.reveal(), associated_data(account, place, header), sealed.substr(header_bytes));
    if (!plain) return sealed_damaged(place);
    return std::move(*plain);
}

std::string Vault::blind_index(AccountId const& account, std::string_view purpose, std::string_view value) const {
    std::shared_lock const lock(state_->keys_mutex);
    auto const found = state_->keys.find(account);
    CHECK(found != state_->keys.end());
    auto const& key = found->second.index.reveal();
    auto const message = detail::join_parts({purpose, value});
    std::string digest(16, '\0');
    crypto_generichash(octets(digest), digest.size(), octets(std::string_view(message)), message.size(),
        octets(std::string_view(key)), key.size());
    return to_hex(digest);
}

bool Vault::has_account(AccountId const& account) const {
    std::shared_lock const lock(state_->keys_mutex);
    return state_->keys.contains(account);
}

}  // namespace lockstep::vault
