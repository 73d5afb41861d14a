// SPDX-License-Identifier: Apache-2.0
#include "sync/resolve.hpp"

#include <set>

#include "sync/journal.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string const& id_holder(contacts::Mapping const& mapping, Side side) {
    return side == Side::a ? mapping.a_holds_id_of_b : mapping.b_holds_id_of_a;
}

std::string stored_other_id(contacts::Mapping const& mapping, Side side, contacts::Record const& record) {
    auto const found = record.fields.find(id_holder(mapping, side));
    if (found == record.fields.end()) return {};
    auto const value = contacts::canonical(contacts::FieldKind::text, found->second, mapping.region);
    auto const* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

std::string projected_text(contacts::Projection const& projection, std::string const& name) {
    auto const found = projection.find(name);
    if (found == projection.end()) return {};
    auto const* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

class Resolver {
public:
    Resolver(Scope const& scope, ResolveInput const& input)
        : scope_(scope),
          input_(input),
          other_(contacts::other(input.side)),
          projection_(contacts::project(input.mapping, input.side, input.mirror.record)) {}

    Result<Resolution> run() {
        TRY(auto link, link_of(scope_, input_.side, input_.mirror.record.id));
        if (link) return Resolution{ResolutionKind::linked, std::move(link), {}, {}};

        auto const stored = stored_other_id(input_.mapping, input_.side, input_.mirror.record);
        if (!stored.empty()) {
            TRY(auto creating, link_of(scope_, other_, stored));
            // The marker of a create of ours: whatever became of its answer, this is the record it made.
            if (creating && creating->state == LinkState::creating && !creating->record(input_.side))
                return adopt(std::move(*creating));
        }

        TRY(auto const other_subjects, subjects(other_, stored));
        TRY(auto const same_subjects, subjects(input_.side, {}));
        contacts::MatchSubject subject{input_.mirror.record.id, projection_, stored, false};
        Resolution resolution;
        resolution.answer = contacts::match(input_.mapping, input_.side, subject, other_subjects, same_subjects);
        switch (resolution.answer.outcome) {
            case contacts::MatchOutcome::unsure: resolution.kind = ResolutionKind::unsure; break;
            case contacts::MatchOutcome::nobody: resolution.kind = ResolutionKind::nobody; break;
            case contacts::MatchOutcome::matched: return matched(std::move(resolution));
        }
        return resolution;
    }

private:
    Result<Resolution> adopt(Link link) {
        link.record(input_.side) = input_.mirror.record.id;
        link.state = LinkState::active;
        return Resolution{ResolutionKind::adopted, std::move(link), {}, {}};
    }

    Result<Resolution> matched(Resolution resolution) {
        resolution.kind = ResolutionKind::matched;
        resolution.other_id = resolution.answer.id;
        TRY(auto link, link_of(scope_, other_, resolution.other_id));
        if (!link) return resolution;
        // The match is somebody whose create at our side is under way. If this record were that create it would carry its
        // marker, unless the app stores none.
        if (link->state != LinkState::creating) {
            resolution.kind = ResolutionKind::unsure;
            resolution.answer.reason = "linked_to_another";
            resolution.answer.candidates = {resolution.other_id};
            return resolution;
        }
        TRY(auto const create, open_create_of(scope_, link->id));
        if (create && (create->state == IntentState::journalled || !id_holder(input_.mapping, input_.side).empty())) {
            resolution.kind = ResolutionKind::waiting;
            resolution.link = std::move(link);
            return resolution;
        }
        return adopt(std::move(*link));
    }

    // Records of `side` that share the stored id, the e-mail or the phone (or the name, for the mutant).
    Result<std::vector<contacts::MatchSubject>> subjects(Side side, std::string const& stored) {
        std::set<std::string> ids;
        auto const add_found = [&](std::string_view kind, std::string const& value) -> Result<void> {
            if (value.empty()) return {};
            TRY(auto const found, find_mirrors(scope_, side, kind, value));
            ids.insert(found.begin(), found.end());
            return {};
        };
        TRY_VOID(add_found("email", projected_text(projection_, input_.mapping.email_field)));
        TRY_VOID(add_found("phone", projected_text(projection_, input_.mapping.phone_field)));
        if (side == other_) {
            if (!stored.empty()) ids.insert(stored);
            TRY_VOID(add_found("other_id", input_.mirror.record.id));
        } else {
            ids.erase(input_.mirror.record.id);
        }
        std::vector<contacts::MatchSubject> list;
        for (auto const& id : ids) {
            TRY(auto const mirror, load_mirror(scope_, side, id));
            if (!mirror || mirror->state != MirrorState::present) continue;
            TRY(auto const link, link_of(scope_, side, id));
            bool const is_linked = link && link->state != LinkState::creating && link->record(contacts::other(side)).has_value();
            list.push_back({id, contacts::project(input_.mapping, side, mirror->record),
                stored_other_id(input_.mapping, side, mirror->record), is_linked});
        }
        return list;
    }

    Scope const& scope_;
    ResolveInput const& input_;
    Side other_;
    contacts::Projection projection_;
};

// The mutant: the first unlinked record with the same name is taken for the same person.
Result<std::optional<std::string>> same_name(Scope const& scope, ResolveInput const& input) {
    auto const other = contacts::other(input.side);
    auto const wanted = contacts::project(input.mapping, input.side, input.mirror.record);
    TRY(auto const rows,
        scope.transaction.query(
            "SELECT record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 ORDER BY record_id",
            scope.account, scope.sync, contacts::to_string(other)));
    for (auto const& row : rows) {
        TRY(auto const mirror, load_mirror(scope, other, row.text(0)));
        TRY(auto const link, link_of(scope, other, row.text(0)));
        if (!mirror || link) continue;
        auto const seen = contacts::project(input.mapping, other, mirror->record);
        auto const& last = input.mapping.last_name_field;
        if (!projected_text(wanted, last).empty() && projected_text(wanted, last) == projected_text(seen, last))
            return row.text(0);
    }
    return std::nullopt;
}

}  // namespace

Result<Resolution> resolve(Scope const& scope, ResolveInput const& input) {
    TRY(auto resolution, Resolver(scope, input).run());
    if (input.mutant == Mutant::match_on_name && resolution.kind == ResolutionKind::nobody) {
        TRY(auto const found, same_name(scope, input));
        if (found) {
            resolution.kind = ResolutionKind::matched;
            resolution.other_id = *found;
            resolution.answer.reason = "name";
        }
    }
    return resolution;
}

}  // namespace lockstep::sync
