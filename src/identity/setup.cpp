// SPDX-License-Identifier: Apache-2.0
// The one-time set-up code and the owner account that it makes.
#include <array>

#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"
#include "identity/detail/people.hpp"
#include "identity/detail/throttle.hpp"
#include "identity/detail/token.hpp"
#include "identity/people_statements.hpp"

namespace lockstep::identity {
namespace {

std::unexpected<Error> owner_exists() {
    return fail(ErrorKind::conflict, "identity.owner_exists", "setting up: the owner account has been made already");
}

std::unexpected<Error> bad_code() {
    return fail(
        ErrorKind::denied, "identity.bad_setup_code", "making the owner: the set-up code is wrong, spent or older than a day");
}

}  // namespace

Result<bool> has_owner(Transaction& transaction, AccountId const& account) {
    TRY(auto rows, transaction.query("SELECT 1 FROM users WHERE account_id = ?1 AND role = 'owner' LIMIT 1", account));
    return !rows.empty();
}

Result<Secret> make_setup_code(Transaction& transaction, AccountId const& account, Source const& source) {
    TRY(bool const exists, has_owner(transaction, account));
    if (exists) return owner_exists();
    auto code = detail::random_code(source.secure_random);
    // A code that somebody may have noted down already stays good: making another must not lock them out.
    TRY_VOID(transaction.execute(
        "DELETE FROM setup_codes WHERE account_id = ?1 AND created_at <= ?2", account, source.now - setup_code_life));
    TRY_VOID(transaction.execute("INSERT INTO setup_codes (account_id, code_hash, created_at) VALUES (?1, ?2, ?3)", account,
        detail::token_hash(detail::normal_code(code.reveal())), source.now));
    TRY_VOID(detail::audit_access(transaction, account, source, "console", "setup.code_made", account.text()));
    return code;
}

Result<void> check_setup_code(Transaction& transaction, AccountId const& account, Secret const& setup_code, TimePoint now) {
    TRY(bool const exists, has_owner(transaction, account));
    if (exists) return owner_exists();
    TRY(auto const rows,
        transaction.query("SELECT 1 FROM setup_codes WHERE account_id = ?1 AND code_hash = ?2 AND created_at > ?3", account,
            detail::token_hash(detail::normal_code(setup_code.reveal())), now - setup_code_life));
    if (rows.empty()) return bad_code();
    return {};
}

namespace {

std::array<detail::ThrottledSubject, 2> setup_subjects(std::string_view address) {
    return {detail::ThrottledSubject{"setup@" + std::string(address.substr(0, 64)), 10}, {"setup", 100}};
}

}  // namespace

Result<void> note_wrong_setup_code(Transaction& transaction, AccountId const& account, std::string_view address, TimePoint now) {
    return detail::count_failure(transaction, account, setup_subjects(address), now);
}

Result<void> check_setup_throttle(Transaction& transaction, AccountId const& account, std::string_view address, TimePoint now) {
    return detail::check_throttle(transaction, account, setup_subjects(address), now);
}

Result<User> create_owner(Transaction& transaction, AccountId const& account, Source const& source, Secret const& setup_code,
    std::string_view login, std::string_view password_hash) {
    TRY(auto const name, detail::checked_login(login));
    TRY(bool const exists, has_owner(transaction, account));
    if (exists) return owner_exists();
    TRY(auto spent, transaction.execute("DELETE FROM setup_codes WHERE account_id = ?1 AND code_hash = ?2 AND created_at > ?3",
                        account, detail::token_hash(detail::normal_code(setup_code.reveal())), source.now - setup_code_life));
    if (spent == 0) return bad_code();
    TRY_VOID(transaction.execute("DELETE FROM setup_codes WHERE account_id = ?1", account));
    User user{source.random.id<UserTag>(source.now), name, "owner", source.now, source.now};
    TRY_VOID(transaction.execute(
        sql::add_user, account, user.id, user.login, password_hash, user.role, user.created_at, user.joined_at));
    TRY_VOID(detail::audit_access(transaction, account, source, user.id.text(), "setup.owner_made", user.id.text()));
    return user;
}

}  // namespace lockstep::identity
