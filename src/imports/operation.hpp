// SPDX-License-Identifier: Apache-2.0
// One operation of a document as a declaration, or why it cannot be one. For convert.cpp.
#pragma once

#include <expected>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "imports/convert.hpp"
#include "imports/shapes.hpp"

namespace lockstep::imports {

// What a security scheme comes to: "bearer", "basic", "header:X-Api-Key", "query:key"; empty: nothing that can be sent.
using Schemes = std::map<std::string, std::string, std::less<>>;

struct OperationSource {
    std::string method;  // "GET"
    std::string path;
    JsonObject const& operation;
    JsonObject const& item;  // of the path
};

struct OperationMaking {
    Shapes const& shapes;
    Schemes const& schemes;
    JsonArray const* security;                                        // of the document
    std::string auth;                                                 // what is sent
    std::set<std::string, std::less<>>& ids;                          // taken ones; the new one is added
    std::map<std::string, std::string, std::less<>> const& kept_ids;  // by key, of an earlier import; all of them are in `ids`
    std::vector<LeftOut>& left_out;
};

// The declaration without chosen titles; an error is what stands against the whole operation.
std::expected<Json, LeftOut> make_operation(OperationSource const& source, OperationMaking& making);

}  // namespace lockstep::imports
