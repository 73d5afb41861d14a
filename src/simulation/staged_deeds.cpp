// SPDX-License-Identifier: Apache-2.0
#include "simulation/staged_deeds.hpp"

#include <algorithm>

#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using contacts::ConflictRule;
using contacts::Value;
using sandbox::FaultKind;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t plays_in_a_world = 3;
constexpr auto soon = minutes{3};
constexpr auto after_a_hold = minutes{8};  // a write without a clear answer keeps its side for three minutes and a half

constexpr std::string_view old_page = "a page was asked for before an edit";
constexpr std::string_view unreadable_record = "a record cannot be read";
constexpr std::string_view long_value = "Une ville dont le nom est plus long que ce que l'autre application accepte";

Value text(std::string const& value) { return value.empty() ? Value{} : Value{value}; }

bool is_listing(AppCall const& call, Side side) {
    return call.side == side && !call.is_write && (call.record_id.empty() || call.record_id == "search");
}

}  // namespace

std::vector<StagedDeeds::Play> const& StagedDeeds::plays() {
    static std::vector<Play> const list{
        {"an edit that nobody told of", &StagedDeeds::edit_nobody_told_of},
        {"a late write meets a newer edit", &StagedDeeds::late_write_meets_a_newer_edit},
        {"a repeated write undoes an edit", &StagedDeeds::repeated_write_undoes_an_edit},
        {"an old copy after our write", &StagedDeeds::old_copy_after_our_write},
        {"an old copy after an unclear write", &StagedDeeds::old_copy_after_an_unclear_write},
        {"a copy two versions old", &StagedDeeds::old_copy_two_versions_old},
        {"an old copy of tags with a second change", &StagedDeeds::old_copy_of_tags_with_a_second_change},
        {"a value is set back", &StagedDeeds::value_is_set_back},
        {"a reply comes after a page", &StagedDeeds::reply_comes_after_a_page},
        {"a member is missing", &StagedDeeds::member_is_missing},
        {"a long value, named, beside good ones", &StagedDeeds::long_value_named},
        {"a long value, not named, beside good ones", &StagedDeeds::long_value_unnamed},
        {"an edit during single writes", &StagedDeeds::edit_during_single_writes},
        {"two apps write names their way", &StagedDeeds::two_apps_write_names_their_way},
        {"an event tells what the copy hides", &StagedDeeds::event_tells_what_the_copy_hides},
        {"a create that was found had been edited", &StagedDeeds::found_create_was_edited},
        {"a look-up answers a stranger", &StagedDeeds::look_up_answers_a_stranger},
    };
    return list;
}

std::vector<std::string_view> StagedDeeds::names() {
    std::vector<std::string_view> list;
    for (auto const& play : plays()) list.push_back(play.name);
    list.push_back(unreadable_record);
    list.push_back(old_page);
    return list;
}

std::vector<std::size_t> StagedDeeds::draw(Stream stream) const {
    std::vector<std::size_t> chosen;
    while (chosen.size() < plays_in_a_world) {
        auto const nth = static_cast<std::size_t>(stream.below(plays().size()));
        if (std::ranges::find(chosen, nth) == chosen.end()) chosen.push_back(nth);
    }
    return chosen;
}

void StagedDeeds::perform(std::size_t nth) {
    auto const& play = plays().at(nth);
    name_ = play.name;
    (this->*play.perform)();
}

std::optional<LinkedPair> StagedDeeds::begin(std::string_view name) {
    auto pair = stage_.pick();
    if (!pair) return pair;
    stage_.world().trace().note(stage_.now(), {"staged", name, describe(pair->a), describe(pair->b)});
    start(name);
    return pair;
}

void StagedDeeds::start(std::string_view name) {
    stage_.world().tally().add("staged: " + std::string(name));
    ++plays_begun_;
    for (auto const side : {Side::a, Side::b}) {
        restore_later(side, staged_deed_takes - seconds{1});
        stage_.faults(side).settings.webhook_delay = {milliseconds{100}, milliseconds{900}};
    }
}

// What a play has set at an app is as in calm again; unless another play has begun, which sets and restores what it needs.
void StagedDeeds::restore_later(Side side, Duration after) {
    auto& calm = calm_settings_[side];
    if (!calm) calm = stage_.faults(side).settings;
    stage_.in(after, [this, side, begun = plays_begun_] {
        if (begun == plays_begun_) stage_.faults(side).settings = *calm_settings_[side];
    });
}

