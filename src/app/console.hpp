// SPDX-License-Identifier: Apache-2.0
// Console: what a command prints. For people: sentences and tables on standard output, progress on a terminal only. For programs
// (--json): JSON on standard output and everything else on standard error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/exit_code.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "messages/messages.hpp"

namespace lockstep::app {

class Console {
public:
    Console(bool is_json, messages::Language language);
    ~Console();
    Console(Console const&) = delete;
    Console& operator=(Console const&) = delete;

    bool is_json() const { return is_json_; }
    messages::Language language() const { return language_; }
    // For people; nothing with --json.
    void say(std::string_view text);
    void table(std::vector<std::string> const& head, std::vector<std::vector<std::string>> const& rows);
    // For programs; one line. Nothing without --json.
    void result(Json const& json);
    // Standard error, always.
    void remark(std::string_view text);
    // One line that is overwritten; only when standard error is a terminal.
    void progress(std::string_view what, std::int64_t done, std::int64_t total);
    void end_progress();

    // Tells of an error in the reader's language: what happened, in this case, and what to do. With --json it is the document.
    ExitCode error(Error const& error);

private:
    bool is_json_;
    messages::Language language_;
    bool is_terminal_;
    bool has_progress_ = false;
};

// "1,234".
std::string with_commas(std::int64_t number);
std::string text_at(Json const& json, std::string_view pointer);
std::int64_t integer_at(Json const& json, std::string_view pointer);
// A value of a field for people: text, list, or a dash.
std::string shown(Json const& value);

}  // namespace lockstep::app
