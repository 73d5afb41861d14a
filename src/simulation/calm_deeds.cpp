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

void CalmDeeds::in(Duration after, std::function<void()> what) { clock_.at(clock_.now() + after, std::move(what)); }

void CalmDeeds::begin(TimePoint calm_from) {
    auto at = calm_from + recovery;
    auto const next = [&](Duration until_next, std::function<void()> what) {
        clock_.at(at, std::move(what));
        at += until_next;
    };
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
    next(minutes{1}, [this] { edit_of_a_record_that_is_not_found_once(); });
    // Not everywhere: a program that cannot bear it would show nothing else.
    bool const poisons = stream_.fork("poison").below(32) == 0;
    next(minutes{4}, [this, poisons] {
        if (poisons) poison();
    });
    next(minutes{0}, [this] { edit_that_only_a_sweep_finds(); });
}

std::optional<CalmDeeds::Pair> CalmDeeds::pick() {
    auto const state = load_end_state(world_);
    if (!state) return std::nullopt;
    auto& oracle = world_.oracle();
    std::vector<Pair> pairs;
    for (auto const& link : state->links) {
        if (!link.a || !link.b || link.state != sync::LinkState::active) continue;
        Pair const pair{{Side::a, *link.a}, {Side::b, *link.b}};
        auto const a = oracle.projection(pair.a), b = oracle.projection(pair.b);
        bool const is_questioned = std::ranges::any_of(
            state->issues, [&](Issue const& issue) { return issue.is_open && issue.subject == link.id.text(); });
        if (a && b && *a == *b && !is_questioned && !used_.contains(pair.a)) pairs.push_back(pair);
    }
    if (pairs.empty()) return std::nullopt;
    auto const chosen = pairs[stream_.below(pairs.size())];
    used_.insert(chosen.a);
    return chosen;
}

contacts::FieldRow const* CalmDeeds::row_named(std::string_view name) const {
    auto const& rows = world_.oracle().mapping().rows;
    auto const found = std::ranges::find(rows, name, &contacts::FieldRow::a);
    return found == rows.end() ? nullptr : &*found;
}

void CalmDeeds::edit(RecordKey const& key, std::string_view row, std::string const& value) {
    auto const* mapped = row_named(row);
    if (mapped == nullptr) return;
    JsonObject changes;
    if (key.first == Side::a) {
        changes[mapped->a] = value;
    } else {
        changes["address"] = JsonObject{{mapped->b, value.empty() ? Json(nullptr) : Json(value)}};
    }
    world_.person_edits(key, std::move(changes));
}

void CalmDeeds::plain_edit(Side side) {
    world_.tally().add("calm deed: edit");
    auto const pair = pick();
    if (!pair) return;
    plain_edits_.push_back({pair->at(side), pair->at(contacts::other(side)), clock_.now()});
    edit(pair->at(side), plain_rows[stream_.below(plain_rows.size())], fresh("Rue"));
}

void CalmDeeds::edit_without_webhook(Side side) {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: edit without a webhook");
    world_.oracle().app(side).faults().forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
    edit(pair->at(side), "city", fresh("Sainte-Anne"));
}

void CalmDeeds::edit_on_both() {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: same field on both");
    auto const first = stream_.below(2) == 0 ? Side::a : Side::b;
    edit(pair->at(first), "city", fresh("Lévis"));
    in(milliseconds{30},
        [this, pair, first, value = fresh("Ville de Rimouski")] { edit(pair->at(contacts::other(first)), "city", value); });
}

void CalmDeeds::edit_of_other_fields_on_both() {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: other fields on both");
    edit(pair->a, "city", fresh("Gaspé"));
    in(milliseconds{200}, [this, pair, value = fresh("Chemin")] { edit(pair->b, "address1", value); });
}

void CalmDeeds::toggle(RecordKey const& key, std::size_t nth) {
    auto const& rows = world_.oracle().mapping().rows;
    auto const row = std::ranges::find_if(rows, [](auto const& each) { return each.rule.kind == contacts::FieldKind::set; });
    auto const view = world_.oracle().app(key.first).record(key.second);
    if (row == rows.end() || !row->transform || !view) return;
    auto const& pair = row->transform->pairs[nth % row->transform->pairs.size()];
    auto const& tag = key.first == Side::a ? pair.first : pair.second;
    auto const& field = key.first == Side::a ? row->a : row->b;
    JsonArray list;
    bool was_there = false;
    if (auto const* present = view->fields.if_contains(field); present != nullptr && present->is_array()) {
        for (auto const& element : present->get_array()) {
            bool const is_it = element.is_string() && element.get_string() == tag;
            was_there = was_there || is_it;
            if (!is_it) list.push_back(element);
        }
    }
    if (!was_there) list.emplace_back(tag);
    world_.person_edits(key, JsonObject{{field, std::move(list)}});
}

