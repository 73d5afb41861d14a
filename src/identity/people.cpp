// SPDX-License-Identifier: Apache-2.0
// The people who may come in: what they may do, their passwords, and the links by which they choose one.
#include <algorithm>

#include "base/text.hpp"
#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"
#include "identity/detail/people.hpp"
#include "identity/detail/token.hpp"
#include "identity/password.hpp"
#include "identity/people_statements.hpp"

namespace lockstep::identity {
namespace {

constexpr std::string_view link_prefix = "lsl_";

std::unexpected<Error> unknown_user() {
    return fail(ErrorKind::not_found, "identity.unknown_user", "looking for a person: nobody has this id or login");
}

Result<void> demand_other_owner(Transaction& transaction, AccountId const& account, UserId const& user) {
    TRY(auto const rows, transaction.query(sql::find_other_owner, account, user));
    if (!rows.empty()) return {};
    return fail(ErrorKind::conflict, "identity.last_owner",
        "changing who may come in: this is the last owner with a password, and somebody has to be one");
}

// As the audit tells who it was after the person is gone.
std::string subject_of(User const& user) { return user.id.text() + " " + user.login; }

Result<Ended> sign_out_everywhere(
    Transaction& transaction, AccountId const& account, UserId const& user, std::string_view kept_session) {
    TRY(auto const rows, transaction.query(sql::end_sessions, account, user, kept_session));
    TRY_VOID(transaction.execute(sql::forget_devices, account, user));
    Ended ended;
    ended.reserve(rows.size());
    for (auto const& row : rows) ended.push_back(row.text(0));
    return ended;
}

Result<PasswordLink> make_link(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, Duration life) {
    PasswordLink link{detail::random_token(source.secure_random, link_prefix), source.now + life};
    TRY_VOID(transaction.execute(sql::remove_link, account, user));
    TRY_VOID(transaction.execute(sql::add_link, account, detail::token_hash(link.token.reveal()), user, link.expires_at));
    return link;
}

}  // namespace

namespace detail {

User user_of(Row const& row) { return {row.id<UserId>(0), row.text(1), row.text(2), row.time(3), row.optional_time(4)}; }

Result<std::string> checked_login(std::string_view login) {
    constexpr std::size_t login_length_max = 128;
    auto name = lower_ascii(trim_ascii(login));
    if (name.empty() || name.size() > login_length_max || !is_valid_utf8(name))
        return fail(ErrorKind::invalid, "identity.bad_login", "adding a person: the login needs 1 to 128 characters");
    return name;
}

}  // namespace detail

Result<std::vector<User>> list_users(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::list_users, account));
    std::vector<User> users;
    users.reserve(rows.size());
    for (auto const& row : rows) users.push_back(detail::user_of(row));
    return users;
}

Result<User> find_user(Transaction& transaction, AccountId const& account, std::string_view id_or_login) {
    auto const login = lower_ascii(trim_ascii(id_or_login));
    TRY(auto const rows, transaction.query(sql::find_user, account, id_or_login, login));
    if (rows.empty()) return unknown_user();
    return detail::user_of(rows.front());
}

Result<std::string> password_hash_of(Transaction& transaction, AccountId const& account, UserId const& user) {
    TRY(auto const rows, transaction.query(sql::find_password_hash, account, user));
    if (rows.empty()) return unknown_user();
    return rows.front().text(0);
}

Result<Ended> set_password(Transaction& transaction, AccountId const& account, Source const& source, UserId const& user,
    std::string_view password_hash, std::string_view by, std::string_view kept_session) {
    TRY(auto const changed, transaction.execute(sql::set_password, account, user, password_hash, source.now));
    if (changed == 0) return unknown_user();
    TRY_VOID(transaction.execute(sql::remove_link, account, user));
    TRY(auto ended, sign_out_everywhere(transaction, account, user, kept_session));
    TRY_VOID(detail::audit_access(transaction, account, source, by, "password.changed", user.text()));
    return ended;
}

Result<Invited> invite(Transaction& transaction, AccountId const& account, Source const& source, std::string_view login,
    std::string_view role, std::string_view by) {
    CHECK(std::ranges::find(roles, role) != roles.end());
    TRY(auto const name, detail::checked_login(login));
    TRY(auto const same, transaction.query(sql::find_user, account, name, name));
    if (!same.empty()) {
        return fail(ErrorKind::conflict, "identity.login_taken", "adding a person: somebody with this login is here already");
    }
    User user{source.random.id<UserTag>(source.now), name, std::string(role), source.now};
    TRY_VOID(transaction.execute(
        sql::add_user, account, user.id, user.login, unmatchable_hash(), user.role, user.created_at, user.joined_at));
    TRY(auto link, make_link(transaction, account, source, user.id, invitation_life));
    TRY_VOID(detail::audit_access(transaction, account, source, by, "person.invited", subject_of(user) + " " + user.role));
    return Invited{std::move(user), std::move(link)};
}

