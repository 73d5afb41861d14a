// SPDX-License-Identifier: Apache-2.0
// What the requests of declared operations and composed ones share: the base address and the declared headers. For render.cpp,
// composed.cpp and declared_binding.cpp.
#pragma once

#include "catalogue/connector.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {

Names setting_names(ConnectionSettings const& settings);
// Without a slash at its end. invalid "catalogue.bad_base_url".
Result<std::string> checked_base(Connector const& connector, ConnectionSettings const& settings);
bool is_clean_header_value(std::string_view value);
// `templates` may be null. With `optional`, a header of which a name has no value is left out. `label` names who asks.
Result<void> add_headers(HttpRequest& request, Json const* templates, Names const& names, std::string_view label, bool optional);
// The headers and parameters that carry the credential. After all others, so that none of those can name it.
Result<void> add_credential(
    HttpRequest& request, Connector const& connector, Names names, Secret const& credential, std::string_view label);

}  // namespace lockstep::catalogue
