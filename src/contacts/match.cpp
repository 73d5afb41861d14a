// SPDX-License-Identifier: Apache-2.0
// The rules are tried in the mapping's order. Everything is compared by id in the end, so the order of candidates is of
// no account. In doubt the answer is "unsure": a wrong link mixes two people's data, a missing one costs a person a minute.
#include "contacts/match.hpp"

#include <algorithm>
#include <iterator>

#include "base/injected_fault.hpp"

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using Candidates = std::vector<MatchSubject const*>;

enum class NameAgreement : std::uint8_t {
    agrees,
    differs,
    unknown
};

std::string_view text_of(MatchSubject const& subject, std::string const& field) {
    auto const found = subject.projection.find(field);
    if (found == subject.projection.end()) return {};
    auto const* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string_view{} : std::string_view{*text};
}

// Sorted by id, each once, the subject itself left out.
Candidates in_order(std::vector<MatchSubject> const& from, std::string const& without_id) {
    Candidates out;
    for (auto const& each : from) {
        if (without_id.empty() || each.id != without_id) out.push_back(&each);
    }
    std::ranges::sort(out, {}, [](MatchSubject const* each) -> std::string const& { return each->id; });
    auto const repeated = std::ranges::unique(out, {}, [](MatchSubject const* each) -> std::string const& { return each->id; });
    out.erase(repeated.begin(), repeated.end());
    return out;
}

template <class Predicate>
Candidates select(Candidates const& from, Predicate predicate) {
    Candidates out;
    std::ranges::copy_if(from, std::back_inserter(out), [&](MatchSubject const* each) { return predicate(*each); });
    return out;
}

MatchAnswer matched(MatchSubject const& candidate, char const* reason) {
    return {.outcome = MatchOutcome::matched, .id = candidate.id, .reason = reason, .candidates = {}};
}

MatchAnswer unsure(char const* reason, Candidates const& candidates) {
    MatchAnswer out{.outcome = MatchOutcome::unsure, .id = {}, .reason = reason, .candidates = {}};
    for (auto const* each : candidates) out.candidates.push_back(each->id);
    return out;
}