Result<Reset> reset_by_link(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, std::string_view by) {
    TRY(auto found, find_user(transaction, account, user.text()));
    TRY_VOID(transaction.execute(sql::forget_password, account, found.id, unmatchable_hash()));
    TRY(auto ended, sign_out_everywhere(transaction, account, found.id, ""));
    TRY(auto link, make_link(transaction, account, source, found.id, found.joined_at ? reset_life : invitation_life));
    TRY_VOID(detail::audit_access(transaction, account, source, by, "person.link_made", subject_of(found)));
    return Reset{std::move(found), std::move(link), std::move(ended)};
}

Result<Linked> find_link(Transaction& transaction, AccountId const& account, Secret const& token, TimePoint now) {
    TRY(auto const rows, transaction.query(sql::find_link, account, detail::token_hash(token.reveal()), now));
    if (rows.empty()) {
        return fail(ErrorKind::denied, "identity.bad_link",
            "choosing a password: the link is unknown, was used already, was replaced by another, or is over");
    }
    return Linked{detail::user_of(rows.front()), rows.front().time(5)};
}

Result<std::vector<std::pair<UserId, TimePoint>>> list_links(Transaction& transaction, AccountId const& account, TimePoint now) {
    TRY(auto const rows, transaction.query(sql::list_links, account, now));
    std::vector<std::pair<UserId, TimePoint>> links;
    links.reserve(rows.size());
    for (auto const& row : rows) links.emplace_back(row.id<UserId>(0), row.time(1));
    return links;
}

Result<Joined> spend_link(Transaction& transaction, AccountId const& account, Source const& source, Secret const& token,
    std::string_view password_hash) {
    TRY(auto linked, find_link(transaction, account, token, source.now));
    auto& user = linked.user;
    TRY(auto ended, set_password(transaction, account, source, user.id, password_hash, user.id.text(), ""));
    if (!user.joined_at) {
        user.joined_at = source.now;
        TRY_VOID(detail::audit_access(transaction, account, source, user.id.text(), "person.joined", subject_of(user)));
    }
    return Joined{std::move(user), std::move(ended)};
}

Result<User> set_role(Transaction& transaction, AccountId const& account, Source const& source, UserId const& user,
    std::string_view role, std::string_view by) {
    CHECK(std::ranges::find(roles, role) != roles.end());
    TRY(auto found, find_user(transaction, account, user.text()));
    if (found.role == role) return found;
    if (found.role == "owner") TRY_VOID(demand_other_owner(transaction, account, found.id));
    TRY_VOID(transaction.execute(sql::set_role, account, found.id, role));
    auto const change = subject_of(found) + " " + found.role + " > " + std::string(role);
    TRY_VOID(detail::audit_access(transaction, account, source, by, "person.role", change));
    found.role = std::string(role);
    return found;
}

Result<Ended> remove_person(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, std::string_view by) {
    TRY(auto const found, find_user(transaction, account, user.text()));
    if (found.role == "owner") TRY_VOID(demand_other_owner(transaction, account, found.id));
    TRY(auto ended, sign_out_everywhere(transaction, account, found.id, ""));
    TRY_VOID(transaction.execute(sql::remove_link, account, found.id));
    // A token may have made others, in earlier versions: they go with it.
    std::vector<std::string> makers{found.id.text()};
    while (!makers.empty()) {
        auto const maker = std::move(makers.back());
        makers.pop_back();
        TRY(auto const gone, transaction.query(sql::remove_tokens_of, account, maker));
        for (auto const& row : gone) {
            makers.push_back(row.text(0));
            ended.push_back(row.text(0));
        }
    }
    TRY_VOID(transaction.execute(sql::remove_user, account, found.id));
    TRY_VOID(detail::audit_access(transaction, account, source, by, "person.removed", subject_of(found)));
    return ended;
}

Result<Ended> end_sessions(
    Transaction& transaction, AccountId const& account, Source const& source, UserId const& user, std::string_view by) {
    TRY(auto const found, find_user(transaction, account, user.text()));
    TRY(auto ended, sign_out_everywhere(transaction, account, found.id, ""));
    TRY_VOID(detail::audit_access(transaction, account, source, by, "person.signed_out", subject_of(found)));
    return ended;
}

}  // namespace lockstep::identity
