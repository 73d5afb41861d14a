// SPDX-License-Identifier: Apache-2.0
#include "messages/messages.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.hpp"
#include "messages/word_files.hpp"

namespace lockstep::messages {
namespace {

using Sentences = std::map<std::string, std::string, std::less<>>;

void flatten(JsonObject const& tree, std::string const& path, Sentences& into) {
    for (auto const& member : tree) {
        auto const here = path.empty() ? std::string(member.key()) : path + "." + std::string(member.key());
        if (auto const* branch = member.value().if_object()) {
            flatten(*branch, here, into);
        } else if (auto const* leaf = member.value().if_string()) {
            into.emplace(here, std::string(leaf->data(), leaf->size()));
        }
    }
}

Sentences read_sentences(std::string_view file) {
    Sentences sentences;
    for (auto const& each : word_files()) {
        if (each.path != file) continue;
        auto const tree = parse_json(each.bytes);
        CHECK(tree && tree->is_object());  // ours, and read by a test
        flatten(tree->get_object(), "", sentences);
    }
    return sentences;
}

Sentences const& sentences_in(Language language) {
    static Sentences const english = read_sentences("en.json");
    static Sentences const french = read_sentences("fr.json");
    return language == Language::fr ? french : english;
}

std::string_view value_of(MessageParams const& params, std::string_view name) {
    auto const found = std::ranges::find(params, name, [](auto const& param) -> std::string_view { return param.first; });
    return found == params.end() ? std::string_view() : std::string_view(found->second);
}

// Calls `literal` and `name` for the parts of a sentence in their order.
template <class Literal, class Name>
void walk(std::string_view sentence, Literal literal, Name name) {
    while (!sentence.empty()) {
        auto const open = sentence.find("{{");
        auto const close = open == std::string_view::npos ? open : sentence.find("}}", open);
        if (close == std::string_view::npos) return literal(sentence);
        literal(sentence.substr(0, open));
        name(trim_ascii(sentence.substr(open + 2, close - open - 2)));
        sentence.remove_prefix(close + 2);
    }
}

// The weight of "fr;q=0.8"; 1 when it states none, 0 when it cannot be read.
double weight_of(std::string_view range) {
    auto const at = range.find(";");
    if (at == std::string_view::npos) return 1;
    auto parameter = trim_ascii(range.substr(at + 1));
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 1;
    parameter.remove_prefix(2);
    double weight = 0;
    auto const [end, error] = std::from_chars(parameter.data(), parameter.data() + parameter.size(), weight);
    return error == std::errc{} && end == parameter.data() + parameter.size() ? weight : 0;
}

}  // namespace

std::string_view to_string(Language language) { return language == Language::fr ? "fr" : "en"; }

std::optional<Language> parse_language(std::string_view tag) {
    auto const primary = lower_ascii(tag.substr(0, tag.find_first_of("-_.@")));
    if (primary == "fr") return Language::fr;
    if (primary == "en") return Language::en;
    return std::nullopt;
}

Language preferred_language(std::string_view accept_language) {
    auto best = Language::en;
    double best_weight = 0;
    for (auto const range : split(accept_language.substr(0, 1024), ',')) {
        auto const language = parse_language(trim_ascii(range.substr(0, range.find(';'))));
        auto const weight = weight_of(range);
        if (!language || weight <= best_weight) continue;
        best = *language;
        best_weight = weight;
    }
    return best;
}

bool has_text(std::string_view code) { return sentences_in(Language::en).contains(code); }

std::string_view sentence(Language language, std::string_view code) {
    auto const& sentences = sentences_in(language);
    auto const found = sentences.find(code);
    return found == sentences.end() ? std::string_view() : std::string_view(found->second);
}

std::string text(Language language, std::string_view code, MessageParams const& params) {
    std::string out;
    walk(
        sentence(language, code), [&](std::string_view literal) { out += literal; },
        [&](std::string_view name) { out += value_of(params, name); });
    return out;
}

std::string text(Language language, Message const& message) { return text(language, message.code, message.params); }

std::string text_for(Language language, std::string_view code, std::int64_t count, MessageParams params) {
    // French counts nothing as one: "0 personne".
    bool const is_one = count == 1 || (count == 0 && language == Language::fr);
    params.emplace_back("count", number(language, count));
    return text(language, std::string(code) + (is_one ? "_one" : "_other"), params);
}

std::string number(Language language, std::int64_t value) {
    auto digits = std::to_string(value);
    std::size_t const first = value < 0 ? 1 : 0;
    std::string_view const between = language == Language::fr ? "\u00a0" : ",";
    for (auto at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, between);
    return digits;
}

bool fills(std::string_view code, MessageParams const& params) {
    if (!has_text(code)) return false;
    return std::ranges::none_of(
        names_in(sentence(Language::en, code)), [&](auto const& name) { return value_of(params, name).empty(); });
}

std::vector<std::string> names_in(std::string_view sentence) {
    std::vector<std::string> names;
    walk(sentence, [](std::string_view) {}, [&](std::string_view name) { names.emplace_back(name); });
    std::ranges::sort(names);
    auto const [first, last] = std::ranges::unique(names);
    names.erase(first, last);
    return names;
}

std::vector<std::string> codes(Language language) {
    std::vector<std::string> all;
    for (auto const& [code, sentence] : sentences_in(language)) all.push_back(code);
    return all;
}

JsonObject to_json(MessageParams const& params) {
    JsonObject object;
    for (auto const& [name, value] : params) object[name] = value;
    return object;
}

}  // namespace lockstep::messages
