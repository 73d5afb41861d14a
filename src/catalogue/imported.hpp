// SPDX-License-Identifier: Apache-2.0
// What differs where a connector was made from an OpenAPI document by this installation: its words are the document's, its app
// may ask for no credential or take it in an address, and nobody described what its operations set off.
#pragma once

#include <string>
#include <vector>

#include "catalogue/connector.hpp"

namespace lockstep::catalogue {

bool is_imported(Connector const& connector);
// False: the app asks for no credential.
bool needs_credential(Connector const& connector);
// Run by hand only when whoever asks says so: it cannot be undone, or nobody described what it sets off.
bool needs_confirmation(Operation const& operation);
// Names of the headers and parameters that carry the credential, so that no record keeps what stands there.
std::vector<std::string> credential_places(Connector const& connector);

}  // namespace lockstep::catalogue
