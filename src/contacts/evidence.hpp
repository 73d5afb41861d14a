// SPDX-License-Identifier: Apache-2.0
// Evidence: what speaks for and against two records being one person, and the table of what that is worth. The table stands
// in docs/merge.md as well; tests/data/match holds its cases.
#pragma once

#include "contacts/match.hpp"
#include "contacts/names.hpp"

namespace lockstep::contacts {

enum class Agreement : std::uint8_t {
    unknown,  // one of them does not say
    agrees,
    contradicts
};

enum class StoredIds : std::uint8_t {
    none,
    one_sided,  // one holds the other's id
    mutual      // each holds the other's
};

struct Evidence {
    StoredIds stored_ids = StoredIds::none;
    Agreement email = Agreement::unknown;
    Agreement phone = Agreement::unknown;
    NameLikeness names;
    Agreement birth_date = Agreement::unknown;
    Agreement sex = Agreement::unknown;
};

Evidence evidence_of(Mapping const& mapping, MatchSubject const& left, MatchSubject const& right);

struct Judgement {
    MatchOutcome outcome = MatchOutcome::nobody;
    char const* reason = "";
};

// By the id fields alone; `nobody` when neither holds the other's.
Judgement judge_stored_ids(Evidence const& evidence);
// `is_shared`: several people have the address, so that a missing first name says too little.
Judgement judge_email(Evidence const& evidence, bool is_shared);
Judgement judge_phone(Evidence const& evidence);

// May a person of these names be chosen among several who share an address? Both parts are known and neither differs.
bool agrees_on_names(Evidence const& evidence);

}  // namespace lockstep::contacts
