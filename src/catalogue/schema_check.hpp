// SPDX-License-Identifier: Apache-2.0
// A check of JSON against the part of JSON Schema (and of OpenAPI 3.0's dialect) that our declarations and the vendors'
// documents use. It reports every problem, with the place as a JSON pointer.
//
// Known words: $ref (within the document), type (also a list), nullable, enum, const, required, properties,
// additionalProperties, items, minItems, maxItems, minLength, maxLength, minimum, maximum, minProperties, allOf, anyOf, oneOf.
// Others are ignored.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace lockstep::catalogue {

struct SchemaProblem {
    std::string pointer;  // in the checked value
    std::string message;
    bool operator==(SchemaProblem const&) const = default;
};

struct SchemaOptions {
    // A member that a schema with properties does not name is a problem, even where the schema does not say so.
    bool refuse_unknown = false;
};

// `document` is what $ref points into; `schema` is a part of it.
std::vector<SchemaProblem> check_schema(
    Json const& document, Json const& schema, Json const& value, SchemaOptions const& options = {});

}  // namespace lockstep::catalogue
