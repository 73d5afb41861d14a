// SPDX-License-Identifier: Apache-2.0
#include "catalogue/declaration_schema.hpp"

#include "catalogue/schema_files.hpp"

namespace lockstep::catalogue {

Json const& declaration_schema() {
    static Json const schema = [] {
        auto const files = schema_files();
        CHECK(files.size() == 1);
        auto const& [path, text] = files.front();
        auto parsed = parse_json(text);
        CHECK(parsed.has_value());
        return std::move(*parsed);
    }();
    return schema;
}

}  // namespace lockstep::catalogue
