// SPDX-License-Identifier: Apache-2.0
#include "simulation/issue_checks.hpp"

#include <algorithm>

#include "contacts/normal_form.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Value;

constexpr std::int64_t failures_before_parking = 8;
constexpr std::int64_t repetitions_max = 60;

std::string folded_text_of(contacts::Projection const& seen, std::string_view row) {
    auto const found = seen.find(row);
    auto const* text = found == seen.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : contacts::folded_form(*text);
}

bool is_refusal(int status) {
    static constexpr std::array<int, 5> others{401, 404, 408, 412, 429};
    return status >= 400 && status < 500 && std::ranges::find(others, status) == others.end();
}

class IssueChecks {
public:
    IssueChecks(World& world, EndState const& state)
        : world_(world), oracle_(world.oracle()), state_(state), mapping_(oracle_.mapping()) {}

    void run() {
        for (auto const& issue : state_.issues) {
            world_.tally().add("issue: " + issue.kind_name);
            if (auto const objection = objection_to(issue); !objection.empty())
                oracle_.found("issues_are_justified", name_of(issue) + ": " + objection);
            if (issue.is_open) {
                if (auto const objection = objection_to_staying_open(issue); !objection.empty())
                    oracle_.found("issues_are_true", name_of(issue) + ": " + objection);
            }
            if (issue.count > repetitions_max)
                oracle_.found("issues_are_few", name_of(issue) + ": raised " + std::to_string(issue.count) + " times");
        }
    }

private:
    static std::string name_of(Issue const& issue) {
        return std::string(issue.is_open ? "open " : "settled ") + issue.kind_name + " about " + issue.subject +
               (issue.field.empty() ? "" : " " + issue.field) + " since " + format_time(issue.first_at) + " " +
               to_text(issue.detail);
    }

    static std::optional<RecordKey> record_named(std::string_view subject) {
        if (subject.size() < 3 || subject[1] != ':') return std::nullopt;
        return RecordKey{subject[0] == 'a' ? Side::a : Side::b, std::string(subject.substr(2))};
    }

    bool exists(RecordKey const& key) const { return oracle_.app(key.first).record(key.second).has_value(); }

    // Empty: what happened called for it.
    std::string objection_to(Issue const& issue) const {
        if (!issue.is_open && world_.operators().was_taken_apart(issue.subject))
            return {};  // its link cannot be looked at any more
        switch (issue.kind) {
            case IssueKind::ambiguous: return objection_to_doubt(issue);
            case IssueKind::conflict: return objection_to_conflict(issue);
            case IssueKind::write_refused: return objection_to_refused_write(issue);
            case IssueKind::not_stored: return objection_to_not_stored(issue);
            case IssueKind::create_refused: return objection_to_refused_create(issue);
            case IssueKind::create_needs: return objection_to_need(issue);
            case IssueKind::create_unknown: return objection_to_unknown_create(issue);
            case IssueKind::created_twice: return objection_to_created_twice(issue);
            case IssueKind::gone: return objection_to_gone(issue);
            case IssueKind::parked: return objection_to_parked(issue);
            case IssueKind::credential: return objection_to_credential(issue);
            case IssueKind::cannot_write: return {};  // see objection_to_staying_open
            case IssueKind::attached: return {};      // attached_life.cpp looks at what it is about
            case IssueKind::mass: return objection_to_mass_change(issue);
            case IssueKind::other: return "no judge knows this kind; teach end_state.cpp and issue_checks.cpp";
        }
        return {};
    }

    // The app has refused it twice before, and at the end accepts it again: nothing of it may be open.
    std::string objection_to_credential(Issue const& issue) const {
        if (issue.is_open) return "the app accepts the credential by now";
        auto const side = find_text(issue.detail, "/side") == "a" ? Side::a : Side::b;
        auto const refused = std::ranges::count_if(world_.http().calls,
            [&](AppCall const& call) { return call.side == side && call.status == 401 && call.sent_at <= issue.first_at; });
        return refused >= 2 ? "" : "the app had refused it " + std::to_string(refused) + " times";
    }

    // As many writes of that row within an hour as the limit says have taken something away.
    std::string objection_to_mass_change(Issue const& issue) const {
        auto const& usual = world_.sync().policy.brake;
        auto most = issue.kind_name == "mass_cleared" ? usual.cleared.people : usual.changed.people;
        if (issue.kind_name == "mass_changed" && world_.calm_deeds().is_braked(issue.first_at)) {
            if (issue.is_open) return "somebody has answered it";
            most = CalmDeeds::brake_lets_through;
        }
        auto const side = find_text(issue.detail, "/side") == "a" ? Side::a : Side::b;
        auto const written = std::ranges::count_if(state_.history, [&](Written const& each) {
            return each.side == side && each.field == issue.field && !contacts::is_blank(each.before) &&
                   each.at <= issue.last_at && each.at > issue.last_at - std::chrono::hours{1};
        });
        return written >= most
                   ? ""
                   : "only " + std::to_string(written) + " writes took something away, and the limit is " + std::to_string(most);
    }

