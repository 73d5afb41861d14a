// SPDX-License-Identifier: Apache-2.0
// The mapping a new sync of two profiles begins with (mappings/<a>__<b>.json), and the connectors of this program.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "catalogue/connector.hpp"
#include "contacts/mapping.hpp"

namespace lockstep::connectors {

// not_found "connectors.no_default_mapping" when there is none for the two profiles in this order.
Result<contacts::Mapping> default_mapping(std::string_view a_profile, std::string_view b_profile);
// The same as it is written, for screens and files.
Result<Json> default_mapping_document(std::string_view a_profile, std::string_view b_profile);

// All connectors that are part of the program, one per profile.
Result<std::vector<std::shared_ptr<catalogue::Connector const>>> load_all();

}  // namespace lockstep::connectors
