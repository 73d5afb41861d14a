// SPDX-License-Identifier: Apache-2.0
#include "simulation/edit_checks.hpp"

#include <algorithm>

#include "contacts/spelling.hpp"
#include "simulation/bounds.hpp"
#include "simulation/contest.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Value;

constexpr auto same_moment = std::chrono::milliseconds{2};  // webhooks give their time in milliseconds
constexpr auto stale_at_most = std::chrono::seconds{125};   // how old the copy may be with which an app answers a read

Value as_set(bool holds, std::string const& element) { return holds ? Value{std::vector<std::string>{element}} : Value{}; }

bool holds(Value const& set, std::string const& element) {
    auto const* elements = std::get_if<std::vector<std::string>>(&set);
    return elements != nullptr && std::ranges::find(*elements, element) != elements->end();
}

// One field of one link, or one element of its set.
struct Stake {
    sync::Link const* link = nullptr;
    contacts::FieldRow const* row = nullptr;
    std::string element{};  // of a set
    RecordKey keys[2];
    std::vector<StoreChange> changes;  // of both sides, in order
    std::vector<Side> sides;           // whose
    Value end_a{};
    Value end_b{};

    std::string name() const { return row->a + (element.empty() ? "" : " \"" + element + "\""); }
};

class EditChecks {
public:
    EditChecks(World& world, EndState const& state)
        : world_(world), oracle_(world.oracle()), state_(state), mapping_(oracle_.mapping()), bounds_(world) {}

    void run() {
        for (auto const& link : state_.links) {
            if (!link.a || !link.b || link.state != sync::LinkState::active) continue;
            RecordKey const a{Side::a, *link.a}, b{Side::b, *link.b};
            auto const* left = oracle_.chronicle().find(a);
            auto const* right = oracle_.chronicle().find(b);
            bool const both_exist = left != nullptr && right != nullptr && !left->removed_at && !right->removed_at;
            if (!both_exist) continue;
            for (auto const& row : mapping_.rows) judge_row(link, row, *left, *right, a, b);
        }
    }

private:
    void judge_row(sync::Link const& link, contacts::FieldRow const& row, RecordHistory const& left, RecordHistory const& right,
        RecordKey const& a, RecordKey const& b) {
        Stake stake{&link, &row, {}, {a, b}, {}, {}, {}, {}};
        auto const of = [&](RecordHistory const& record) -> FieldHistory const& {
            static FieldHistory const nothing;
            auto const found = record.fields.find(row.a);
            return found == record.fields.end() ? nothing : found->second;
        };
        merge(of(left), of(right), stake);
        stake.end_a = left.present.at(row.a);
        stake.end_b = right.present.at(row.a);
        if (row.rule.kind != contacts::FieldKind::set) return judge(stake);

        std::set<std::string> elements;
        for (auto const& change : stake.changes) {
            if (auto const* list = std::get_if<std::vector<std::string>>(&change.after))
                elements.insert(list->begin(), list->end());
        }
        for (auto const& element : elements) {
            Stake one{&link, &row, element, {a, b}, {}, {}, {}, {}};
            for (std::size_t i = 0; i < stake.changes.size(); ++i) {
                auto change = stake.changes[i];
                change.before = as_set(holds(change.before, element), element);
                change.after = as_set(holds(change.after, element), element);
                if (change.before == change.after && !change.is_creation) continue;
                one.changes.push_back(std::move(change));
                one.sides.push_back(stake.sides[i]);
            }
            one.end_a = as_set(holds(stake.end_a, element), element);
            one.end_b = as_set(holds(stake.end_b, element), element);
            judge(one);
        }
    }

    static void merge(FieldHistory const& left, FieldHistory const& right, Stake& stake) {
        std::size_t i = 0, j = 0;
        while (i < left.size() || j < right.size()) {
            bool const takes_left = j == right.size() || (i < left.size() && left[i].at <= right[j].at);
            stake.changes.push_back(takes_left ? left[i++] : right[j++]);
            stake.sides.push_back(takes_left ? Side::a : Side::b);
        }
    }

    bool was_heard(StoreChange const& change) const {
        if (!change.write) return false;
        auto const& call = world_.http().calls[*change.write];
        return call.heard_at && call.status >= 200 && call.status < 300;
    }