void CalmDeeds::tags_on_both() {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: tags on both");
    auto const nth = static_cast<std::size_t>(stream_.below(7));
    toggle(pair->a, nth);
    in(milliseconds{50}, [this, pair, nth] { toggle(pair->b, nth + 1); });
    in(seconds{20}, [this, pair, nth] { toggle(pair->b, nth + 2); });
}

void CalmDeeds::blank_out() {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: blank");
    edit(pair->a, "address1", fresh("Rue"));
    in(seconds{25}, [this, pair] { edit(pair->a, "address1", ""); });
}

void CalmDeeds::create(Side side) {
    world_.tally().add("calm deed: create");
    auto const number = std::to_string(next_value_++);
    auto const mail = "calm" + number + (side == Side::a ? "a" : "b") + "@people.test";
    if (side == Side::a)
        world_.person_creates(side, JsonObject{{"firstName", "Odile " + number}, {"lastName", "Calme"}, {"email", mail}});
    else
        world_.person_creates(side, JsonObject{{"firstname", "Basile " + number}, {"lastname", "Calme"}, {"email", mail}});
}

void CalmDeeds::edit_while_writes_fail_once(Side side) {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: the write fails once");
    auto const to = contacts::other(side);
    world_.oracle().app(to).faults().forced.push_back(
        {.kind = FaultKind::server_error, .operation = to == Side::a ? "update-contact" : "updateClient", .times = 1});
    edit(pair->at(side), "state", fresh("Estrie"));
}

// Told by no webhook, and in the index only after the poll has looked past it: somebody else's later edit moves the poll on.
void CalmDeeds::edit_that_only_a_sweep_finds() {
    auto const pair = pick();
    auto const mover = pick();
    if (!pair || !mover) return;
    world_.tally().add("calm deed: only a sweep finds it");
    auto& faults = world_.oracle().app(Side::a).faults();
    faults.settings.index_lag = {index_is_late, index_is_late};
    faults.forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
    faults.forced.push_back({.kind = FaultKind::index_lag, .times = 1});
    lags_.emplace_back(clock_.now(), clock_.now() + seconds{1});
    edit(pair->a, "city", fresh("Percé"));
    in(seconds{100}, [this, mover] { edit(mover->a, "city", fresh("Matane")); });
}

// Our own write is not in the index yet when somebody edits another field of that record; the read that follows is answered from
// the index and shows the value from before our write, which nobody has set.
void CalmDeeds::edit_that_a_stale_read_hides() {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: a stale read");
    auto& faults = world_.oracle().app(Side::a).faults();
    faults.settings.index_lag = {seconds{60}, seconds{60}};
    lags_.emplace_back(clock_.now(), clock_.now() + minutes{4});
    edit(pair->b, "city", fresh("Chambly"));
    auto const from = clock_.now();
    // Whatever side a stores in the next seconds, our write and then the edit, stays out of the index for a minute.
    faults.forced.push_back({.kind = FaultKind::index_lag, .times = 0, .from = from, .until = from + seconds{25}});
    in(seconds{18}, [this, pair] {
        auto& again = world_.oracle().app(Side::a).faults();
        auto const now = clock_.now();
        again.forced.push_back({.kind = FaultKind::stale_read, .times = 0, .from = now, .until = now + seconds{12}});
        edit(pair->a, "address1", fresh("Rang"));
    });
}

// The app says once that it does not know the record. That is a doubt, not a deletion.
void CalmDeeds::edit_of_a_record_that_is_not_found_once() {
    auto const pair = pick();
    if (!pair) return;
    world_.tally().add("calm deed: not found once");
    hidden_once_ = pair->b;
    edit(pair->b, "city", fresh("Amos"));
}

int CalmDeeds::status_instead(AppCall const& call) {
    RecordKey const key{call.side, call.record_id};
    if (call.is_write && poisoned_ == key && clock_.now() < poisoned_until_) return 500;
    if (!call.is_write && hidden_once_ == key) {
        hidden_once_.reset();
        return 404;
    }
    return 0;
}

// One record whose writes the app always fails, for ten minutes; somebody else's edit meanwhile must not notice.
void CalmDeeds::poison() {
    auto const bad = pick();
    auto const good = pick();
    if (!bad || !good) return;
    world_.tally().add("calm deed: a poisoned record");
    poisoned_ = bad->b;
    poisoned_until_ = clock_.now() + minutes{10};
    edit(bad->a, "city", fresh("Dorval"));
    in(minutes{3}, [this, good] { edit(good->a, "city", fresh("Sorel")); });
}

}  // namespace lockstep::simulation
