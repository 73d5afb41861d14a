// SPDX-License-Identifier: Apache-2.0
// The texts of notes and tasks: HTML to plain text and back, and the line by which a copy says what it is a copy of. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::catalogue {

// What a person would read: no tags, entities as characters, blocks and <br> as line breaks, no more than one empty line in a
// row. What only looks like a tag ("a < b") stays. Scripts and styles vanish with what is in them.
std::string plain_from_html(std::string_view html);
// Shows as `plain` in a browser, whatever is in it: nothing of it becomes a tag.
std::string html_from_plain(std::string_view plain);

// Line ends as \n, no white space at the ends of lines, no more than one empty line in a row, none at either end.
std::string tidy_text(std::string_view text);
// For comparing: every run of white space as one blank, none at the ends.
std::string folded_text(std::string_view text);

// At most `characters` of them (0: any number), the last of which say that it was cut.
std::string cut_text(std::string_view text, std::size_t characters);
bool is_cut(std::string_view text);

// A copy's own line at the end of its text, for apps that have no field for it: "[<->Hexfit n100007]" with one arrow.
struct Stamped {
    std::string text;    // without the line
    std::string origin;  // the id in it; empty: there is none
};
std::string stamp_line(std::string_view app_title, std::string_view origin);
std::string with_stamp(std::string_view text, std::string_view app_title, std::string_view origin);
// Finds the line wherever it stands: people write below it.
Stamped take_stamp(std::string_view text);

// What a copy's field for foreign ids holds, told from the ids that other programs keep there.
std::string origin_mark(std::string_view origin);
std::string origin_from_mark(std::string_view mark);  // empty: not ours

}  // namespace lockstep::catalogue
