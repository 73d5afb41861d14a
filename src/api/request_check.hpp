// SPDX-License-Identifier: Apache-2.0
// What a request has to be before its handler sees it: as the document says. The handler then reads plainly.
#pragma once

#include "api/context.hpp"
#include "api/contract.hpp"
#include "catalogue/schema_check.hpp"

namespace lockstep::api {

// Parameters, then the body, which becomes context.body; parameters that are absent get their default.
Task<Result<void>> check_request(Context& context, ContractOperation const& operation);

// The one that is told, of several: what is not known here comes first, for it is mostly a misspelt name of what is missing.
catalogue::SchemaProblem const& first_problem(std::vector<catalogue::SchemaProblem> const& problems);

// Never quotes a value.
Error body_error(catalogue::SchemaProblem const& problem);
Error parameter_error(std::string_view name, catalogue::SchemaProblem const& problem);

}  // namespace lockstep::api
