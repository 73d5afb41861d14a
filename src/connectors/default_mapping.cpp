// SPDX-License-Identifier: Apache-2.0
#include "connectors/default_mapping.hpp"

#include "connectors/declaration_files.hpp"

namespace lockstep::connectors {

Result<Json> default_mapping_document(std::string_view a_profile, std::string_view b_profile) {
    auto const path = "mappings/" + std::string(a_profile) + "__" + std::string(b_profile) + ".json";
    // At the top, or in the folder of one of the two apps.
    for (auto const& file : declaration_files()) {
        if (file.path == path || file.path.ends_with("/" + path)) return parse_json(file.text);
    }
    return fail(ErrorKind::not_found, "connectors.no_default_mapping",
        "looking for a default mapping: there is none from \"" + std::string(a_profile) + "\" to \"" + std::string(b_profile) +
            "\"");
}

Result<contacts::Mapping> default_mapping(std::string_view a_profile, std::string_view b_profile) {
    TRY(auto document, default_mapping_document(a_profile, b_profile));
    return contacts::parse_mapping(document);
}

Result<std::vector<std::shared_ptr<catalogue::Connector const>>> load_all() {
    return catalogue::load_connectors(declaration_files());
}

}  // namespace lockstep::connectors
