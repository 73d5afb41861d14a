// SPDX-License-Identifier: Apache-2.0
// Documents that are nearly right: words of a sound one exchanged for others. Each is refused with a message, or becomes a
// connector that loads and whose requests stay at their host.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "imports/compare.hpp"
#include "imports/convert.hpp"
#include "imports/document.hpp"
#include "imports/store.hpp"

namespace lockstep::imports {
namespace {

std::vector<std::string> words_of(std::string const& text) {
    std::vector<std::string> words;
    std::string word;
    for (char letter : text) {
        bool const is_part = std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '$';
        if (!is_part || (!word.empty() && (std::isalnum(static_cast<unsigned char>(word.back())) == 0 && word.back() != '_' &&
                                              word.back() != '$'))) {
            if (!word.empty()) words.push_back(std::exchange(word, {}));
        }
        word += letter;
    }
    if (!word.empty()) words.push_back(word);
    return words;
}

TEST(ConvertProperty, WhatIsTakenLoadsAndStaysAtItsHost) {
    std::ifstream file("tests/data/openapi/maple_shop.yaml");
    std::stringstream text;
    text << file.rdbuf();
    auto const words = words_of(text.str());
    ASSERT_GT(words.size(), 500U);
    std::vector<std::string> const others{"null", "[]", "{}", "true", "1", "-1", "x-y", "'../..'", "'a/b{c}'", "'\\u0000'",
        "array", "object", "string", "'#/components/schemas/Order'", "'#/paths'", "''", "allOf", "oneOf", "anyOf", "enum",
        "required", "properties", "items", "'${credential}'", "'}'", "'{x'", "query", "header", "path", "cookie", "get",
        "delete"};
    // The same documents in every run (Knuth's MMIX numbers).
    std::uint64_t state = 7;
    auto const draw = [&](std::size_t below) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>((state >> 33U) % below);
    };
    Choices choices;
    choices.base_url = "https://api.example.com";
    int taken = 0;
    for (int round = 0; round < 1500; ++round) {
        auto changed = words;
        for (int i = 0; i < 1 + round % 5; ++i) {
            auto& word = changed[draw(changed.size())];
            word = draw(3) == 0 ? changed[draw(changed.size())] : others[draw(others.size())];
        }
        std::string yaml;
        for (auto const& word : changed) yaml += word;
        auto const document = read_document(yaml);
        if (!document) continue;
        auto const offer = convert(*document, choices);
        if (!offer) {
            ASSERT_FALSE(offer.error().message.empty());
            continue;
        }
        auto const connector = load_imported(offer->id, offer->declarations());
        ASSERT_TRUE(connector) << "round " << round << ": " << describe(connector.error()) << "\n" << yaml;
        ++taken;
        for (auto const& operation : (*connector)->operations) {
            JsonObject inputs;
            for (auto const& input : operation.inputs) {
                if (input.required) inputs[input.name] = "../x?y#z";
            }
            auto const request = catalogue::render_request(**connector, operation, inputs, {}, Secret("x"));
            if (request) ASSERT_TRUE(request->url.starts_with("https://api.example.com/")) << request->url;
        }
        ASSERT_TRUE(compare(offer->declarations(), offer->declarations()).empty());
    }
    EXPECT_GT(taken, 150);
}

}  // namespace
}  // namespace lockstep::imports
