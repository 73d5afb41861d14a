// SPDX-License-Identifier: Apache-2.0
#include "contacts/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "contacts/nicknames.hpp"
#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using Words = std::vector<std::string>;

enum class Generation : std::uint8_t {
    unsaid,
    elder,
    younger,
    third,
    fourth
};

struct Parts {
    Words first;
    Words last;
    std::size_t double_words = 0;          // how many words the first given name has: two in "Jean-Marc Luc"
    std::size_t double_words_of_last = 0;  // the same of the last name, should it be the first name in the wrong field
    Generation generation = Generation::unsaid;
};

bool is_separator(char c) { return std::string_view{" -.,/()_\""}.contains(c); }

bool is_only_punctuation(std::string_view word) {
    return std::ranges::all_of(
        word, [](unsigned char c) { return c < 0x80 && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'); });
}

// Hyphens of Unicode part a double name as the one on the keyboard does.
std::string with_plain_hyphens(std::string_view text) {
    std::string out{text};
    for (std::string_view const hyphen : {"\u2010", "\u2011", "\u2013", "\u30fb", "\u00b7"}) {
        for (auto at = out.find(hyphen); at != std::string::npos; at = out.find(hyphen)) out.replace(at, hyphen.size(), "-");
    }
    return out;
}

std::string first_given_name(std::string_view text) {
    std::string const plain = with_plain_hyphens(text);
    return plain.substr(0, plain.find(' '));
}

Words words_of(std::string_view text) {
    std::string const plain = with_plain_hyphens(text);
    Words out;
    for (std::size_t at = 0; at < plain.size();) {
        std::size_t end = at;
        while (end < plain.size() && !is_separator(plain[end])) ++end;
        auto const word = std::string_view{plain}.substr(at, end - at);
        if (!is_only_punctuation(word)) out.push_back(name_key(word));
        at = end + 1;
    }
    return out;
}

Generation generation_of(std::string_view word) {
    if (word == "sr" || word == "senior" || word == "pere") return Generation::elder;
    if (word == "jr" || word == "junior" || word == "fils" || word == "ii") return Generation::younger;
    if (word == "iii") return Generation::third;
    if (word == "iv") return Generation::fourth;
    return Generation::unsaid;
}

bool is_title(std::string_view word) {
    constexpr std::array<std::string_view, 8> titles{"mr", "mrs", "ms", "miss", "mme", "mlle", "dr", "dre"};
    return std::ranges::find(titles, word) != titles.end();
}

Parts parts_of(FullName const& name) {
    Parts out{words_of(name.first), words_of(name.last), words_of(first_given_name(name.first)).size(),
        words_of(first_given_name(name.last)).size()};
    if (out.first.size() > 1 && is_title(out.first.front())) out.first.erase(out.first.begin());
    for (auto* words : {&out.last, &out.first}) {
        if (words->size() < 2) continue;  // the only word is a name: some people are called Junior
        auto const said = generation_of(words->back());
        if (said == Generation::unsaid) continue;
        out.generation = said;
        words->pop_back();
    }
    return out;
}

std::string whole(Words const& words) {
    std::string out;
    for (auto const& word : words) out += word;
    return out;
}

// A letter of an alphabet takes at most two bytes; a sign of a script of syllables or words stands for more than a letter.
bool is_alphabetic(std::string_view word) {
    return std::ranges::none_of(word, [](unsigned char c) { return c >= 0xE0; });
}

bool is_initial(std::string_view word) { return is_alphabetic(word) && count_code_points(word) == 1; }

// "j" of "jean", either way round.
bool is_initial_of(std::string_view left, std::string_view right) {
    return (is_initial(left) && right.starts_with(left)) || (is_initial(right) && left.starts_with(right));
}

// "jp" of {"jean", "philippe"}.
bool are_initials_of(std::string_view letters, Words const& words) {
    if (words.size() < 2 || !is_alphabetic(letters)) return false;
    std::string expected;
    for (auto const& word : words) expected += word.substr(0, static_cast<unsigned char>(word.front()) >= 0x80 ? 2 : 1);
    return letters == expected;
}

// One letter more, less or other, or two changed places; neither the first letter nor the last: "Louis" and "Louise",
// "Jason" and "Mason" are two names. By bytes, which is the same for the alphabets it is asked about but for letters of two.
bool is_typo(std::string_view left, std::string_view right) {
    constexpr std::size_t letters_min = 5;
    if (!is_alphabetic(left) || !is_alphabetic(right)) return false;
    if (count_code_points(left) < letters_min || count_code_points(right) < letters_min) return false;
    if (left.front() != right.front() || left.back() != right.back()) return false;
    if (left.size() > right.size()) std::swap(left, right);
    std::size_t head = 0;
    while (head < left.size() && left[head] == right[head]) ++head;
    std::size_t tail = 0;
    while (tail < left.size() - head && left[left.size() - 1 - tail] == right[right.size() - 1 - tail]) ++tail;
    auto const ours = left.substr(head, left.size() - head - tail);
    auto const theirs = right.substr(head, right.size() - head - tail);
    if (ours.size() <= 1 && theirs.size() <= 1) return true;
    return ours.size() == 2 && theirs.size() == 2 && ours[0] == theirs[1] && ours[1] == theirs[0];
}

Likeness compare_words(std::string_view left, std::string_view right) {
    if (left == right) return Likeness::same;
    if (is_initial_of(left, right) || is_nickname_pair(left, right)) return Likeness::compatible;
    return is_typo(left, right) ? Likeness::weak : Likeness::differs;
}

Likeness worse(Likeness left, Likeness right) { return std::max(left, right); }

Likeness compare_first(Words const& left, Words const& right, std::size_t double_words) {
    if (left.empty() || right.empty()) return Likeness::unknown;
    auto const ours = whole(left);
    auto const theirs = whole(right);
    if (ours == theirs) return Likeness::same;
    if (is_nickname_pair(ours, theirs)) return Likeness::compatible;
    if (left.size() == 1 && are_initials_of(left.front(), right)) return Likeness::compatible;
    if (right.size() == 1 && are_initials_of(right.front(), left)) return Likeness::compatible;
    // Word by word as far as both go: a given name that only one side knows does not contradict.
    // Half of a double name is another matter: "Jean" and "Jean-Marc" may be brothers, or father and son.
    auto const shorter = std::min(left.size(), right.size());
    Likeness out = left.size() == right.size() ? Likeness::same : shorter < double_words ? Likeness::half : Likeness::compatible;
    for (std::size_t i = 0; i < shorter; ++i) out = worse(out, compare_words(left[i], right[i]));
    if (out != Likeness::differs) return out;
    // Some are called by their second given name; but "Marie" may as well be the wife of "Jean-Marie".
    bool const shares_one = left.size() != right.size() && (left.size() == 1 || right.size() == 1) &&
                            std::ranges::any_of(left, [&](std::string const& word) {
                                return !is_initial(word) && std::ranges::find(right, word) != right.end();
                            });
    if (shares_one) return double_words > 1 ? Likeness::half : Likeness::weak;
    return is_typo(ours, theirs) ? Likeness::weak : Likeness::differs;
}

bool contains_all(Words const& many, Words const& few) {
    return std::ranges::all_of(few, [&](std::string const& word) { return std::ranges::find(many, word) != many.end(); });
}

Likeness compare_last(Words const& left, Words const& right) {
    if (left.empty() || right.empty()) return Likeness::unknown;
    auto const ours = whole(left);
    auto const theirs = whole(right);
    if (ours == theirs) return Likeness::same;
    // "Roy" and "Roy-Tremblay", "Tremblay Roy" and "Roy-Tremblay", "R." and "Roy".
    if (contains_all(left, right) || contains_all(right, left)) return Likeness::compatible;
    if (is_initial_of(ours, theirs)) return Likeness::compatible;
    return is_typo(ours, theirs) ? Likeness::weak : Likeness::differs;
}

NameLikeness compare_parts(Parts const& left, Parts const& right) {
    auto const joined = [](Parts const& parts) { return whole(parts.first) + whole(parts.last); };
    bool const can_be_split_otherwise = left.last.empty() != right.last.empty() || left.first.empty() != right.first.empty();
    // "Anne Roy" in one field here, in two fields there.
    if (can_be_split_otherwise && joined(left) == joined(right)) return {Likeness::same, Likeness::same};
    NameLikeness out{compare_first(left.first, right.first, std::max(left.double_words, right.double_words)),
        compare_last(left.last, right.last)};
    if (out.first == Likeness::unknown || worse(out.first, Likeness::compatible) == Likeness::compatible) return out;
    if (left.first.empty() || left.last.empty() || right.first.empty() || right.last.empty()) return out;
    // Fields taken for one another. Which side did so is not known, so that half of a double name may be a relative either way.
    auto const first = compare_first(left.first, right.last, std::max(left.double_words, right.double_words_of_last));
    auto const last = compare_first(left.last, right.first, std::max(left.double_words_of_last, right.double_words));
    if (worse(first, last) == Likeness::differs || (first != Likeness::same && last != Likeness::same)) return out;
    auto const of_both = worse(worse(first, last), Likeness::compatible);
    return {of_both, of_both};
}

}  // namespace

NameLikeness compare_names(FullName const& left, FullName const& right) {
    auto const ours = parts_of(left);
    auto const theirs = parts_of(right);
    auto out = compare_parts(ours, theirs);
    if (ours.generation == theirs.generation) return out;
    bool const are_both_said = ours.generation != Generation::unsaid && theirs.generation != Generation::unsaid;
    out.first = are_both_said ? Likeness::differs : worse(out.first, Likeness::weak);
    return out;
}

}  // namespace lockstep::contacts