void StagedDeeds::hide_times(Side side, Duration lasts) {
    auto const until = stage_.now() + lasts;
    stage_.faults(side).quirks.shows_change_time = false;
    stage_.hidings.push_back({side, stage_.now(), until});
    stage_.in(lasts, [this, side] {
        bool const hides = stage_.world().calm_deeds().hides_times(side, stage_.now());
        bool const as_in_calm = stage_.world().swarm().quirks[side == Side::a ? 0 : 1].shows_change_time;
        if (!hides) stage_.faults(side).quirks.shows_change_time = as_in_calm;
    });
}

void StagedDeeds::answer_from_index(Duration lasts) {
    auto const now = stage_.now();
    stage_.faults(Side::a).forced.push_back({.kind = FaultKind::stale_read, .times = 0, .from = now, .until = now + lasts});
    stage_.lags.emplace_back(now, now + lasts);
}

// What side a stores in this span stays out of its index for 100 seconds.
void StagedDeeds::keep_out_of_index(Duration lasts) {
    auto const now = stage_.now();
    auto& faults = stage_.faults(Side::a);
    faults.settings.index_lag = {seconds{100}, seconds{100}};
    faults.forced.push_back({.kind = FaultKind::index_lag, .times = 0, .from = now, .until = now + lasts});
    stage_.lags.emplace_back(now, now + lasts + seconds{100});
}

void StagedDeeds::expect_values(LinkedPair const& pair, Duration after, std::vector<Stage::RowValue> values, bool may_ask) {
    stage_.expect(after, std::string(name_), [this, pair, values = std::move(values), may_ask] {
        std::string wrong;
        for (auto const& [row, value] : values) wrong += stage_.unless_both_show(pair, row, text(value));
        if (!may_ask) wrong += stage_.unless_unasked(pair);
        return wrong;
    });
}

// b was edited, then a, and of the edit at a nobody told: before b's value is written over it, a is read. Only where the rule of
// conflict does not ask who was first, because a poll may come in between.
void StagedDeeds::edit_nobody_told_of() {
    constexpr std::array<std::string_view, 3> plain{"city", "address1", "state"};
    auto const name = std::ranges::find_if(plain, [&](auto const& each) {
        auto const* row = stage_.row_named(each);
        return row != nullptr && (row->rule.conflict == ConflictRule::longest || row->rule.conflict == ConflictRule::a);
    });
    if (name == plain.end()) return;
    auto const pair = begin(name_);
    if (!pair) return;
    auto const covered = stage_.fresh("Baie-Saint-Paul de Charlevoix");
    // Before the first of the two reads is answered, whichever it is: then the read of a comes after the edit.
    stage_.ambush({[pair](AppCall const& call, HttpRequest const&) {
                       return !call.is_write && call.record_id == pair->at(call.side).second;
                   },
        [this, pair, covered, row = *name](HttpRequest&) {
            stage_.edit_untold(pair->a, row, covered);
            return Stage::Answer{};
        },
        1, stage_.now() + minutes{2}});
    stage_.edit(pair->b, *name, stage_.fresh("Lac"));
    expect_values(*pair, soon, {{*name, covered}});
}

// Our write is not answered and is carried out a minute later. Until then nothing newer is written to that record, else the old
// value would come back over it.
void StagedDeeds::late_write_meets_a_newer_edit() {
    auto const pair = begin(name_);
    if (!pair) return;
    auto& faults = stage_.faults(Side::a);
    restore_later(Side::a, minutes{2});
    faults.settings.late_commit = {seconds{70}, seconds{70}};
    faults.forced.push_back({.kind = FaultKind::late_commit, .operation = "update-contact", .times = 1});
    auto const first = stage_.fresh("Granby"), second = stage_.fresh("Bromont");
    stage_.edit(pair->b, "city", first);
    stage_.in(seconds{45}, [this, pair, second] { stage_.edit(pair->b, "city", second); });
    expect_values(*pair, after_a_hold, {{"city", second}});
}