    // Values that a record ever had in a row, folded.
    std::set<std::string> ever(RecordHistory const& record, std::string_view row) const {
        std::set<std::string> values;
        if (auto const found = record.fields.find(row); found != record.fields.end()) {
            for (auto const& change : found->second) {
                auto const* text = std::get_if<std::string>(&change.after);
                if (text != nullptr) values.insert(contacts::folded_form(*text));
            }
        }
        return values;
    }

    bool ever_shared(RecordHistory const& left, RecordHistory const& right, std::string_view row) const {
        auto const theirs = ever(right, row);
        return std::ranges::any_of(ever(left, row), [&](auto const& value) { return theirs.contains(value); });
    }

    // Could these two ever have been taken for one person, by anything a person would go by?
    bool ever_resembled(RecordHistory const& left, RecordHistory const& right) const {
        return ever_shared(left, right, mapping_.email_field) || ever_shared(left, right, mapping_.phone_field) ||
               (ever_shared(left, right, mapping_.first_name_field) && ever_shared(left, right, mapping_.last_name_field));
    }

    std::string objection_to_doubt(Issue const& issue) const {
        auto const key = record_named(issue.subject);
        auto const* own = key ? oracle_.chronicle().find(*key) : nullptr;
        if (own == nullptr) return "there never was such a record";
        if (!oracle_.held_id(*key).empty() || !oracle_.first_held(*key).empty()) return {};
        for (auto const& [other, history] : oracle_.chronicle().records()) {
            if (other.first == key->first) continue;
            bool const named_it = oracle_.held_id(other) == key->second || oracle_.first_held(other) == key->second;
            if (ever_resembled(*own, history) || named_it) return {};
        }
        return "nobody on the other side ever resembled this person";
    }

    // A person said that nothing is to be done about the deletion.
    bool was_left_alone(sync::Link const& link) const {
        return std::ranges::any_of(world_.operators().answers(), [&](GivenAnswer const& answer) {
            return answer.choice == sync::Choice::leave_alone && answer.row.empty() && answer.subject == link.id.text();
        });
    }

    // Why the doubt is none (any more), from what both apps show now.
    std::string objection_to_open_doubt(RecordKey const& key) const {
        auto const* own = oracle_.chronicle().find(key);
        if (own == nullptr || own->removed_at) return "the record is deleted";
        if (auto const* link = state_.link_of(key); link != nullptr && link->a && link->b) return "the record is linked";
        auto const present = own->present;
        auto const resembles = [&](RecordHistory const& other) {
            auto const same = [&](std::string_view row) {
                auto const text = folded_text_of(present, row);
                return !text.empty() && text == folded_text_of(other.present, row);
            };
            return same(mapping_.email_field) || same(mapping_.phone_field) ||
                   (same(mapping_.first_name_field) && same(mapping_.last_name_field));
        };
        std::vector<RecordKey> candidates, twins;
        for (auto const& [other, history] : oracle_.chronicle().records()) {
            if (other == key || history.removed_at) continue;
            bool const is_named =
                other.first != key.first && (oracle_.held_id(other) == key.second || oracle_.held_id(key) == other.second);
            if (resembles(history) || is_named) (other.first == key.first ? twins : candidates).push_back(other);
        }
        if (candidates.empty()) return oracle_.held_id(key).empty() ? "nobody on the other side resembles this person" : "";
        if (candidates.size() > 1 || !twins.empty()) return {};
        auto const& candidate = candidates.front();
        auto const* link = state_.link_of(candidate);
        bool const is_linked = link != nullptr && link->a && link->b;
        // Whoever is linked to a record that is gone may be the counterpart of the one typed in anew.
        bool const is_left_behind = is_linked && !exists({key.first, *link->record(key.first)});
        if (is_linked && (!is_left_behind || was_left_alone(*link))) return {};
        auto const id_there =
            is_left_behind && oracle_.held_id(candidate) == *link->record(key.first) ? std::string() : oracle_.held_id(candidate);
        auto const id_here = oracle_.held_id(key);
        if ((!id_there.empty() && id_there != key.second) || (!id_here.empty() && id_here != candidate.second)) return {};
        auto const& theirs = oracle_.chronicle().find(candidate)->present;
        for (auto const& row : mapping_.rows) {
            auto const left = folded_text_of(present, row.a), right = folded_text_of(theirs, row.a);
            bool const is_name = row.a == mapping_.first_name_field || row.a == mapping_.last_name_field;
            bool const is_evidence = is_name || row.rule.kind == contacts::FieldKind::date || row.a == "custom.gender" ||
                                     row.a == mapping_.email_field || row.a == mapping_.phone_field;
            if (is_evidence && left != right && (is_name || (!left.empty() && !right.empty()))) return {};
        }
        // A name is all that the two have: nothing tells whether they are one person.
        auto const is_lone = [&](auto const& values) {
            return folded_text_of(values, mapping_.email_field).empty() && folded_text_of(values, mapping_.phone_field).empty();
        };
        if (is_lone(present) && is_lone(theirs)) return {};
        return "only " + describe(candidate) + " resembles this person, and nothing speaks against it";
    }

