// SPDX-License-Identifier: Apache-2.0
#include "simulation/calm_deeds.hpp"

#include <algorithm>

#include "simulation/end_state.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using sandbox::FaultKind;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto recovery = minutes{40};  // back-offs, late commits and unknown creates of the wild time come to their end
constexpr auto index_is_late = seconds{172};

// Cities, streets and the like: text on both sides, in no key, written by no automation once it is calm.
constexpr std::array<std::string_view, 3> plain_rows{"address1", "city", "state"};

}  // namespace

void CalmDeeds::begin(TimePoint calm_from) {
    auto at = calm_from + recovery;
    auto const next = [&](Duration until_next, std::function<void()> what) {
        clock_.at(at, std::move(what));
        at += until_next;
    };
    if (stream_.fork("unreadable").below(8) == 0) next(seconds{1}, [this] { staged_.record_cannot_be_read(); });
    if (auto anew = stream_.fork("typed in anew"); anew.below(3) == 0)
        next(seconds{1}, [this, side = anew.below(2) == 0 ? Side::a : Side::b] { type_in_anew(side); });
    if (auto mass = stream_.fork("mass change"); mass.below(5) == 0)
        next(minutes{11}, [this, side = mass.below(2) == 0 ? Side::a : Side::b] { mass_change(side); });
    if (stream_.fork("old page").below(4) == 0) next(seconds{1}, [this] { staged_.page_was_asked_for_before_an_edit(); });
    next(minutes{1}, [this] { plain_edit(Side::a); });
    next(minutes{1}, [this] { plain_edit(Side::b); });
    next(minutes{2}, [this] { edit_without_webhook(Side::a); });
    next(minutes{2}, [this] { edit_without_webhook(Side::b); });
    next(minutes{1}, [this] { edit_on_both(); });
    next(minutes{1}, [this] { edit_of_other_fields_on_both(); });
    next(minutes{1}, [this] { tags_on_both(); });
    next(minutes{1}, [this] { blank_out(); });
    next(minutes{1}, [this] { create(Side::a); });
    next(minutes{1}, [this] { create(Side::b); });
    next(minutes{1}, [this] { edit_while_writes_fail_once(Side::a); });
    next(minutes{1}, [this] { edit_while_writes_fail_once(Side::b); });
    next(minutes{4}, [this] { edit_that_a_stale_read_hides(); });
    for (auto const& deed : staged_.draw(stream_.fork("staged")))
        next(staged_deed_takes, [this, deed] { staged_.perform(deed); });
    next(minutes{1}, [this] { edit_of_a_record_that_is_not_found_once(); });
    // Not everywhere: a program that cannot bear it would show nothing else.
    bool const poisons = stream_.fork("poison").below(32) == 0;
    next(minutes{4}, [this, poisons] {
        if (poisons) poison();
    });
    next(minutes{0}, [this] { edit_that_only_a_sweep_finds(); });
}

void CalmDeeds::plain_edit(Side side) {
    world_.tally().add("calm deed: edit");
    auto const pair = stage_.pick();
    if (!pair) return;
    plain_edits_.push_back({pair->at(side), pair->at(contacts::other(side)), clock_.now()});
    stage_.edit(pair->at(side), plain_rows[stream_.below(plain_rows.size())], stage_.fresh("Rue"));
}

// One field of several people is edited while the brake lets one of them through: the others wait until a person has answered.
void CalmDeeds::mass_change(Side side) {
    std::vector<LinkedPair> pairs;
    while (pairs.size() < 4) {
        auto const pair = stage_.pick();
        if (!pair) return;
        pairs.push_back(*pair);
    }
    world_.tally().add("calm deed: mass change");
    // So that both sides hold something: what fills a blank is not counted.
    for (auto const& pair : pairs) stage_.edit(pair.at(side), "address1", stage_.fresh("Rue"));
    auto const usual = world_.sync().policy.brake;
    stage_.in(minutes{2}, [this, usual] {
        world_.operators().set_brake({.cleared = usual.cleared, .changed = {brake_lets_through, 0}});
        braked_from_ = clock_.now();
        braked_until_ = clock_.now() + minutes{7};
    });
    stage_.in(minutes{3}, [this, side, pairs, usual] {
        std::vector<std::string> values;
        for (auto const& pair : pairs) {
            values.push_back(stage_.fresh("Rue"));
            stage_.edit(pair.at(side), "address1", values.back());
        }
        stage_.expect(minutes{5}, "mass change", [this, side, pairs, values] {
            std::int64_t arrived = 0;
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                if (stage_.shown(pairs[i].at(contacts::other(side)), "address1") == contacts::Value{values[i]}) ++arrived;
            }
            return arrived <= brake_lets_through ? "" : std::to_string(arrived) + " edits passed the brake";
        });
        stage_.in(minutes{5} + seconds{1}, [this, usual] {
            world_.operators().carry_over();
            world_.operators().set_brake(usual);
        });
    });
}

