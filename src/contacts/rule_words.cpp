// SPDX-License-Identifier: Apache-2.0
#include "contacts/rule_words.hpp"

namespace lockstep::contacts {

Result<FieldRule> parse_field_rule(JsonObject const& object, std::string_view code) {
    FieldRule rule;
    TRY_VOID(read_word(object, "kind", code, rule.kind));
    if (rule.kind == FieldKind::set) rule.conflict = ConflictRule::union_of_sets;
    TRY_VOID(read_word(object, "direction", code, rule.direction));
    TRY_VOID(read_word(object, "conflict", code, rule.conflict));
    TRY_VOID(read_word(object, "blank", code, rule.blank));
    TRY_VOID(read_word(object, "first_match", code, rule.first_match));
    if (auto const* enforce = object.if_contains("enforce")) {
        if (!enforce->is_bool()) return fail(ErrorKind::invalid, code, "reading \"enforce\": it has to be true or false");
        rule.enforce = enforce->get_bool();
    }
    return rule;
}

}  // namespace lockstep::contacts