    struct Pair {
        FieldHistory const* a = nullptr;
        FieldHistory const* b = nullptr;
        sync::Link const* link = nullptr;
        contacts::FieldRow const* row = nullptr;
    };
    Pair pair_of(Issue const& issue) const {
        Pair pair;
        pair.link = state_.link_named(issue.subject);
        auto const row =
            std::ranges::find_if(mapping_.rows, [&](auto const& each) { return each.a == issue.field || each.b == issue.field; });
        if (row != mapping_.rows.end()) pair.row = &*row;
        if (pair.link == nullptr || pair.row == nullptr || !pair.link->a || !pair.link->b) return pair;
        pair.a = oracle_.chronicle().find({Side::a, *pair.link->a}, pair.row->a);
        pair.b = oracle_.chronicle().find({Side::b, *pair.link->b}, pair.row->a);
        return pair;
    }

    // A foreign value that a write of ours replaced.
    static bool covers_something(FieldHistory const& history) {
        for (std::size_t i = 1; i < history.size(); ++i) {
            if (history[i].actor == Actor::program && history[i - 1].actor != Actor::program) return true;
        }
        return false;
    }

    static Value value_at(FieldHistory const& history, TimePoint at) {
        Value value;
        for (auto const& change : history) {
            if (change.at > at) break;
            value = change.after;
        }
        return value;
    }

    std::string objection_to_conflict(Issue const& issue) const {
        auto const pair = pair_of(issue);
        if (pair.a == nullptr || pair.b == nullptr) return "it names no field of a link";
        bool const has_two_edits = [&] {
            auto const foreign = [](StoreChange const& change) { return change.actor != Actor::program; };
            return std::ranges::any_of(*pair.a, foreign) && std::ranges::any_of(*pair.b, foreign);
        }();
        if (covers_something(*pair.a) || covers_something(*pair.b)) return {};
        // Whoever was typed in anew meets a copy of the one who is gone: nobody edited that copy, and the two may still differ.
        bool const differed_when_linked = find_text(issue.detail, "/reason") == "first_match" &&
                                          value_at(*pair.a, pair.link->created_at) != value_at(*pair.b, pair.link->created_at);
        if (!has_two_edits && !differed_when_linked) return "only one side was ever edited";
        std::set<std::string> values;
        for (auto const* history : {pair.a, pair.b}) {
            for (auto const& change : *history) values.insert(describe(change.after));
        }
        if (values.size() < 2) return "both sides always said the same";
        auto const& rule = pair.row->rule;
        bool const decides = (rule.conflict == contacts::ConflictRule::a || rule.conflict == contacts::ConflictRule::b) &&
                             (rule.first_match == contacts::FirstMatchRule::a || rule.first_match == contacts::FirstMatchRule::b);
        return decides ? "the rules of this field leave nothing to ask" : "";
    }

    // Writes of this field to one record of the link that the app answered in this way.
    template <class Fits>
    bool has_write(Issue const& issue, Fits fits) const {
        auto const* link = state_.link_named(issue.subject);
        if (link == nullptr) return false;
        return std::ranges::any_of(world_.http().writes, [&](Arrival const& write) {
            auto const& id = link->record(write.side);
            if (!id || write.record_id != *id || write.at > issue.last_at) return false;
            return fits(write, oracle_.rows_written(write));
        });
    }