    void judge(Stake const& stake) {
        ContestInput input;
        input.rule = stake.row->rule;
        input.region = mapping_.region;
        input.is_name = contacts::is_name_row(mapping_, *stake.row);
        input.linked_at = stake.link->created_at;
        for (std::size_t i = 0; i < stake.changes.size(); ++i) {
            auto const& change = stake.changes[i];
            // What the program wrote before this link was there came from an earlier partner: to this link it is a value like any
            // other.
            bool const is_foreign = change.actor != Actor::program || change.at < stake.link->created_at;
            input.happenings.push_back({change.at, stake.sides[i], is_foreign, was_heard(change), change.after, i});
        }
        input.noticed_after = bounds_.noticed_after();
        input.is_disturbed = [this](TimePoint from, TimePoint until) { return bounds_.is_disturbed(from, until); };
        input.news_takes = [&](Happening const& happening) {
            auto const& key = stake.keys[happening.side == Side::a ? 0 : 1];
            auto const& other = stake.keys[happening.side == Side::a ? 1 : 0];
            return bounds_.heard_at_the_latest(key, other, happening.at) - happening.at;
        };
        auto contest = hold_contest(input);
        // While everything ran the rules of the field were changed: what either version allows is right.
        for (auto const& change : world_.operators().mapping_changes()) {
            if (change.after.a != stake.row->a) continue;
            input.rule = change.before.rule;
            auto const earlier = hold_contest(input);
            contest.ends.insert(contest.ends.end(), earlier.ends.begin(), earlier.ends.end());
        }
        bool const is_asked = state_.has_issue({IssueKind::conflict}, stake.link->id.text(), {stake.row->a});
        bool const is_refused = state_.has_issue({IssueKind::cannot_write, IssueKind::not_stored, IssueKind::write_refused},
            stake.link->id.text(), {stake.row->a, stake.row->b});
        for (auto const& end : contest.ends) {
            if (end.a == stake.end_a && end.b == stake.end_b && (!end.is_asked || is_asked)) return;
        }
        if (stake.end_a != stake.end_b && is_refused) return;
        if (is_kept_blank(stake) || is_as_answered(stake, is_asked)) return;
        auto const text = explain(stake, contest);
        // Where both sides were left as they were and a person was asked, nothing is lost; whether the question was called for
        // is for the judge of issues.
        if (is_asked && stake.end_a != stake.end_b) return;
        if (stake.end_a != stake.end_b) return oracle_.found("both_sides_agree", text);
        judge_loss(stake, is_asked, text);
    }

    // A person has said which value is right, or that both may stand. Where nobody edited the field around or after that, it has
    // to be so; where somebody did, the rules and the answer may have met in any order, and nothing is said here.
    bool is_as_answered(Stake const& stake, bool is_asked) const {
        bool is_answered = false;
        for (auto const& answer : world_.operators().answers()) {
            if (answer.subject != stake.link->id.text() || answer.row != stake.row->a) continue;
            if (answer.choice == sync::Choice::try_again) continue;
            is_answered = true;
            for (auto const& change : stake.changes) {
                if (change.actor != Actor::program && change.at > answer.at - bounds_.noticed_after()) {
                    world_.tally().add("judged: an answer and an edit");
                    return true;
                }
            }
            bool const is_chosen = answer.choice != sync::Choice::leave_alone;
            if (is_chosen && stake.end_a == answer.want && stake.end_b == answer.want) return true;
            if (!is_chosen && (stake.end_a != stake.end_b || is_let_stand(stake, answer))) return true;
        }
        // Answered more than once, or asked again.
        return is_answered && is_asked;
    }

    // The person was asked whether what covers an edit may stay, let it stay, and it has been so since.
    bool is_let_stand(Stake const& stake, GivenAnswer const& answer) const {
        bool const was_asked = std::ranges::any_of(state_.issues, [&](Issue const& issue) {
            bool const is_about_it = issue.subject == answer.subject && issue.field == answer.row;
            return is_about_it && (issue.kind_name == "covered" || issue.kind_name == "late_write");
        });
        if (!was_asked || std::ranges::any_of(stake.changes, [&](auto const& change) { return change.at > answer.at; }))
            return false;
        world_.tally().add("judged: a covered value that a person let be");
        return true;
    }

    // Both sides agree, on a value that had no right to win. A crossing explains it: a write of ours that was sent before the
    // program could have read the edit, and that arrived after it. Nothing can prevent that where an app knows no conditional
    // writes, but the app's own event of the edit tells of it, and then it has to be asked about.
    void judge_loss(Stake const& stake, bool is_asked, std::string const& text) {
        for (auto const side : {Side::a, Side::b}) {
            auto const edit = last_foreign(stake, side);
            if (!edit || stake.changes[*edit].after == stake.end_a) continue;
            auto const cover = cover_of(stake, side, *edit);
            if (!cover) continue;
            auto const& key = stake.keys[side == Side::a ? 0 : 1];
            auto const edited_at = stake.changes[*edit].at;
            auto const& call = world_.http().calls[*stake.changes[*cover].write];
            auto const words = "; " + call.method + " " + call.path + ", sent at " + format_time(call.sent_at) +
                               ", covered it at " + format_time(stake.changes[*cover].at);
            // What the program carried to the other side, or read, it knew.
            if (carried(stake, side, *edit, call.sent_at) || knew(key, edited_at, call.sent_at)) continue;
            // An app that shows no version takes no conditional write.
            bool const is_conditional = side == Side::b && stake.element.empty() && world_.shows_times(side, call.sent_at);
            if (is_conditional) return oracle_.found("conditional_writes_hold", text + words);
            world_.tally().add("judged: a crossing");
            if (is_asked || !was_told(key, edited_at)) return;
            return oracle_.found("covered_edit_is_asked_about", text + words + "; its webhook had told of it");
        }
        oracle_.found("no_edit_lost", text);
    }

