// SPDX-License-Identifier: Apache-2.0
// A check of JSON against the part of JSON Schema (and of OpenAPI 3.0's dialect) that our declarations and the vendors'
// documents use. It reports every problem, with the place as a JSON pointer.
//
// Known words: $ref (within the document), type (also a list), nullable, enum, const, required, properties,
// additionalProperties, items, minItems, maxItems, uniqueItems, minLength, maxLength, pattern, minimum, maximum, minProperties,
// maxProperties, allOf, anyOf, oneOf, and annotations, which say nothing about which values fit. Any other word is a problem: a
// value must not count as checked by a rule that nobody looked at.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lockstep::catalogue {

struct SchemaProblem {
    std::string pointer;      // in the checked value
    std::string message;      // may quote the value where it repeats itself
    std::string_view word{};  // of the schema, that the value does not fulfil; "false" and "" beside words: see the message
    JsonObject const* schema = nullptr;  // where that word stands
    std::string member{};                // the one that is missing or not known
};

struct SchemaOptions {
    // A member that a schema with properties does not name is a problem, even where the schema does not say so.
    bool refuse_unknown = false;
    // Words that the schema may hold besides; where it is part of something else, such as an operation's input.
    std::span<std::string_view const> other_words{};
    // Our own formats count: "line" is a text without control characters, "lines" may have line breaks;
    // and so does "date-time", a moment as parse_time() reads it.
    bool has_text_formats = false;
    // check_words() was asked before, so that it need not be looked at each time.
    bool words_are_known = false;
};

// Unknown words anywhere in `schema`, also where no value leads; the pointers are the schema's.
std::vector<SchemaProblem> check_words(Json const& schema, std::span<std::string_view const> other_words = {});

// `document` is what $ref points into; `schema` is a part of it.
std::vector<SchemaProblem> check_schema(
    Json const& document, Json const& schema, Json const& value, SchemaOptions const& options = {});

}  // namespace lockstep::catalogue