    std::string objection_to_refused_write(Issue const& issue) const {
        bool const was_refused = has_write(issue, [&](Arrival const& write, std::vector<std::string> const& rows) {
            return is_refusal(write.status) && (issue.field.empty() || std::ranges::find(rows, issue.field) != rows.end());
        });
        if (!was_refused) return "the app never refused a write of it";
        if (issue.field.empty() || !issue.is_open) return {};
        auto const pair = pair_of(issue);
        bool const is_to_blame = has_write(issue, [&](Arrival const& write, std::vector<std::string> const& rows) {
            if (!is_refusal(write.status)) return false;
            bool const is_alone = rows.size() == 1 && rows.front() == issue.field;
            bool const is_named = write.reply.find(issue.field) != std::string::npos ||
                                  (pair.row != nullptr && write.reply.find("\"" + pair.row->b + "\"") != std::string::npos);
            return is_alone || is_named;
        });
        return is_to_blame ? "" : "it was refused only together with other fields, and the app did not name it";
    }

    std::string objection_to_not_stored(Issue const& issue) const {
        bool const was_written = has_write(issue, [&](Arrival const& write, std::vector<std::string> const& rows) {
            return write.status < 300 && std::ranges::find(rows, issue.field) != rows.end();
        });
        return was_written ? "" : "no accepted write carried it";
    }

    bool is_create_for(Arrival const& write, Side side, std::string const& marker) const {
        return write.side == side && write.record_id.empty() && write.body.find("\"" + marker + "\"") != std::string::npos;
    }

    std::string objection_to_refused_create(Issue const& issue) const {
        auto const key = record_named(issue.subject);
        if (!key) return "it names no record";
        bool const was_refused = std::ranges::any_of(world_.http().writes, [&](Arrival const& write) {
            return is_create_for(write, contacts::other(key->first), key->second) && is_refusal(write.status);
        });
        if (was_refused || lacks_what_an_app_needs(*key)) return {};
        return "the app never refused to create it";
    }

    // Hexfit takes nobody without a first and a last name; asking it would be a wasted call.
    bool lacks_what_an_app_needs(RecordKey const& key) const {
        if (key.first == Side::b) return false;
        for (auto const& row : {mapping_.first_name_field, mapping_.last_name_field}) {
            auto const* history = oracle_.chronicle().find(key, row);
            if (history == nullptr) return true;
            auto const is_blank = [](StoreChange const& change) { return contacts::is_blank(change.after); };
            if (std::ranges::any_of(*history, is_blank)) return true;
        }
        return false;
    }

    contacts::FieldRow const* row_of_need(Issue const& issue) const {
        auto const side = find_text(issue.detail, "/side") == "a" ? Side::a : Side::b;
        auto const row = std::ranges::find_if(mapping_.rows, [&](auto const& each) { return each.at(side) == issue.field; });
        return row == mapping_.rows.end() ? nullptr : &*row;
    }

    // Somebody without it was there.
    std::string objection_to_need(Issue const& issue) const {
        auto const* row = row_of_need(issue);
        if (row == nullptr) return "the mapping has no such field";
        auto const own = find_text(issue.detail, "/side") == "a" ? Side::b : Side::a;
        for (auto const& [key, history] : oracle_.chronicle().records()) {
            if (key.first != own) continue;
            auto const found = history.fields.find(row->a);
            if (found == history.fields.end()) return {};
            if (std::ranges::any_of(found->second, [](auto const& change) { return contacts::is_blank(change.after); }))
                return {};
        }
        return "nobody ever lacked it";
    }

    // Everybody who waits for it is there, without a counterpart, and lacks it still; and they are counted rightly.
    std::string objection_to_open_need(Issue const& issue) const {
        auto const* row = row_of_need(issue);
        std::int64_t people = 0;
        for (auto const& [subject, field] : state_.waiting_creates) {
            if (field != issue.field) continue;
            people += 1;
            auto const key = record_named(subject);
            if (!key || !exists(*key)) return subject + " waits for it and is deleted";
            if (auto const* link = state_.link_of(*key); link != nullptr && link->a && link->b)
                return subject + " waits for it and is linked";
            auto const* record = oracle_.chronicle().find(*key);
            if (row != nullptr && record != nullptr && !folded_text_of(record->present, row->a).empty())
                return subject + " waits for it and says it";
        }
        if (people == 0) return "nobody waits for it";
        return find_text(issue.detail, "/count") == std::to_string(people)
                   ? ""
                   : "it counts others than the " + std::to_string(people) + " who wait";
    }

