// SPDX-License-Identifier: Apache-2.0
#include "outbox/outbox.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "outbox/detail/statements.hpp"

namespace lockstep::outbox {
namespace {

constexpr std::array kinds{EffectKind::create, EffectKind::update, EffectKind::action};
constexpr std::array states{
    EffectState::journalled, EffectState::unknown, EffectState::done, EffectState::refused, EffectState::abandoned};
constexpr std::size_t offer_column = 20;

template <class Enum, std::size_t Count>
Result<Enum> parse_word(std::array<Enum, Count> const& words, std::string_view text) {
    for (auto const word : words) {
        if (to_string(word) == text) return word;
    }
    return fail(ErrorKind::corrupt, "outbox.damaged_row", "reading an effect: unknown word " + std::string(text));
}

Result<Effect> effect_from(Row const& row) {
    Effect effect;
    effect.account = row.id<AccountId>(0);
    effect.id = row.id<IntentId>(1);
    effect.owner = row.text(2);
    effect.group = row.text(3);
    effect.subject = row.text(4);
    effect.connection = row.id<ConnectionId>(5);
    effect.side = row.text(6);
    effect.target = row.text(7);
    TRY(effect.kind, parse_word(kinds, row.text(8)));
    effect.operation = row.text(9);
    effect.marker = row.text(10);
    TRY(effect.state, parse_word(states, row.text(11)));
    effect.fence = row.integer(12);
    effect.holder = row.text(13);
    effect.batch = row.id<BatchId>(14);
    effect.created_at = row.time(15);
    effect.look_at = row.optional_time(16);
    effect.looks = row.integer(17);
    effect.note = row.text(18);
    effect.closed_at = row.optional_time(19);
    return effect;
}

struct Group {
    AccountId account;
    std::string owner;
    std::string id;

    auto operator<=>(Group const&) const = default;
};

void add(Counts& counts, EffectState state, std::int64_t count) {
    switch (state) {
        case EffectState::journalled: counts.journalled += count; break;
        case EffectState::unknown: counts.unknown += count; break;
        case EffectState::done: counts.done += count; break;
        case EffectState::refused: counts.refused += count; break;
        case EffectState::abandoned: counts.abandoned += count; break;
    }
}

// Returns when the group's next turn is.
Result<std::optional<TimePoint>> add_to_counts(Transaction& transaction, Group const& group, Counts const& difference) {
    auto const run = [&] {
        return transaction.query(sql::add_to_counts, group.account, group.owner, group.id, difference.journalled,
            difference.unknown, difference.done, difference.refused, difference.abandoned);
    };
    TRY(auto rows, run());
    if (rows.empty()) {
        TRY_VOID(transaction.execute(sql::insert_group, group.account, group.owner, group.id));
        TRY(rows, run());
    }
    CHECK(rows.size() == 1);
    return rows.front().optional_time(0);
}

Result<void> bring_turn_forward(
    Transaction& transaction, Group const& group, std::optional<TimePoint> turn, std::optional<TimePoint> wanted) {
    if (!wanted || (turn && *turn <= *wanted)) return {};
    TRY_VOID(transaction.execute(sql::set_turn, group.account, group.owner, group.id, *wanted, 0));
    return {};
}

struct OpenState {
    Group group;
    EffectState state = EffectState::journalled;
};

Result<std::optional<OpenState>> open_state_of(Transaction& transaction, AccountId const& account, IntentId const& id) {
    TRY(auto const rows, transaction.query(sql::open_state, account, id));
    if (rows.empty()) return std::optional<OpenState>{};
    auto const& row = rows.front();
    OpenState open{{account, row.text(0), row.text(1)}, EffectState::journalled};
    TRY(open.state, parse_word(states, row.text(2)));
    return std::optional(std::move(open));
}

struct Turn {
    Group group;
    TimePoint at{};
    std::int64_t turns = 0;
};

class Offering {
public:
    Offering(Transaction& transaction, std::string_view owner, TimePoint now, UnknownLimits const& limits)
        : transaction_(transaction), owner_(owner), now_(now), limits_(limits) {}

    Result<std::vector<Effect>> run() {
        bool is_moving = true;  // false when every group that is due has been given what it may have at once
        while (is_moving && room() > 0) {
            is_moving = false;
            TRY(auto const rows, transaction_.query(sql::turns_due, owner_, now_, limits_.effects));
            for (auto const& row : rows) {
                Turn const turn{{row.id<AccountId>(0), owner_, row.text(1)}, row.time(2), row.integer(3)};
                if (room() <= 0 || given_[turn.group] >= limits_.per_group) continue;
                TRY_VOID(serve(turn));
                is_moving = true;
            }
        }
        return std::move(offered_);
    }

private:
    std::int64_t room() const { return limits_.effects - static_cast<std::int64_t>(offered_.size()); }

