// SPDX-License-Identifier: Apache-2.0
// Matching: which record of the other side is the same person? "Ambiguous" is a real outcome; names alone never match.
#pragma once

#include "contacts/mapping.hpp"

namespace lockstep::contacts {

struct MatchSubject {
    std::string id;
    Projection projection;
    std::string stored_other_id;  // what its id-holding field says; empty when blank
    bool is_linked = false;       // already linked to another record: may not be chosen, but makes an answer ambiguous
};

enum class MatchOutcome : std::uint8_t {
    matched,
    nobody,
    ambiguous
};

struct MatchAnswer {
    MatchOutcome outcome = MatchOutcome::nobody;
    std::string id;      // of the candidate, when matched
    std::string reason;  // "stored_id", "email", "phone_and_name"; for ambiguous why: "email_shared", "names_differ", ...
    std::vector<std::string> candidates;  // for ambiguous: whom a person has to choose from
};

// `candidates` are the other side's records that share the stored id, the e-mail or the phone (found by blind index), in any
// order; the answer does not depend on it. `same_side` are records of the subject's own side that share its e-mail or phone:
// a family that shares an address is ambiguous unless name and phone single one out.
MatchAnswer match(Mapping const& mapping, Side side, MatchSubject const& subject, std::vector<MatchSubject> const& candidates,
    std::vector<MatchSubject> const& same_side);

}  // namespace lockstep::contacts
