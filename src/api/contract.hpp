// SPDX-License-Identifier: Apache-2.0
// Contract: what docs/api/openapi.yaml, as it is built into the program, demands of a request. Read once.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lockstep::api {

enum class ParameterPlace : std::uint8_t {
    path,
    query,
    header
};

struct Parameter {
    std::string_view name;
    ParameterPlace place = ParameterPlace::query;
    Json const* schema = nullptr;
    Json const* form = nullptr;  // the same, after its $ref
    bool is_required = false;
};

// One method of one path. Refers to the contract, which outlives it.
struct ContractOperation {
    std::vector<Parameter> parameters{};
    std::vector<std::string_view> query{};  // names of query parameters
    Json const* body = nullptr;             // schema of a JSON body; null: it takes none
    bool is_body_required = false;
    bool takes_a_file = false;       // the body is no JSON: the handler reads it
    std::size_t body_bytes_max = 0;  // 0: as everywhere
};

class Contract {
public:
    explicit Contract(std::string_view openapi_json);

    // Null when the document does not know it.
    ContractOperation const* find(std::string_view method, std::string_view pattern) const;
    // What the $refs of the schemas point into.
    Json const& document() const { return document_; }
    // What the document says that nobody could check.
    std::vector<std::string> const& problems() const { return problems_; }

private:
    void read_parameters(Json const& holder, ContractOperation& operation);
    void read_body(Json const& node, ContractOperation& operation);
    void check_words(Json const& schema, std::string_view where);

    Json document_;
    std::vector<std::string> problems_;
    std::map<std::string, ContractOperation, std::less<>> operations_;  // by "GET /api/v1/syncs"
};

// Of the document that is built in.
Contract const& contract();

}  // namespace lockstep::api
