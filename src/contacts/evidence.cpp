// SPDX-License-Identifier: Apache-2.0
// In doubt the answer is "ambiguous": a wrong link mixes two people's data, a missing one costs a person a minute.
#include "contacts/evidence.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"

#include "contacts/date.hpp"
#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

std::string_view text_of(MatchSubject const& subject, std::string const& field) {
    auto const found = subject.projection.find(field);
    if (found == subject.projection.end()) return {};
    auto const* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string_view{} : std::string_view{*text};
}

Agreement compare(std::string_view left, std::string_view right) {
    if (left.empty() || right.empty()) return Agreement::unknown;
    return left == right ? Agreement::agrees : Agreement::contradicts;
}

// Only a civil date can agree or contradict; what was typed and is no date says nothing.
std::string_view civil_date(std::string_view text) { return is_civil_date(text) ? text : std::string_view{}; }

// 'f', 'm' or nothing, however the app calls it in English or French.
std::string_view sex_of(std::string_view text) {
    auto const key = name_key(text);
    for (auto const* word : {"f", "female", "woman", "femme", "feminin", "fille"}) {
        if (key == word) return "f";
    }
    for (auto const* word : {"m", "male", "man", "homme", "masculin", "h", "garcon"}) {
        if (key == word) return "m";
    }
    return {};
}

bool is_close(Likeness likeness) { return likeness == Likeness::same || likeness == Likeness::compatible; }

// Whatever the address: a first name, a birth date or a sex that disagrees is another person, or a mistake of somebody's.
char const* contradiction_in(Evidence const& evidence) {
    if (evidence.names.first == Likeness::differs) return "names_differ";
    if (evidence.birth_date == Agreement::contradicts) return "birth_date_differs";
    if (evidence.sex == Agreement::contradicts) return "sex_differs";
    return nullptr;
}

Judgement ambiguous(char const* reason) { return {MatchOutcome::ambiguous, reason}; }
Judgement matched(char const* reason) { return {MatchOutcome::matched, reason}; }

}  // namespace

Evidence evidence_of(Mapping const& mapping, MatchSubject const& left, MatchSubject const& right) {
    auto const both = [&](std::string const& field) { return compare(text_of(left, field), text_of(right, field)); };
    Evidence out;
    bool const names_right = !left.stored_other_id.empty() && left.stored_other_id == right.id;
    bool const names_left = !left.id.empty() && right.stored_other_id == left.id;
    if (names_right || names_left) out.stored_ids = names_right && names_left ? StoredIds::mutual : StoredIds::one_sided;
    out.email = both(mapping.email_field);
    out.phone = both(mapping.phone_field);
    out.names = compare_names({text_of(left, mapping.first_name_field), text_of(left, mapping.last_name_field)},
        {text_of(right, mapping.first_name_field), text_of(right, mapping.last_name_field)});
    out.birth_date =
        compare(civil_date(text_of(left, mapping.birth_date_field)), civil_date(text_of(right, mapping.birth_date_field)));
    out.sex = compare(sex_of(text_of(left, mapping.sex_field)), sex_of(text_of(right, mapping.sex_field)));
    return out;
}

bool agrees_on_names(Evidence const& evidence) { return is_close(evidence.names.first) && is_close(evidence.names.last); }

Judgement judge_stored_ids(Evidence const& evidence) {
    if (evidence.stored_ids == StoredIds::none) return {};
    // Two that name each other were once put together; names and addresses change, and people correct a date.
    if (evidence.stored_ids == StoredIds::mutual) {
        bool const is_somebody_else = evidence.names.first == Likeness::differs && evidence.birth_date == Agreement::contradicts;
        return is_somebody_else ? ambiguous("names_differ") : matched("stored_id");
    }
    if (is_injected(InjectedFault::stored_id_believed)) return matched("stored_id");
    // An id that only one of the two holds may be left over from another account of the app, or of a relative: it needs something
    // that agrees, and nothing that contradicts. A nickname is too little, since "Jules" may be a brother of "Juliette".
    bool const is_so_named =
        agrees_on_names(evidence) && (evidence.names.first == Likeness::same || evidence.birth_date == Agreement::agrees);
    bool const agrees = evidence.email == Agreement::agrees || evidence.phone == Agreement::agrees || is_so_named;
    if (!agrees) return ambiguous("stored_id_alone");
    if (auto const* reason = contradiction_in(evidence)) return ambiguous(reason);
    return matched("stored_id");
}

Judgement judge_email(Evidence const& evidence, bool is_shared) {
    if (evidence.email != Agreement::agrees) return {};
    if (auto const* reason = contradiction_in(evidence)) return ambiguous(reason);
    bool const is_proven = evidence.birth_date == Agreement::agrees;
    auto const [first, last] = evidence.names;
    if (first == Likeness::half) return ambiguous("names_alike");
    if (is_proven && (first != Likeness::unknown || !is_shared)) return matched("email");
    if (first == Likeness::weak || last == Likeness::weak) return ambiguous("names_alike");
    // A last name changes with a marriage; relatives of one first name who share an address are rarer than that.
    if (last == Likeness::differs) return first == Likeness::same ? matched("email") : ambiguous("last_names_differ");
    if (is_shared && first == Likeness::unknown) return ambiguous("email_shared");
    return matched("email");
}

Judgement judge_phone(Evidence const& evidence) {
    if (evidence.phone != Agreement::agrees) return {};
    if (auto const* reason = contradiction_in(evidence)) return ambiguous(reason);
    bool const is_proven = evidence.birth_date == Agreement::agrees;
    auto const [first, last] = evidence.names;
    if (first == Likeness::unknown || (last == Likeness::unknown && !is_proven)) return ambiguous("name_missing");
    if (first == Likeness::half) return ambiguous("names_alike");
    if (is_proven) return matched("phone_and_name");
    if (first == Likeness::weak || last == Likeness::weak) return ambiguous("names_alike");
    if (last == Likeness::differs) return ambiguous("last_names_differ");
    return matched("phone_and_name");
}

}  // namespace lockstep::contacts