// Our write is carried out, not answered, and carried out once more after somebody had set another value there.
void StagedDeeds::repeated_write_undoes_an_edit() {
    auto const pair = begin(name_);
    if (!pair) return;
    auto& faults = stage_.faults(Side::a);
    restore_later(Side::a, minutes{2});
    faults.settings.repeated_write = {seconds{80}, seconds{80}};
    faults.forced.push_back({.kind = FaultKind::lost_reply, .operation = "update-contact", .times = 1});
    faults.forced.push_back({.kind = FaultKind::repeated_write, .operation = "update-contact", .times = 1});
    auto const ours = stage_.fresh("Sutton"), theirs = stage_.fresh("Dunham");
    stage_.edit(pair->b, "city", ours);
    stage_.in(seconds{50}, [this, pair, theirs] { stage_.edit(pair->a, "city", theirs); });
    // The newer value stands; that the older one came back may be asked about.
    expect_values(*pair, after_a_hold, {{"city", theirs}}, true);
}

void StagedDeeds::old_copy_after_our_write() {
    auto const pair = begin(name_);
    if (!pair) return;
    hide_times(Side::a, minutes{6});
    keep_out_of_index(seconds{30});
    auto const city = stage_.fresh("Verchères"), street = stage_.fresh("Montée");
    stage_.edit(pair->b, "city", city);
    stage_.in(seconds{20}, [this, pair, street] {
        answer_from_index(seconds{12});
        stage_.edit(pair->a, "address1", street);
    });
    expect_values(*pair, minutes{7}, {{"city", city}, {"address1", street}});
}

// The same, and our write was carried out without an answer.
void StagedDeeds::old_copy_after_an_unclear_write() {
    auto const pair = begin(name_);
    if (!pair) return;
    hide_times(Side::a, minutes{6});
    keep_out_of_index(seconds{60});
    stage_.faults(Side::a).forced.push_back({.kind = FaultKind::lost_reply, .operation = "update-contact", .times = 1});
    auto const city = stage_.fresh("Contrecoeur"), street = stage_.fresh("Terrasse");
    stage_.edit(pair->b, "city", city);
    stage_.in(seconds{50}, [this, pair, street] {
        answer_from_index(seconds{12});
        stage_.edit(pair->a, "address1", street);
    });
    expect_values(*pair, after_a_hold, {{"city", city}, {"address1", street}});
}

void StagedDeeds::old_copy_two_versions_old() {
    auto const pair = begin(name_);
    if (!pair) return;
    hide_times(Side::a, minutes{6});
    keep_out_of_index(seconds{60});
    auto const first = stage_.fresh("Berthier"), second = stage_.fresh("Lavaltrie"), street = stage_.fresh("Croissant");
    stage_.edit(pair->b, "city", first);
    stage_.in(seconds{15}, [this, pair, second] { stage_.edit(pair->b, "city", second); });
    stage_.in(seconds{35}, [this, pair, street] {
        answer_from_index(seconds{12});
        stage_.edit(pair->a, "address1", street);
    });
    expect_values(*pair, minutes{7}, {{"city", second}, {"address1", street}});
}

// A tag that we have just added is missing in an old copy, which shows another change of the same set.
void StagedDeeds::old_copy_of_tags_with_a_second_change() {
    auto const& rows = stage_.world().oracle().mapping().rows;
    auto const row = std::ranges::find_if(rows, [](auto const& each) { return each.rule.kind == contacts::FieldKind::set; });
    if (row == rows.end()) return;
    auto const pair = begin(name_);
    if (!pair) return;
    hide_times(Side::a, minutes{6});
    auto const nth = static_cast<std::size_t>(stage_.stream().below(7));
    // Somebody changes another tag between our read and our write; that change is in the index, ours is not.
    stage_.ambush({[pair](AppCall const& call, HttpRequest const&) {
                       return call.side == Side::a && call.is_write && call.record_id == pair->a.second;
                   },
        [this, pair, nth](HttpRequest&) {
            stage_.faults(Side::a).forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
            stage_.toggle(pair->a, nth + 1);
            keep_out_of_index(seconds{60});
            return Stage::Answer{};
        },
        1, stage_.now() + minutes{1}});
    stage_.toggle(pair->b, nth);
    stage_.in(seconds{25}, [this, pair, name = row->a] {
        auto const tags = stage_.shown(pair->a, name);
        answer_from_index(seconds{12});
        stage_.edit(pair->a, "address1", stage_.fresh("Sentier"));
        stage_.expect(minutes{6}, std::string(name_),
            [this, pair, name, tags] { return stage_.unless_both_show(*pair, name, tags) + stage_.unless_unasked(*pair); });
    });
}

