// SPDX-License-Identifier: Apache-2.0
// Declarations as they stand in folders of the source tree; tests run at its root. Included by tests and benchmarks only.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/connector.hpp"

namespace lockstep::catalogue {

inline constexpr char const* own_connectors = "src/connectors";
inline constexpr char const* made_up_connectors = "tests/data/connectors";  // apps that do not exist

inline Result<std::vector<std::shared_ptr<Connector const>>> load_from(std::filesystem::path const& root) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root)) {
        auto const name = std::filesystem::relative(entry.path(), root).generic_string();
        bool const is_declaration = entry.path().extension() == ".json" || entry.path().filename() == "logo.svg";
        if (!is_declaration || name.find("/recordings/") != std::string::npos || name.find("corpus/") != std::string::npos)
            continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        texts.emplace_back(name, std::string{std::istreambuf_iterator<char>(stream), {}});
    }
    std::vector<DeclarationFile> files;
    files.reserve(texts.size());
    for (auto const& [name, text] : texts) files.push_back({name, text});
    return load_connectors(files);
}

}  // namespace lockstep::catalogue