    Result<void> serve(Turn const& turn) {
        auto& given = given_[turn.group];
        auto const wanted = std::min(limits_.per_group - given, room());
        TRY(auto const rows, transaction_.query(sql::unknown_of_group, turn.group.account, owner_, turn.group.id, wanted + 1));
        std::optional<TimePoint> next;  // of what stays behind
        for (auto const& row : rows) {
            auto const offer_at = row.time(offer_column);
            if (offer_at > now_ || given == limits_.per_group || room() == 0) {
                next = next ? std::min(*next, offer_at) : offer_at;
                break;
            }
            TRY(auto effect, effect_from(row));
            auto const again = now_ + limits_.offered_again_after;
            TRY_VOID(transaction_.execute(sql::offer_again, effect.account, effect.id, again));
            next = next ? std::min(*next, again) : again;
            offered_.push_back(std::move(effect));
            ++given;
        }
        // Who stays behind with something due has the next turn after everybody who waits already.
        std::int64_t turns = 0;
        if (next && *next <= now_) {
            turns = turn.at == now_ ? turn.turns + 1 : 1;
            next = now_;
        }
        TRY_VOID(transaction_.execute(sql::set_turn, turn.group.account, owner_, turn.group.id, next, turns));
        return {};
    }

    Transaction& transaction_;
    std::string owner_;
    TimePoint now_;
    UnknownLimits const& limits_;
    std::vector<Effect> offered_;
    std::map<Group, std::int64_t> given_;
};

}  // namespace

Result<void> journal(Transaction& transaction, Effect const& effect) {
    CHECK(!effect.account.empty());
    CHECK(!effect.id.empty());
    CHECK(!effect.owner.empty());
    CHECK(is_open(effect.state) == !effect.closed_at.has_value());
    CHECK(effect.state != EffectState::unknown || effect.look_at.has_value());
    auto const offer_at = effect.state == EffectState::unknown ? effect.look_at : std::nullopt;
    TRY_VOID(transaction.execute(sql::insert_effect, effect.account, effect.id, effect.owner, effect.group, effect.subject,
        effect.connection, effect.side, effect.target, to_string(effect.kind), effect.operation, effect.marker,
        to_string(effect.state), effect.fence, effect.holder, effect.batch, effect.created_at, effect.look_at, offer_at,
        effect.looks, effect.note, effect.closed_at));
    Group const group{effect.account, effect.owner, effect.group};
    Counts difference;
    add(difference, effect.state, 1);
    TRY(auto const turn, add_to_counts(transaction, group, difference));
    return bring_turn_forward(transaction, group, turn, offer_at);
}

Result<std::optional<Effect>> find(Transaction& transaction, AccountId const& account, IntentId const& id) {
    TRY(auto const rows, transaction.query(sql::find_effect, account, id));
    if (rows.empty()) return std::optional<Effect>{};
    TRY(auto effect, effect_from(rows.front()));
    return std::optional(std::move(effect));
}

Result<std::vector<Effect>> open_of(
    Transaction& transaction, AccountId const& account, std::string_view owner, std::string_view subject) {
    TRY(auto const rows, transaction.query(sql::open_of_subject, account, owner, subject));
    std::vector<Effect> open;
    for (auto const& row : rows) {
        TRY(auto effect, effect_from(row));
        open.push_back(std::move(effect));
    }
    return open;
}

Result<bool> close(Transaction& transaction, AccountId const& account, IntentId const& id, EffectState outcome,
    std::string_view note, TimePoint now) {
    CHECK(!is_open(outcome));
    TRY(auto const open, open_state_of(transaction, account, id));
    if (!open) return false;
    TRY_VOID(transaction.execute(sql::close_effect, account, id, to_string(outcome), note, now));
    Counts difference;
    add(difference, open->state, -1);
    add(difference, outcome, 1);
    TRY_VOID(add_to_counts(transaction, open->group, difference));
    return true;
}

Result<bool> hold_unknown(Transaction& transaction, AccountId const& account, IntentId const& id, TimePoint look_at,
    std::int64_t looks, std::string_view note) {
    TRY(auto const open, open_state_of(transaction, account, id));
    if (!open) return false;
    TRY_VOID(transaction.execute(sql::hold_effect, account, id, look_at, looks, note));
    Counts difference;
    add(difference, open->state, -1);
    add(difference, EffectState::unknown, 1);
    TRY(auto const turn, add_to_counts(transaction, open->group, difference));
    TRY_VOID(bring_turn_forward(transaction, open->group, turn, look_at));
    return true;
}

Result<std::vector<Effect>> unknown_due(
    Transaction& transaction, std::string_view owner, TimePoint now, UnknownLimits const& limits) {
    return Offering(transaction, owner, now, limits).run();
}

Result<std::optional<TimePoint>> next_unknown(Transaction& transaction, std::string_view owner) {
    TRY(auto const rows, transaction.query(sql::next_turn, owner));
    if (rows.empty()) return std::optional<TimePoint>{};
    return rows.front().optional_time(0);
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::closed_before, before, limit));
    std::map<Group, Counts> differences;
    for (auto const& row : rows) {
        TRY_VOID(transaction.execute(sql::delete_effect, row.text(0), row.text(1)));
        TRY(auto const state, parse_word(states, row.text(4)));
        add(differences[Group{row.id<AccountId>(0), row.text(2), row.text(3)}], state, -1);
    }
    for (auto const& [group, difference] : differences) TRY_VOID(add_to_counts(transaction, group, difference));
    return static_cast<std::int64_t>(rows.size());
}

Result<Counts> counts_of(Transaction& transaction, AccountId const& account, std::string_view owner, std::string_view group) {
    TRY(auto const rows, transaction.query(sql::group_counts, account, owner, group));
    if (rows.empty()) return Counts{};
    auto const& row = rows.front();
    return Counts{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)};
}

}  // namespace lockstep::outbox
