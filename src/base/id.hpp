// SPDX-License-Identifier: Apache-2.0
// Id<Tag>: a text id that cannot be mistaken for another kind of id. Our own ids read "<prefix>_<26 characters>":
// 48 bits of time, then 80 random bits, in Crockford's base 32, so that they sort by creation and say what they name.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"

namespace lockstep {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}

    std::string const& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    auto operator<=>(Id const&) const = default;

private:
    std::string text_;
};

struct AccountTag {
    static constexpr std::string_view prefix = "acc";
};
struct ConnectionTag {
    static constexpr std::string_view prefix = "con";
};
struct SyncTag {
    static constexpr std::string_view prefix = "syn";
};
struct EventTag {
    static constexpr std::string_view prefix = "evt";
};
struct LinkTag {
    static constexpr std::string_view prefix = "lnk";
};
struct IntentTag {
    static constexpr std::string_view prefix = "int";
};
struct ChangeTag {
    static constexpr std::string_view prefix = "chg";
};
struct BatchTag {
    static constexpr std::string_view prefix = "bat";
};
struct CallTag {
    static constexpr std::string_view prefix = "cal";
};
struct IssueTag {
    static constexpr std::string_view prefix = "iss";
};
struct SweepTag {
    static constexpr std::string_view prefix = "swp";
};
struct AnswerTag {
    static constexpr std::string_view prefix = "ans";
};
struct AttachedTag {
    static constexpr std::string_view prefix = "att";
};
struct GrantTag {
    static constexpr std::string_view prefix = "grt";
};
struct UserTag {
    static constexpr std::string_view prefix = "usr";
};
struct SessionTag {
    static constexpr std::string_view prefix = "ses";
};
struct TokenTag {
    static constexpr std::string_view prefix = "tok";
};
struct AuditTag {
    static constexpr std::string_view prefix = "aud";
};

using AccountId = Id<AccountTag>;
using ConnectionId = Id<ConnectionTag>;
using SyncId = Id<SyncTag>;
using EventId = Id<EventTag>;
using LinkId = Id<LinkTag>;
using IntentId = Id<IntentTag>;
using ChangeId = Id<ChangeTag>;
using BatchId = Id<BatchTag>;
using CallId = Id<CallTag>;
using IssueId = Id<IssueTag>;
using SweepId = Id<SweepTag>;
using AnswerId = Id<AnswerTag>;
using AttachedId = Id<AttachedTag>;
using GrantId = Id<GrantTag>;
using UserId = Id<UserTag>;
using SessionId = Id<SessionTag>;
using TokenId = Id<TokenTag>;
using AuditId = Id<AuditTag>;

// The 26 characters after the prefix.
std::string id_suffix(TimePoint time, std::array<std::byte, 10> const& random);

template <class Tag>
Id<Tag> make_id(TimePoint time, std::array<std::byte, 10> const& random) {
    std::string text{Tag::prefix};
    text += '_';
    text += id_suffix(time, random);
    return Id<Tag>{std::move(text)};
}

}  // namespace lockstep