    static std::optional<std::size_t> last_foreign(Stake const& stake, Side side) {
        for (auto i = stake.changes.size(); i-- > 0;) {
            if (stake.sides[i] == side && stake.changes[i].actor != Actor::program) return i;
        }
        return std::nullopt;
    }

    static std::optional<std::size_t> cover_of(Stake const& stake, Side side, std::size_t edit) {
        for (auto i = edit + 1; i < stake.changes.size(); ++i) {
            if (stake.sides[i] == side && stake.changes[i].write) return i;
        }
        return std::nullopt;
    }

    // A value was on its way when it was blanked again: the other side has it, and the rule says that a blank wins over nothing.
    static bool is_kept_blank(Stake const& stake) {
        if (stake.row->rule.blank != contacts::BlankRule::keep ||
            contacts::is_blank(stake.end_a) == contacts::is_blank(stake.end_b))
            return false;
        auto const blank_side = contacts::is_blank(stake.end_a) ? Side::a : Side::b;
        auto const& kept = blank_side == Side::a ? stake.end_b : stake.end_a;
        for (std::size_t i = 0; i < stake.changes.size(); ++i) {
            if (stake.sides[i] == blank_side && stake.changes[i].actor != Actor::program && stake.changes[i].after == kept)
                return true;
        }
        return false;
    }

    bool carried(Stake const& stake, Side from, std::size_t edit, TimePoint before) const {
        for (auto i = edit + 1; i < stake.changes.size(); ++i) {
            auto const& change = stake.changes[i];
            if (stake.sides[i] != from && change.write && change.after == stake.changes[edit].after &&
                world_.http().calls[*change.write].sent_at < before)
                return true;
        }
        return false;
    }

    // Had the program read this record after the edit, and heard the answer, before it sent the write?
    bool knew(RecordKey const& key, TimePoint edited_at, TimePoint sent_at) const {
        // Hexfit sees every write at once; HighLevel may answer from an index.
        auto const may_be_stale =
            key.first == Side::a && world_.swarm()
                                            .app_faults[key.first == Side::a ? 0 : 1]
                                            .rates_ppm[static_cast<std::size_t>(sandbox::FaultKind::stale_read)] > 0;
        return std::ranges::any_of(world_.http().calls, [&](AppCall const& call) {
            if (call.side != key.first || call.is_write || call.record_id != key.second || call.status != 200) return false;
            if (!call.arrived_at || !call.heard_at || *call.arrived_at < edited_at || *call.heard_at > sent_at) return false;
            return !may_be_stale || *call.arrived_at - edited_at > stale_at_most;
        });
    }

    bool was_told(RecordKey const& key, TimePoint edited_at) const {
        return std::ranges::any_of(oracle_.told(key), [&](ToldChange const& told) {
            return told.happened_at >= edited_at - same_moment && told.happened_at <= edited_at + same_moment;
        });
    }

    std::string explain(Stake const& stake, Contest const& contest) const {
        auto const& edit = stake.changes[contest.last_foreign];
        auto const side = stake.sides[contest.last_foreign];
        std::string text = stake.name() + " of " + describe(stake.keys[0]) + " and " + describe(stake.keys[1]) + " (link " +
                           stake.link->id.text() + "): last " + (edit.actor == Actor::app ? "the app" : "somebody") +
                           " set it to " + describe(edit.after) + " at side " + std::string(contacts::to_string(side)) + " at " +
                           format_time(edit.at) + "; at the end a has " + describe(stake.end_a) + " and b " +
                           describe(stake.end_b) + "; allowed is";
        for (auto const& end : contest.ends) {
            text += " (" + describe(end.a) + ", " + describe(end.b) + (end.is_asked ? ", asked" : "") + ": " + end.reason + ")";
        }
        return text;
    }

    World& world_;
    Oracle& oracle_;
    EndState const& state_;
    contacts::Mapping const& mapping_;
    Bounds bounds_;
};

}  // namespace

void check_edits(World& world, EndState const& state) { EditChecks{world, state}.run(); }

}  // namespace lockstep::simulation