class Matching {
public:
    Matching(Mapping const& mapping, MatchSubject const& subject, std::vector<MatchSubject> const& candidates,
        std::vector<MatchSubject> const& same_side)
        : mapping_(mapping),
          subject_(subject),
          candidates_(in_order(candidates, {})),
          same_side_(in_order(same_side, subject.id)) {
        with_email_ = select(candidates_, [&](MatchSubject const& each) { return shares(each, mapping_.email_field); });
        with_phone_ = select(candidates_, [&](MatchSubject const& each) { return shares(each, mapping_.phone_field); });
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

    bool shares(MatchSubject const& other, std::string const& field) const {
        auto const ours = text_of(subject_, field);
        return !ours.empty() && ours == text_of(other, field);
    }

    NameAgreement name_agreement(MatchSubject const& other) const {
        bool is_unknown = false;
        for (auto const* field : {&mapping_.first_name_field, &mapping_.last_name_field}) {
            auto const ours = name_key(text_of(subject_, *field));
            auto const theirs = name_key(text_of(other, *field));
            if (ours.empty() || theirs.empty()) {
                is_unknown = true;
            } else if (ours != theirs) {
                return NameAgreement::differs;
            }
        }
        return is_unknown ? NameAgreement::unknown : NameAgreement::agrees;
    }

    bool agrees_on_name(MatchSubject const& other) const { return name_agreement(other) == NameAgreement::agrees; }

    // Somebody else on our own side who would get the same answer by this field.
    bool has_twin(std::string const& field) const {
        return std::ranges::any_of(
            same_side_, [&](MatchSubject const* each) { return shares(*each, field) && agrees_on_name(*each); });
    }

    // A link or a stored id says that this candidate is somebody else.
    std::optional<MatchAnswer> objection_to(MatchSubject const& candidate) const {
        if (candidate.is_linked) return unsure("already_linked", {&candidate});
        if (!uses(MatchRule::stored_id)) return std::nullopt;
        bool const points_elsewhere = !candidate.stored_other_id.empty() && candidate.stored_other_id != subject_.id;
        bool const we_point_elsewhere = !subject_.stored_other_id.empty() && subject_.stored_other_id != candidate.id;
        if (points_elsewhere || we_point_elsewhere) return unsure("stored_id_differs", {&candidate});
        return std::nullopt;
    }

    MatchAnswer accept(MatchSubject const& candidate, char const* reason) const {
        if (auto objection = objection_to(candidate)) return *std::move(objection);
        return matched(candidate, reason);
    }

    std::optional<MatchAnswer> by_stored_id() const {
        auto const is_named = [&](MatchSubject const& each) {
            return !subject_.stored_other_id.empty() && each.id == subject_.stored_other_id;
        };
        auto const names_us = [&](MatchSubject const& each) {
            return !subject_.id.empty() && each.stored_other_id == subject_.id;
        };
        Candidates const mutual = select(candidates_, [&](MatchSubject const& each) { return is_named(each) && names_us(each); });
        // A copy of a record carries its stored id along; when two records name each other, the copies do not matter.
        if (mutual.size() == 1) return accept(*mutual.front(), "stored_id");
        Candidates const either = select(candidates_, [&](MatchSubject const& each) { return is_named(each) || names_us(each); });
        if (either.empty()) return std::nullopt;
        if (either.size() > 1) return unsure("stored_ids_disagree", either);
        auto const& candidate = *either.front();
        bool const is_claimed_twice =
            std::ranges::any_of(same_side_, [&](MatchSubject const* each) { return each->stored_other_id == candidate.id; });
        if (is_claimed_twice && !names_us(candidate)) return unsure("stored_id_shared", either);
        // An id that only one of the two holds may be left over from another account of the app: it needs something that agrees.
        bool const agrees = shares(candidate, mapping_.email_field) || shares(candidate, mapping_.phone_field) ||
                            agrees_on_name(candidate) || is_injected(InjectedFault::stored_id_believed);
        if (!agrees) return unsure("stored_id_alone", either);
        return accept(candidate, "stored_id");
    }

    std::optional<MatchAnswer> by_email() const {
        if (with_email_.empty()) return std::nullopt;
        bool const is_shared = with_email_.size() > 1 || std::ranges::any_of(same_side_, [&](MatchSubject const* each) {
            return shares(*each, mapping_.email_field);
        });
        if (is_shared) return among_family();
        auto const& candidate = *with_email_.front();
        if (uses(MatchRule::phone_and_name)) {
            Candidates rivals =
                select(with_phone_, [&](MatchSubject const& each) { return each.id != candidate.id && agrees_on_name(each); });
            if (!rivals.empty()) {
                rivals.push_back(&candidate);
                std::ranges::sort(rivals, {}, [](MatchSubject const* each) -> std::string const& { return each->id; });
                return unsure("rules_disagree", rivals);
            }
        }
        return accept(candidate, "email");
    }

    // A shared address says who belongs together; only the name says who is who.
    MatchAnswer among_family() const {
        Candidates const family = select(candidates_, [&](MatchSubject const& each) {
            return shares(each, mapping_.email_field) || (uses(MatchRule::phone_and_name) && shares(each, mapping_.phone_field));
        });
        Candidates const namesakes = select(family, [&](MatchSubject const& each) { return agrees_on_name(each); });
        if (namesakes.size() != 1 || has_twin(mapping_.email_field)) return unsure("email_shared", family);
        auto const& candidate = *namesakes.front();
        bool const by_email = shares(candidate, mapping_.email_field);
        if (!by_email && has_twin(mapping_.phone_field)) return unsure("phone_shared", family);
        return accept(candidate, by_email ? "email" : "phone_and_name");
    }

    std::optional<MatchAnswer> by_phone_and_name() const {
        Candidates const namesakes = select(with_phone_, [&](MatchSubject const& each) { return agrees_on_name(each); });
        if (namesakes.empty()) {
            // Not known to be another person: making a new record could make a duplicate.
            Candidates const nameless =
                select(with_phone_, [&](MatchSubject const& each) { return name_agreement(each) == NameAgreement::unknown; });
            if (nameless.empty()) return std::nullopt;
            return unsure("name_missing", nameless);
        }
        if (namesakes.size() > 1 || has_twin(mapping_.phone_field)) return unsure("phone_shared", namesakes);
        if (uses(MatchRule::email)) {
            // Only when the mapping asks for the phone first; otherwise the e-mail has had its say.
            Candidates rivals = select(with_email_, [&](MatchSubject const& each) { return each.id != namesakes.front()->id; });
            if (!rivals.empty() && !shares(*namesakes.front(), mapping_.email_field)) {
                rivals.push_back(namesakes.front());
                std::ranges::sort(rivals, {}, [](MatchSubject const* each) -> std::string const& { return each->id; });
                return unsure("rules_disagree", rivals);
            }
        }
        return accept(*namesakes.front(), "phone_and_name");
    }

    Mapping const& mapping_;
    MatchSubject const& subject_;
    Candidates candidates_;
    Candidates same_side_;
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