// A value that our write replaced is set again by somebody. The app's own times tell it from an old copy, so it is no reason to
// wait until old copies are gone.
void StagedDeeds::value_is_set_back() {
    if (!stage_.world().shows_times(Side::a, stage_.now())) return;
    auto const pair = begin(name_);
    if (!pair) return;
    auto const before = stage_.shown(pair->a, "city");
    auto const* was = std::get_if<std::string>(&before);
    if (was == nullptr) return;
    stage_.edit(pair->b, "city", stage_.fresh("Drummondville"));
    stage_.in(seconds{20}, [this, pair, city = *was] { stage_.edit(pair->a, "city", city); });
    expect_values(*pair, seconds{45}, {{"city", *was}});
}

// A sweep's page shows an edit and takes long; meanwhile the value is changed again, told and read. The page is older.
void StagedDeeds::page_was_asked_for_before_an_edit() {
    name_ = old_page;
    auto const pair = begin(name_);
    if (!pair) return;
    stage_.ambush({[](AppCall const& call, HttpRequest const&) {
                       return call.side == Side::b && !call.is_write && call.path == "/full/v1/clients";
                   },
        [this, pair](HttpRequest&) {
            hide_times(Side::b, minutes{6});
            auto const now = stage_.now();
            auto& faults = stage_.faults(Side::b);
            faults.settings.slow_reply = {seconds{9}, seconds{9}};
            stage_.edit_untold(pair->b, "city", stage_.fresh("Amqui"));
            faults.forced.push_back({.kind = FaultKind::slow_reply, .times = 1, .from = now, .until = now + milliseconds{1}});
            auto const newer = stage_.fresh("Causapscal");
            stage_.in(seconds{1}, [this, pair, newer] { stage_.edit(pair->b, "city", newer); });
            stage_.expect(minutes{7}, std::string(old_page), [this, pair, newer] {
                return stage_.unless_both_show(*pair, "city", text(newer)) + stage_.unless_unasked(*pair, "city");
            });
            return Stage::Answer{};
        },
        1, stage_.now() + minutes{20}});
}

// A direct read is carried out, then the value is changed again and a poll shows it; the reply to the read comes last.
void StagedDeeds::reply_comes_after_a_page() {
    auto const listed_at = stage_.last_search();
    auto const pair = begin(name_);
    if (!pair || !listed_at) return;
    hide_times(Side::a, minutes{6});
    auto const first = stage_.fresh("Carleton"), second = stage_.fresh("Maria");
    stage_.at(std::max(stage_.now(), *listed_at + seconds{108}), [this, pair, first, second] {
        auto& faults = stage_.faults(Side::a);
        faults.settings.slow_reply = {seconds{26}, seconds{26}};
        faults.settings.webhook_delay = {milliseconds{100}, milliseconds{300}};
        faults.settings.index_delay = {milliseconds{100}, milliseconds{300}};
        stage_.ambush({[pair](AppCall const& call, HttpRequest const&) {
                           return call.side == Side::a && !call.is_write && call.record_id == pair->a.second;
                       },
            [this, pair, second](HttpRequest&) {
                stage_.faults(Side::a).forced.push_back(
                    {.kind = FaultKind::slow_reply, .times = 1, .from = stage_.now(), .until = stage_.now() + milliseconds{1}});
                stage_.in(seconds{1}, [this, pair, second] { stage_.edit_untold(pair->a, "city", second); });
                return Stage::Answer{};
            },
            1, stage_.now() + minutes{1}});
        stage_.edit(pair->a, "city", first);
    });
    expect_values(*pair, minutes{7}, {{"city", second}});
}