void CalmDeeds::edit_without_webhook(Side side) {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: edit without a webhook");
    world_.oracle().app(side).faults().forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
    stage_.edit(pair->at(side), "city", stage_.fresh("Sainte-Anne"));
}

void CalmDeeds::edit_on_both() {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: same field on both");
    auto const first = stream_.below(2) == 0 ? Side::a : Side::b;
    stage_.edit(pair->at(first), "city", stage_.fresh("Lévis"));
    stage_.in(milliseconds{30}, [this, pair, first, value = stage_.fresh("Ville de Rimouski")] {
        stage_.edit(pair->at(contacts::other(first)), "city", value);
    });
}

void CalmDeeds::edit_of_other_fields_on_both() {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: other fields on both");
    stage_.edit(pair->a, "city", stage_.fresh("Gaspé"));
    stage_.in(milliseconds{200}, [this, pair, value = stage_.fresh("Chemin")] { stage_.edit(pair->b, "address1", value); });
}

void CalmDeeds::tags_on_both() {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: tags on both");
    auto const nth = static_cast<std::size_t>(stream_.below(7));
    stage_.toggle(pair->a, nth);
    stage_.in(milliseconds{50}, [this, pair, nth] { stage_.toggle(pair->b, nth + 1); });
    stage_.in(seconds{20}, [this, pair, nth] { stage_.toggle(pair->b, nth + 2); });
}

void CalmDeeds::blank_out() {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: blank");
    stage_.edit(pair->a, "address1", stage_.fresh("Rue"));
    stage_.in(seconds{25}, [this, pair] { stage_.edit(pair->a, "address1", ""); });
}

JsonObject CalmDeeds::somebody_new(Side side) {
    auto const number = stage_.number();
    auto const mail = "calm" + number + (side == Side::a ? "a" : "b") + "@people.test";
    if (side == Side::a) return {{"firstName", "Odile " + number}, {"lastName", "Calme"}, {"email", mail}};
    return {{"firstname", "Basile " + number}, {"lastname", "Calme"}, {"email", mail}};
}

void CalmDeeds::create(Side side) {
    world_.tally().add("calm deed: create");
    world_.person_creates(side, somebody_new(side));
}

// Somebody who is on both sides is deleted at one of them and typed in anew: one person stays one person.
void CalmDeeds::type_in_anew(Side side) {
    auto const fields = somebody_new(side);
    auto const first = world_.person_creates(side, fields);
    if (!first) return;
    stage_.in(minutes{3}, [this, side, fields, first] {
        auto const counterpart = counterpart_of({side, *first});
        if (!counterpart) return;
        world_.tally().add("calm deed: typed in anew");
        world_.person_removes({side, *first});
        stage_.in(seconds{20}, [this, side, fields, counterpart] {
            auto const second = world_.person_creates(side, fields);
            if (!second) return;
            stage_.expect(minutes{15}, "typed in anew", [this, side, second, counterpart] {
                auto const found = counterpart_of({side, *second});
                if (found == counterpart || is_named_elsewhere({side, *second})) return std::string();
                return found ? "linked to " + *found + ", not to " + *counterpart : "not linked to " + *counterpart;
            });
        });
    });
}

// Somebody else at the other side holds its id, left over from another business: then a person is asked, and rightly.
bool CalmDeeds::is_named_elsewhere(RecordKey const& key) const {
    auto& oracle = world_.oracle();
    auto const there = contacts::other(key.first);
    return std::ranges::any_of(
        oracle.ids(there), [&](std::string const& id) { return oracle.held_id({there, id}) == key.second; });
}