    std::string objection_to_unknown_create(Issue const& issue) const {
        auto const* link = state_.link_named(issue.subject);
        if (link == nullptr) return {};  // dropped since; whether it was called for cannot be seen any more
        for (auto const& call : world_.http().calls) {
            bool const is_fine = call.heard_at && call.status >= 200 && call.status < 300;
            if (call.is_write && call.record_id.empty() && !is_fine) return {};
        }
        return "every create got a clear answer";
    }

    std::string objection_to_created_twice(Issue const& issue) const {
        auto const* link = state_.link_named(issue.subject);
        if (link == nullptr) return {};
        for (auto const side : {Side::a, Side::b}) {
            auto const& marker = link->record(contacts::other(side));
            if (!marker) continue;
            auto const holders = std::ranges::count_if(
                oracle_.ids(side), [&](std::string const& id) { return oracle_.held_id({side, id}) == *marker; });
            if (holders > 1) return {};
        }
        return issue.is_open ? "no two records carry the marker" : "";
    }

    bool was_ever_absent(sync::Link const& link) const {
        for (auto const side : {Side::a, Side::b}) {
            auto const* record = link.record(side) ? oracle_.chronicle().find({side, *link.record(side)}) : nullptr;
            if (record != nullptr && record->removed_at) return true;
        }
        return false;
    }

    std::string objection_to_gone(Issue const& issue) const {
        auto const* link = state_.link_named(issue.subject);
        if (link == nullptr || was_ever_absent(*link)) return {};
        return "both records are there, and always were";
    }

    std::string objection_to_parked(Issue const& issue) const {
        auto const key = record_named(issue.subject);
        auto const* link = key ? state_.link_of(*key) : state_.link_named(issue.subject);
        // Whether the other app knows its e-mail address is asked before it is created there.
        auto const* history = key ? oracle_.chronicle().find(*key) : nullptr;
        auto const addresses = history == nullptr ? std::set<std::string>{} : ever(*history, mapping_.email_field);
        auto const looks_for_it = [&](AppCall const& call) {
            return key && call.side == contacts::other(key->first) && !call.asked.empty() &&
                   std::ranges::any_of(addresses,
                       [&](std::string const& each) { return !each.empty() && call.asked.find(each) != std::string::npos; });
        };
        auto const failures = std::ranges::count_if(world_.http().calls, [&](AppCall const& call) {
            bool const is_it = looks_for_it(call) || (key && call.side == key->first && call.record_id == key->second) ||
                               (link != nullptr && link->record(call.side) && call.record_id == *link->record(call.side)) ||
                               (call.is_write && call.record_id.empty());
            bool const is_fine = call.heard_at && call.status >= 200 && call.status < 300;
            return is_it && !is_fine && call.sent_at <= issue.last_at;
        });
        return failures >= failures_before_parking ? "" : "only " + std::to_string(failures) + " calls about it failed";
    }

    std::string objection_to_staying_open(Issue const& issue) const {
        if (issue.kind == IssueKind::create_needs) return objection_to_open_need(issue);
        auto const key = record_named(issue.subject);
        if (issue.kind == IssueKind::ambiguous && key) return objection_to_open_doubt(*key);
        if (key && !exists(*key)) return "the record is deleted";
        if ((issue.kind == IssueKind::create_refused || issue.kind == IssueKind::parked) && key) {
            auto const* link = state_.link_of(*key);
            return link != nullptr && link->a && link->b ? "the record is linked" : "";
        }
        auto const* link = state_.link_named(issue.subject);
        if (link == nullptr) return key ? "" : "there is no such link (any more)";
        bool const is_of_field = issue.kind == IssueKind::conflict || issue.kind == IssueKind::cannot_write ||
                                 issue.kind == IssueKind::not_stored || issue.kind == IssueKind::write_refused;
        if (is_of_field && link->state != sync::LinkState::active) return {};
        if (issue.kind == IssueKind::gone)
            return link->a && link->b && exists({Side::a, *link->a}) && exists({Side::b, *link->b}) ? "both records are there"
                                                                                                    : "";
        if (!is_of_field || issue.field.empty()) return {};
        auto const pair = pair_of(issue);
        if (pair.a == nullptr || pair.b == nullptr || pair.a->empty() || pair.b->empty()) return {};
        if (pair.a->back().after != pair.b->back().after) return {};
        if (issue.kind == IssueKind::conflict && (covers_something(*pair.a) || covers_something(*pair.b))) return {};
        return "both sides say " + describe(pair.a->back().after);
    }

    World& world_;
    Oracle& oracle_;
    EndState const& state_;
    contacts::Mapping const& mapping_;
};

}  // namespace

void check_issues(World& world, EndState const& state) { IssueChecks{world, state}.run(); }

}  // namespace lockstep::simulation
