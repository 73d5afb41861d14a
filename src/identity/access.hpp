// SPDX-License-Identifier: Apache-2.0
// Who may come in: the owner (made once, with a code shown on the console), people the owner invites, sessions, API tokens.
// Functions take a transaction and the time; everything they change they also write to the audit. CSRF and cookies are api's.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/database.hpp"
#include "ports/random.hpp"

namespace lockstep::identity {

// Where new ids and tokens come from, and when.
struct Source {
    Random& random;
    SecureRandom& secure_random;
    TimePoint now;
};

// "owner": everything; "admin": everything but people, tokens and keys; "viewer": reads.
inline constexpr std::array<std::string_view, 3> roles{"owner", "admin", "viewer"};

struct User {
    UserId id;
    std::string login;
    std::string role;
    TimePoint created_at{};
    std::optional<TimePoint> joined_at{};  // absent: invited, without a password yet
};

// ---- set-up ----

constexpr Duration setup_code_life = std::chrono::hours{24};

Result<bool> has_owner(Transaction& transaction, AccountId const& account);
// "XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX": 130 random bits, to be shown once. Replaces an earlier one. conflict "identity.owner_exists".
Result<Secret> make_setup_code(Transaction& transaction, AccountId const& account, Source const& source);
// Whether create_owner() would take the code now: to be asked before a costly hash. denied "identity.bad_setup_code", conflict
// "identity.owner_exists".
Result<void> check_setup_code(Transaction& transaction, AccountId const& account, Secret const& setup_code, TimePoint now);
// After a wrong code from `address`. limited "identity.login_throttled", from check_setup_throttle(), when there were too many.
Result<void> note_wrong_setup_code(Transaction& transaction, AccountId const& account, std::string_view address, TimePoint now);
Result<void> check_setup_throttle(Transaction& transaction, AccountId const& account, std::string_view address, TimePoint now);
// Spends the code. `password_hash` comes from hash_password(), run through Offload beforehand.
Result<User> create_owner(Transaction& transaction, AccountId const& account, Source const& source, Secret const& setup_code,
    std::string_view login, std::string_view password_hash);

// ---- password login: begin_login, then verify_password through Offload, then finish_login ----

struct LoginAttempt {
    std::string login;
    std::string address;
    std::string password_hash;  // of the user, or one that nothing fits when there is no such user
    std::optional<User> user;
    Secret device;                 // what the browser sent of an earlier session; may be empty
    bool is_known_device = false;  // this user has signed in there before
};
// limited "identity.login_throttled" after too many failures of this login from this address, from the address, or of the login;
// of a known device only after its own.
Result<LoginAttempt> begin_login(Transaction& transaction, AccountId const& account, Source const& source, std::string_view login,
    std::string_view address, Secret device = {});

struct NewSession {
    SessionId id;
    Secret token;  // 256 bits; kept by the browser only
    User user;
    Secret device;  // by which the browser is known at the next login; kept by it for a year
};
constexpr Duration device_life = std::chrono::hours{24 * 365};
// nullopt: wrong login or password, and nobody is told which. A failure is counted, so the transaction must be committed.
Result<std::optional<NewSession>> finish_login(
    Transaction& transaction, AccountId const& account, Source const& source, LoginAttempt const& attempt, bool password_fits);

// ---- people: `by` is a user or "console" ----

Result<std::vector<User>> list_users(Transaction& transaction, AccountId const& account);
// not_found "identity.unknown_user"; by id or login.
Result<User> find_user(Transaction& transaction, AccountId const& account, std::string_view id_or_login);
// The stored hash, to be checked through Offload before a new password is taken. not_found "identity.unknown_user".
Result<std::string> password_hash_of(Transaction& transaction, AccountId const& account, UserId const& user);

// What was opened with them has to end: ids of sessions and tokens that are good no longer.
using Ended = std::vector<std::string>;

// Ends the user's sessions but the one that changed it, and a link that was made for them.
Result<Ended> set_password(Transaction& transaction, AccountId const& account, Source const& source, UserId const& user,
    std::string_view password_hash, std::string_view by, std::string_view kept_session);

// By which somebody chooses a password, once.
struct PasswordLink {
    Secret token;  // 256 bits; shown once
    TimePoint expires_at{};
};
constexpr Duration invitation_life = std::chrono::hours{24 * 7};
constexpr Duration reset_life = std::chrono::hours{24};

struct Invited {
    User user;
    PasswordLink link;
};
// conflict "identity.login_taken"; invalid "identity.bad_login". `role` is one of roles.
Result<Invited> invite(Transaction& transaction, AccountId const& account, Source const& source, std::string_view login,
    std::string_view role, std::string_view by);
struct Reset {
    User user;
    PasswordLink link;
    Ended ended;
};
// A new link in place of one before. The password there was opens nothing from now on, and the person is signed out.
Result<Reset> reset_by_link(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, std::string_view by);
struct Linked {
    User user;
    TimePoint expires_at{};
};
// Whose it is: to be asked before a costly hash. denied "identity.bad_link": unknown, spent, replaced or over.
Result<Linked> find_link(Transaction& transaction, AccountId const& account, Secret const& token, TimePoint now);
// When the link of each person who has one ends, by the person's id.
Result<std::vector<std::pair<UserId, TimePoint>>> list_links(Transaction& transaction, AccountId const& account, TimePoint now);
struct Joined {
    User user;
    Ended ended;
};
// Spends the link.
Result<Joined> spend_link(Transaction& transaction, AccountId const& account, Source const& source, Secret const& token,
    std::string_view password_hash);

// conflict "identity.last_owner": somebody has to stay who has a password and may do everything.
Result<User> set_role(Transaction& transaction, AccountId const& account, Source const& source, UserId const& user,
    std::string_view role, std::string_view by);
// With sessions, tokens and links. conflict "identity.last_owner".
Result<Ended> remove_person(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, std::string_view by);
// Signs somebody out everywhere; browsers they have signed in with are strangers again.
Result<Ended> end_sessions(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, std::string_view by);

// ---- sessions ----

constexpr Duration session_idle_max = std::chrono::minutes{30};
constexpr Duration session_life = std::chrono::hours{12};
// A session is written at most this often, so that reading a page does not mean writing.
constexpr Duration session_touch_interval = std::chrono::minutes{1};

struct Session {
    SessionId id;
    User user;
    TimePoint created_at{};
    TimePoint seen_at{};
    bool needs_touch = false;
};
// denied "identity.no_session" when it is unknown, ended, idle too long or too old.
Result<Session> find_session(Transaction& transaction, AccountId const& account, Secret const& token, TimePoint now);
Result<void> touch_session(Transaction& transaction, AccountId const& account, Secret const& token, TimePoint now);
Result<void> end_session(Transaction& transaction, AccountId const& account, Source const& source, Secret const& token);
// Deletes what has ended by time; returns how many.
Result<std::int64_t> prune_sessions(Transaction& transaction, AccountId const& account, TimePoint now);

// ---- API tokens ----

enum class Scope : std::uint8_t {
    read,
    write
};
std::string_view to_string(Scope scope);
Result<Scope> parse_scope(std::string_view text);
constexpr std::string_view token_prefix = "lsk_";

struct ApiToken {
    TokenId id;
    std::string label;
    Scope scope = Scope::read;
    std::string created_by;
    TimePoint created_at{};
    std::optional<TimePoint> last_used_at;
    std::optional<TimePoint> expires_at;  // none: never
};
struct NewApiToken {
    ApiToken token;
    Secret text;  // "lsk_..."; shown once
};
Result<NewApiToken> create_api_token(Transaction& transaction, AccountId const& account, Source const& source,
    std::string_view label, Scope scope, std::string_view created_by, std::optional<TimePoint> expires_at = std::nullopt);
// denied "identity.no_token": unknown, revoked or over. A token of somebody who may only read by now can do no more.
Result<ApiToken> find_api_token(Transaction& transaction, AccountId const& account, Secret const& text, TimePoint now);
Result<void> note_token_use(Transaction& transaction, AccountId const& account, TokenId const& id, TimePoint now);
Result<std::vector<ApiToken>> list_api_tokens(Transaction& transaction, AccountId const& account);
// not_found "identity.unknown_token".
Result<void> revoke_api_token(
    Transaction& transaction, AccountId const& account, Source const& source, TokenId const& id, std::string_view revoked_by);

}  // namespace lockstep::identity