std::optional<std::string> CalmDeeds::counterpart_of(RecordKey const& key) const {
    auto const state = load_end_state(world_);
    auto const* link = state ? state->link_of(key) : nullptr;
    return link == nullptr ? std::nullopt : link->record(contacts::other(key.first));
}

void CalmDeeds::edit_while_writes_fail_once(Side side) {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: the write fails once");
    auto const to = contacts::other(side);
    world_.oracle().app(to).faults().forced.push_back(
        {.kind = FaultKind::server_error, .operation = to == Side::a ? "update-contact" : "updateClient", .times = 1});
    stage_.edit(pair->at(side), "state", stage_.fresh("Estrie"));
}

// Told by no webhook, and in the index only after the poll has looked past it: somebody else's later edit moves the poll on.
void CalmDeeds::edit_that_only_a_sweep_finds() {
    auto const pair = stage_.pick();
    auto const mover = stage_.pick();
    if (!pair || !mover) return;
    world_.tally().add("calm deed: only a sweep finds it");
    auto& faults = world_.oracle().app(Side::a).faults();
    faults.settings.index_lag = {index_is_late, index_is_late};
    faults.forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
    faults.forced.push_back({.kind = FaultKind::index_lag, .times = 1});
    stage_.lags.emplace_back(clock_.now(), clock_.now() + seconds{1});
    stage_.edit(pair->a, "city", stage_.fresh("Percé"));
    stage_.in(seconds{100}, [this, mover] { stage_.edit(mover->a, "city", stage_.fresh("Matane")); });
}

// Our own write is not in the index yet when somebody edits another field of that record; the read that follows is answered from
// the index and shows the value from before our write, which nobody has set.
void CalmDeeds::edit_that_a_stale_read_hides() {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: a stale read");
    auto& faults = world_.oracle().app(Side::a).faults();
    faults.settings.index_lag = {seconds{60}, seconds{60}};
    stage_.lags.emplace_back(clock_.now(), clock_.now() + minutes{4});
    stage_.edit(pair->b, "city", stage_.fresh("Chambly"));
    auto const from = clock_.now();
    // Whatever side a stores in the next seconds, our write and then the edit, stays out of the index for a minute.
    faults.forced.push_back({.kind = FaultKind::index_lag, .times = 0, .from = from, .until = from + seconds{25}});
    stage_.in(seconds{18}, [this, pair] {
        auto& again = world_.oracle().app(Side::a).faults();
        auto const now = clock_.now();
        again.forced.push_back({.kind = FaultKind::stale_read, .times = 0, .from = now, .until = now + seconds{12}});
        stage_.edit(pair->a, "address1", stage_.fresh("Rang"));
    });
}

// The app says once that it does not know the record. That is a doubt, not a deletion.
void CalmDeeds::edit_of_a_record_that_is_not_found_once() {
    auto const pair = stage_.pick();
    if (!pair) return;
    world_.tally().add("calm deed: not found once");
    hidden_once_ = pair->b;
    stage_.edit(pair->b, "city", stage_.fresh("Amos"));
}

Stage::Answer CalmDeeds::answer_instead(AppCall const& call, HttpRequest& request) {
    if (auto answer = stage_.at_arrival(call, request); answer.status != 0) return answer;
    RecordKey const key{call.side, call.record_id};
    if (call.is_write && poisoned_ == key && clock_.now() < poisoned_until_) return {500};
    if (!call.is_write && hidden_once_ == key) {
        hidden_once_.reset();
        return {404};
    }
    return {};
}

// One record whose writes the app always fails, for ten minutes; somebody else's edit meanwhile must not notice.
void CalmDeeds::poison() {
    auto const bad = stage_.pick();
    auto const good = stage_.pick();
    if (!bad || !good) return;
    world_.tally().add("calm deed: a poisoned record");
    poisoned_ = bad->b;
    poisoned_until_ = clock_.now() + minutes{10};
    stage_.edit(bad->a, "city", stage_.fresh("Dorval"));
    stage_.in(minutes{3}, [this, good] { stage_.edit(good->a, "city", stage_.fresh("Sorel")); });
}

}  // namespace lockstep::simulation