// An app answers without a member that it shows otherwise. That is not a blank, whatever the rule of blanks says.
void StagedDeeds::member_is_missing() {
    auto const& rows = stage_.world().oracle().mapping().rows;
    std::vector<std::string> names;
    std::string member;
    constexpr std::array<std::string_view, 4> plain{"phone", "email", "birthdate", "gender"};
    for (auto const& row : rows) {
        if (row.rule.kind == contacts::FieldKind::set || row.rule.blank != contacts::BlankRule::propagate) continue;
        bool const is_name = row.b == "firstname" || row.b == "lastname";
        if (is_name || row.b == "email") continue;
        auto const of = std::ranges::find(plain, row.b) != plain.end() ? row.b : std::string("address");
        if (!member.empty() && member != of) continue;
        member = of;
        names.push_back(row.a);
    }
    if (names.empty()) return;
    auto const pair = begin(name_);
    if (!pair) return;
    auto const now = stage_.now();
    auto& forced = stage_.faults(Side::b).forced;
    forced.push_back({.kind = FaultKind::absent_member, .times = 0, .from = now, .until = now + seconds{40}, .subject = member});
    stage_.toggle(pair->b, static_cast<std::size_t>(stage_.stream().below(7)));
    for (auto const& name : names) {
        stage_.expect(soon, std::string(name_),
            [this, pair, name, before = stage_.shown(pair->a, name)] { return stage_.unless_both_show(*pair, name, before); });
    }
}

// One value is longer than the other app takes. It waits and is asked about; the values beside it are written. Once it is mended
// it goes the same way, and nobody is asked any more.
void StagedDeeds::long_value_beside_good_ones(bool is_named) {
    auto const pair = begin(name_);
    if (!pair) return;
    auto const street = stage_.fresh("Boulevard"), state = stage_.fresh("Outaouais"), city = stage_.fresh("Gatineau");
    refuse_long_values(*pair, is_named);
    stage_.edit(pair->b, {{"city", stage_.fresh(long_value)}, {"address1", street}, {"state", state}});
    stage_.expect(minutes{4}, std::string(name_), [this, pair, street, state] {
        return stage_.unless_both_show(*pair, "address1", text(street)) + stage_.unless_both_show(*pair, "state", text(state)) +
               stage_.unless_asked(*pair, "city");
    });
    stage_.in(minutes{4} + seconds{5}, [this, pair, city] { stage_.edit(pair->b, "city", city); });
    expect_values(*pair, minutes{7}, {{"city", city}, {"address1", street}, {"state", state}});
}

