// SPDX-License-Identifier: Apache-2.0
// The rules are tried in the mapping's order. What a pair of records is worth says evidence.cpp; here stands who else is in
// question. Everything is compared by id in the end, so the order of candidates is of no account.
#include "contacts/match.hpp"

#include <algorithm>
#include <iterator>

#include "contacts/evidence.hpp"

namespace lockstep::contacts {
namespace {

// A candidate with what speaks for and against it.
struct Candidate {
    MatchSubject const* subject;
    Evidence evidence;

    std::string const& id() const { return subject->id; }
    bool shares_email() const { return evidence.email == Agreement::agrees; }
    bool shares_phone() const { return evidence.phone == Agreement::agrees; }
};
using Candidates = std::vector<Candidate>;
using Subjects = std::vector<MatchSubject const*>;

// Sorted by id, each once, the subject itself left out.
Subjects in_order(std::vector<MatchSubject> const& from, std::string const& without_id) {
    auto const id_of = [](MatchSubject const* each) -> std::string const& { return each->id; };
    Subjects out;
    for (auto const& each : from) {
        if (without_id.empty() || each.id != without_id) out.push_back(&each);
    }
    std::ranges::sort(out, {}, id_of);
    auto const repeated = std::ranges::unique(out, {}, id_of);
    out.erase(repeated.begin(), repeated.end());
    return out;
}

template <class Predicate>
Candidates select(Candidates const& from, Predicate predicate) {
    Candidates out;
    std::ranges::copy_if(from, std::back_inserter(out), predicate);
    return out;
}

MatchAnswer matched(Candidate const& candidate, char const* reason) {
    return {.outcome = MatchOutcome::matched, .id = candidate.id(), .reason = reason, .candidates = {}};
}

MatchAnswer ambiguous(char const* reason, Candidates const& candidates) {
    MatchAnswer out{.outcome = MatchOutcome::ambiguous, .id = {}, .reason = reason, .candidates = {}};
    for (auto const& each : candidates) out.candidates.push_back(each.id());
    std::ranges::sort(out.candidates);
    return out;
}

// How near a pair is, where several would do: by name, and by birth date. Of two pairs neither may be nearer.
struct Nearness {
    int name = 0;
    int birth_date = 0;
};

Nearness nearness(Evidence const& evidence) {
    int const name =
        static_cast<int>(evidence.names.first == Likeness::same) + static_cast<int>(evidence.names.last == Likeness::same);
    return {agrees_on_names(evidence) ? name + 1 : 0, evidence.birth_date == Agreement::agrees ? 1 : 0};
}

bool is_nearer(Nearness left, Nearness right) {
    bool const is_no_farther = left.name >= right.name && left.birth_date >= right.birth_date;
    return is_no_farther && (left.name > right.name || left.birth_date > right.birth_date);
}

// Among people who share an address.
Judgement judge_relative(Evidence const& evidence) {
    if (evidence.email == Agreement::agrees) return judge_email(evidence, true);
    return judge_phone(evidence);
}

class Matching {
public:
    Matching(Mapping const& mapping, MatchSubject const& subject, std::vector<MatchSubject> const& candidates,
        std::vector<MatchSubject> const& same_side)
        : mapping_(mapping), subject_(subject), same_side_(in_order(same_side, subject.id)) {
        for (auto const* each : in_order(candidates, {})) candidates_.push_back({each, evidence_of(mapping, subject, *each)});
        with_email_ = select(candidates_, [](Candidate const& each) { return each.shares_email(); });
        with_phone_ = select(candidates_, [](Candidate const& each) { return each.shares_phone(); });
    }

    MatchAnswer run() const {
        for (auto const rule : mapping_.match) {
            std::optional<MatchAnswer> answer;
            switch (rule) {
                case MatchRule::stored_id: answer = by_stored_id(); break;
                case MatchRule::email: answer = by_email(); break;
                case MatchRule::phone_and_name: answer = by_phone_and_name(); break;
            }
            if (answer) return *std::move(answer);
        }
        return {};
    }

private:
    bool uses(MatchRule rule) const { return std::ranges::find(mapping_.match, rule) != mapping_.match.end(); }

    bool shares_email_with(MatchSubject const& other) const {
        return evidence_of(mapping_, subject_, other).email == Agreement::agrees;
    }

    bool is_known_as_another(Candidate const& candidate) const {
        if (candidate.subject->is_linked) return true;
        auto const& held = candidate.subject->stored_other_id;
        return uses(MatchRule::stored_id) && !held.empty() && held != subject_.id;
    }

    // Somebody else on our own side who might as well be this candidate.
    bool has_rival(Candidate const& candidate) const {
        return std::ranges::any_of(same_side_, [&](MatchSubject const* each) {
            auto const theirs = evidence_of(mapping_, *each, *candidate.subject);
            if (judge_relative(theirs).outcome != MatchOutcome::matched) return false;
            return !is_nearer(nearness(candidate.evidence), nearness(theirs));
        });
    }

    // Somebody on our own side is this candidate.
    bool has_counterpart(Candidate const& candidate) const {
        return std::ranges::any_of(same_side_, [&](MatchSubject const* each) {
            return judge_relative(evidence_of(mapping_, *each, *candidate.subject)).outcome == MatchOutcome::matched;
        });
    }

    // The one that is nearer than all others; null when there is none.
    static Candidate const* nearest(Candidates const& from) {
        for (auto const& each : from) {
            bool const is_nearest = std::ranges::all_of(from, [&](Candidate const& other) {
                return &other == &each || is_nearer(nearness(each.evidence), nearness(other.evidence));
            });
            if (is_nearest) return &each;
        }
        return nullptr;
    }

