// SPDX-License-Identifier: Apache-2.0
// Shapes: what a document's schemas say of values, in the words that our declarations and forms know; and values made up to fit.
// References are followed within the document only, and cut where they lead back to themselves.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lockstep::imports {

// Where a reference could not be followed: "external_ref" (a file or an address), "missing_ref", "circular_ref".
struct RefTrouble {
    std::string reason;
    std::string reference;
};

class Shapes {
public:
    explicit Shapes(Json const& document) : document_(document) {}

    // The value itself, or where its chain of references ends.
    std::expected<Json const*, RefTrouble> resolve(Json const& value) const;

    // type, nullable, enum, items, properties, limits; `required` of objects under "required". Nothing where nothing is known.
    // What had to be cut or could not be followed is told, once for each schema.
    using Tell = std::function<void(std::string_view reason, std::string const& detail)>;
    JsonObject shape(Json const& schema, Tell const& tell) const;

    // A value that fits, preferably one that the document gives.
    Json sample(Json const& schema) const;

    // How much was looked at so far, for whoever bounds the whole document.
    std::size_t spent() const { return spent_; }

private:
    struct Walk;
    JsonObject shape(Json const& schema, Walk& walk, int depth) const;
    void merge_all(JsonObject& shape, JsonArray const& list, Walk& walk, int depth) const;
    void take_choice(JsonObject& shape, JsonArray const& list, Walk& walk, int depth) const;
    void take_members(JsonObject& shape, JsonObject const& schema, Walk& walk, int depth) const;
    Json sample(Json const& schema, std::vector<Json const*>& above, int& budget) const;

    Json const& document_;
    mutable std::size_t spent_ = 0;
};

}  // namespace lockstep::imports