void StagedDeeds::refuse_long_values(LinkedPair const& pair, bool is_named) {
    stage_.ambush({[pair](AppCall const& call, HttpRequest const&) {
                       return call.side == Side::a && call.is_write && call.record_id == pair.a.second;
                   },
        [is_named](HttpRequest& request) {
            if (request.body.find(long_value) == std::string::npos) return Stage::Answer{};
            return Stage::Answer{
                422, is_named ? R"({"statusCode":422,"message":["city must be shorter than or equal to 60 characters"]})"
                              : R"({"statusCode":422,"message":"The contact could not be validated"})"};
        },
        1'000, stage_.now() + minutes{4}});
}

// Values that were refused together are sent one by one. Between two of these calls somebody changes a value that has just been
// written: that is an edit, whatever the rule of conflict says, because both sides had agreed.
void StagedDeeds::edit_during_single_writes() {
    auto const pair = begin(name_);
    if (!pair) return;
    auto const street = stage_.fresh("Avenue"), state = stage_.fresh("Lanaudière"), newer = stage_.fresh("Ruelle");
    auto const is_ours = [pair](AppCall const& call, HttpRequest const&) {
        return call.side == Side::a && call.is_write && call.record_id == pair->a.second;
    };
    refuse_long_values(*pair, false);
    stage_.ambush({[this, pair, street, is_ours](AppCall const& call, HttpRequest const& request) {
                       return is_ours(call, request) && stage_.shown(pair->a, "address1") == text(street);
                   },
        [this, pair, newer](HttpRequest&) {
            stage_.edit_untold(pair->a, "address1", newer);
            return Stage::Answer{};
        },
        1, stage_.now() + minutes{4}});
    stage_.edit(pair->b, {{"city", stage_.fresh(long_value)}, {"address1", street}, {"state", state}});
    stage_.expect(minutes{7}, std::string(name_), [this, pair, street, newer] {
        bool const was_edited =
            stage_.shown(pair->a, "address1") == text(newer) || stage_.shown(pair->b, "address1") == text(newer);
        auto const& last = was_edited ? newer : street;
        return stage_.unless_both_show(*pair, "address1", text(last));
    });
    stage_.in(minutes{4} + seconds{5}, [this, pair, city = stage_.fresh("Joliette")] { stage_.edit(pair->b, "city", city); });
}

// Each app's own automation writes names in its way after each write of ours. Neither gives in, so somebody has to be asked.
void StagedDeeds::two_apps_write_names_their_way() {
    auto const pair = begin(name_);
    if (!pair) return;
    auto const now = stage_.now();
    for (auto const side : {Side::a, Side::b}) {
        restore_later(side, minutes{6});
        stage_.faults(side).settings.automation = {seconds{1}, seconds{2}};
        stage_.faults(side).forced.push_back({.kind = FaultKind::name_case, .times = 0, .from = now, .until = now + minutes{6}});
    }
    // b likes proper case and a capitals, so the first write has to go to a.
    stage_.edit(pair->b, "lastName", "Duplessis" + stage_.number());
    stage_.expect(minutes{6}, std::string(name_), [this, pair, now] {
        constexpr std::size_t writes_max = 16;
        auto const writes = stage_.writes_to(pair->a, now) + stage_.writes_to(pair->b, now);
        if (writes <= writes_max) return std::string();
        return std::to_string(writes) + " writes to " + describe(pair->a) + " and its counterpart in six minutes";
    });
    auto const first = "Jeanne" + stage_.number(), last = "Maisonneuve" + stage_.number();
    stage_.in(minutes{6} + seconds{10}, [this, pair, first, last] {
        // Somebody settles it at both; with one side changed the rule of conflict could still say the other.
        for (auto const side : {Side::a, Side::b}) stage_.edit(pair->at(side), {{"firstName", first}, {"lastName", last}});
    });
    expect_values(*pair, minutes{8}, {{"firstName", first}, {"lastName", last}});
}

// One record answers every read with an error. It is tried ever less often, then parked, and somebody is told.
void StagedDeeds::record_cannot_be_read() {
    name_ = unreadable_record;
    auto const pair = begin(name_);
    if (!pair) return;
    unreadable_ = pair->b;
    stage_.ambush({[pair](AppCall const& call, HttpRequest const&) {
                       return call.side == Side::b && !call.is_write && call.record_id == pair->b.second;
                   },
        [](HttpRequest&) { return Stage::Answer{500}; }, 1'000, stage_.now() + minutes{16}});
    stage_.edit(pair->b, "city", stage_.fresh("Forestville"));
    stage_.expect(minutes{15}, std::string(name_), [this, pair] {
        constexpr std::ptrdiff_t reads_max = 26;
        auto const reads = std::ranges::count_if(stage_.world().http().calls, [&](AppCall const& call) {
            return call.side == Side::b && !call.is_write && call.record_id == pair->b.second &&
                   call.sent_at >= stage_.now() - minutes{15};
        });
        std::string wrong;
        if (reads > reads_max) wrong = "it was read " + std::to_string(reads) + " times in a quarter of an hour; ";
        return wrong + stage_.unless_asked(*pair, "");
    });
}

// The read that an event caused is answered from an old copy, which shows nothing of what the event told. Meanwhile the other
// side is edited: nothing is written over what the event told before it has been seen.
void StagedDeeds::event_tells_what_the_copy_hides() {
    auto const* row = stage_.row_named("city");
    if (row == nullptr || row->rule.conflict == ConflictRule::ask) return;
    auto const pair = begin(name_);
    if (!pair) return;
    hide_times(Side::a, minutes{6});
    stage_.faults(Side::a).settings.webhook_delay = {milliseconds{100}, milliseconds{300}};
    keep_out_of_index(seconds{10});
    answer_from_index(seconds{9});
    stage_.edit(pair->a, "city", stage_.fresh("Nicolet"));
    stage_.in(milliseconds{600}, [this, pair] { stage_.edit(pair->b, "city", stage_.fresh("Bécancour la grande")); });
    stage_.expect(minutes{6}, std::string(name_), [this, pair] {
        return stage_.unless_both_show(*pair, "city", stage_.shown(pair->a, "city")) + stage_.unless_unasked(*pair);
    });
}

// Our create was carried out without an answer, and somebody edited the new record before it was found. Both sides had agreed on
// what it was made with, so the edit is one.
void StagedDeeds::found_create_was_edited() {
    auto const* row = stage_.row_named("city");
    if (row == nullptr) return;
    start(name_);
    auto& forced = stage_.faults(Side::b).forced;
    forced.push_back({.kind = FaultKind::lost_reply, .operation = "createClient", .times = 1});
    forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
    auto const number = stage_.number();
    auto const mail = "staged" + number + "@people.test";
    auto const made_with = stage_.fresh("Chandler"), edited = stage_.fresh("Paspébiac");
    stage_.world().person_creates(
        Side::a, JsonObject{{"firstName", "Colombe " + number}, {"lastName", "Jouée"}, {"email", mail}, {"city", made_with}});
    auto const find = [this, mail](Side side) -> std::optional<RecordKey> {
        for (auto const& id : stage_.world().oracle().ids(side)) {
            RecordKey const key{side, id};
            if (stage_.shown(key, "email") == text(mail)) return key;
        }
        return std::nullopt;
    };
    stage_.ambush(
        {[](AppCall const& call, HttpRequest const&) { return call.side == Side::b && call.is_write && call.record_id.empty(); },
            [this, find, edited](HttpRequest&) {
                stage_.in(seconds{2}, [this, find, edited] {
                    if (auto const made = find(Side::b)) stage_.edit_untold(*made, "city", edited);
                });
                return Stage::Answer{};
            },
            1, stage_.now() + minutes{1}});
    stage_.expect(after_a_hold, std::string(name_), [this, find, edited] {
        auto const a = find(Side::a), b = find(Side::b);
        if (!a || !b) return std::string("it is not on both sides; ");
        return stage_.unless_shows(*a, "city", text(edited)) + stage_.unless_shows(*b, "city", text(edited));
    });
}

// A create never arrived; the look-up by its marker answers with somebody else, who has just been made there and is linked to
// nobody. Only whoever carries the marker is adopted.
void StagedDeeds::look_up_answers_a_stranger() {
    // There a new number may be one that somebody holds already, and then a person has to decide who that is.
    if (stage_.world().swarm().leftover_ids) return;
    start(name_);
    stage_.faults(Side::b).forced.push_back({.kind = FaultKind::lost_request, .operation = "createClient", .times = 1});
    auto const number = stage_.number();
    auto const mail = "looked" + number + "@people.test", stranger = "stranger" + number + "@people.test";
    stage_.ambush({[](AppCall const& call, HttpRequest const& request) {
                       return is_listing(call, Side::b) && request.url.find("external_id=") != std::string::npos;
                   },
        [this, number, stranger](HttpRequest& request) {
            auto const query = request.url.find("external_id=");
            stage_.faults(Side::b).forced.push_back({.kind = FaultKind::webhook_lost, .times = 1});
            stage_.world().person_creates(
                Side::b, JsonObject{{"firstname", "Inconnu " + number}, {"lastname", "Passant"}, {"email", stranger}});
            auto const end = request.url.find('&', query);
            request.url = request.url.substr(0, query) + "email=" + stranger +
                          (end == std::string::npos ? std::string() : request.url.substr(end));
            return Stage::Answer{};
        },
        1, stage_.now() + minutes{8}});
    stage_.world().person_creates(
        Side::a, JsonObject{{"firstName", "Oubliée " + number}, {"lastName", "Perdue"}, {"email", mail}});
    stage_.expect(minutes{8} + seconds{50}, std::string(name_), [this, mail, stranger] {
        std::string wrong;
        for (auto const side : {Side::a, Side::b}) {
            for (auto const& address : {mail, stranger}) {
                auto const ids = stage_.world().oracle().ids(side);
                auto const count = std::ranges::count_if(
                    ids, [&](auto const& id) { return stage_.shown({side, id}, "email") == text(address); });
                if (count != 1)
                    wrong += address + " is there " + std::to_string(count) + " times at side " +
                             std::string(contacts::to_string(side)) + "; ";
            }
        }
        return wrong;
    });
}

}  // namespace lockstep::simulation