    // A link or a stored id says that this candidate is somebody else.
    std::optional<MatchAnswer> objection_to(Candidate const& candidate) const {
        if (candidate.subject->is_linked) return ambiguous("already_linked", {candidate});
        if (!uses(MatchRule::stored_id)) return std::nullopt;
        auto const& held = candidate.subject->stored_other_id;
        bool const points_elsewhere = !held.empty() && held != subject_.id;
        bool const we_point_elsewhere = !subject_.stored_other_id.empty() && subject_.stored_other_id != candidate.id();
        if (points_elsewhere || we_point_elsewhere) return ambiguous("stored_id_differs", {candidate});
        return std::nullopt;
    }

    MatchAnswer accept(Candidate const& candidate, Judgement const& judgement) const {
        if (auto objection = objection_to(candidate)) return *std::move(objection);
        if (judgement.outcome == MatchOutcome::ambiguous) return ambiguous(judgement.reason, {candidate});
        return matched(candidate, judgement.reason);
    }

    std::optional<MatchAnswer> by_stored_id() const {
        auto const mutual =
            select(candidates_, [](Candidate const& each) { return each.evidence.stored_ids == StoredIds::mutual; });
        // A copy of a record carries its stored id along; when two records name each other, the copies do not matter.
        if (mutual.size() == 1) return accept(mutual.front(), judge_stored_ids(mutual.front().evidence));
        auto const either =
            select(candidates_, [](Candidate const& each) { return each.evidence.stored_ids != StoredIds::none; });
        if (either.empty()) return std::nullopt;
        if (either.size() > 1) return ambiguous("stored_ids_disagree", either);
        auto const& candidate = either.front();
        bool const is_claimed_twice =
            std::ranges::any_of(same_side_, [&](MatchSubject const* each) { return each->stored_other_id == candidate.id(); });
        if (is_claimed_twice && candidate.subject->stored_other_id != subject_.id) return ambiguous("stored_id_shared", either);
        return accept(candidate, judge_stored_ids(candidate.evidence));
    }

    // Others whom the phone and the name would choose.
    Candidates phone_namesakes(std::string const& without_id) const {
        return select(with_phone_, [&](Candidate const& each) {
            return each.id() != without_id && agrees_on_names(each.evidence) &&
                   judge_phone(each.evidence).outcome == MatchOutcome::matched;
        });
    }

    std::optional<MatchAnswer> by_email() const {
        if (with_email_.empty()) return std::nullopt;
        bool const is_shared = with_email_.size() > 1 || std::ranges::any_of(same_side_,
                                                             [&](MatchSubject const* each) { return shares_email_with(*each); });
        if (is_shared) return among_family();
        auto const& candidate = with_email_.front();
        if (uses(MatchRule::phone_and_name)) {
            auto rivals = phone_namesakes(candidate.id());
            if (!rivals.empty()) {
                rivals.push_back(candidate);
                return ambiguous("rules_disagree", rivals);
            }
        }
        return accept(candidate, judge_email(candidate.evidence, false));
    }

    // A shared address says who belongs together; only the name says who is who.
    MatchAnswer among_family() const {
        auto const family = select(candidates_, [&](Candidate const& each) {
            return each.shares_email() || (uses(MatchRule::phone_and_name) && each.shares_phone());
        });
        auto const namesakes =
            select(family, [](Candidate const& each) { return judge_relative(each.evidence).outcome == MatchOutcome::matched; });
        auto const* candidate = nearest(namesakes);
        if (candidate == nullptr) return ambiguous("email_shared", family);
        if (has_rival(*candidate)) return ambiguous(candidate->shares_email() ? "email_shared" : "phone_shared", family);
        return accept(*candidate, judge_relative(candidate->evidence));
    }

    std::optional<MatchAnswer> by_phone_and_name() const {
        auto const namesakes = select(
            with_phone_, [](Candidate const& each) { return judge_phone(each.evidence).outcome == MatchOutcome::matched; });
        if (namesakes.empty()) return among_sharers();
        auto const* candidate = nearest(namesakes);
        if (candidate == nullptr || has_rival(*candidate)) return ambiguous("phone_shared", namesakes);
        if (uses(MatchRule::email)) {
            // Only when the mapping asks for the phone first; otherwise the e-mail has had its say.
            auto rivals = select(with_email_, [&](Candidate const& each) { return each.id() != candidate->id(); });
            if (!rivals.empty() && !candidate->shares_email()) {
                rivals.push_back(*candidate);
                return ambiguous("rules_disagree", rivals);
            }
        }
        return accept(*candidate, judge_phone(candidate->evidence));
    }

    // Nobody with our phone has our name. A relative who is known to be somebody else does not stand in the way; whoever is
    // not may be this person, and making a new record could make a duplicate.
    std::optional<MatchAnswer> among_sharers() const {
        auto const open = select(with_phone_, [&](Candidate const& each) {
            bool const is_relative = each.evidence.names.first == Likeness::differs;
            return !is_relative || (!is_known_as_another(each) && !has_counterpart(each));
        });
        if (open.empty()) return std::nullopt;
        return ambiguous(open.size() == 1 ? judge_phone(open.front().evidence).reason : "phone_shared", open);
    }

    Mapping const& mapping_;
    MatchSubject const& subject_;
    Subjects same_side_;
    Candidates candidates_;
    Candidates with_email_;
    Candidates with_phone_;
};

}  // namespace

// Projections live in side a's domain, whichever side the subject is on, so the side makes no difference to the comparison.
MatchAnswer match(Mapping const& mapping, Side /*side*/, MatchSubject const& subject, std::vector<MatchSubject> const& candidates,
    std::vector<MatchSubject> const& same_side) {
    return Matching{mapping, subject, candidates, same_side}.run();
}

}  // namespace lockstep::contacts
