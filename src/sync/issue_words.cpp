// SPDX-License-Identifier: Apache-2.0
#include "sync/issue_words.hpp"

#include <string>

namespace lockstep::sync {
namespace {

// Which of the kind's sentences fits; "any" where there is one only.
std::string_view variant_of(IssueFacts const& issue) {
    if (issue.kind == "conflict") return issue.asks_a_person ? "any" : "undecided";
    if (issue.kind == "write_refused" || issue.kind == "create_refused")
        return find_text(issue.detail, "/message").value_or("").empty() ? "any" : "said";
    if (issue.kind == "attached_refused") {
        bool const is_note = issue.field == "note";
        if (find_text(issue.detail, "/reason") == "list") return is_note ? "note_list" : "task_list";
        if (find_text(issue.detail, "/message").value_or("").empty()) return is_note ? "note_write" : "task_write";
        return is_note ? "note_write_said" : "task_write_said";
    }
    return find_text(issue.detail, "/reason").value_or("any");
}

std::string field_words(std::string_view field) {
    constexpr std::string_view prefix = "custom.";
    return std::string(field.starts_with(prefix) ? field.substr(prefix.size()) : field);
}

}  // namespace

messages::Message words_for(IssueFacts const& issue) {
    bool const side_is_a = find_text(issue.detail, "/side") == "a";
    std::string const app{side_is_a ? issue.a_title : issue.b_title};
    MessageParams params{{"a", std::string(issue.a_title)}, {"b", std::string(issue.b_title)}, {"app", app}};
    if (!issue.field.empty()) params.emplace_back("field", field_words(issue.field));
    if (auto const said = find_text(issue.detail, "/message"); said && !said->empty()) params.emplace_back("said", *said);
    // Who else: "the field of HighLevel that says it".
    params.emplace_back("other", std::string(side_is_a ? issue.b_title : issue.a_title));
    // Asked once for everybody.
    if (issue.kind == "create_needs" || issue.kind == "mass_cleared" || issue.kind == "mass_changed")
        params.emplace_back("count", find_text(issue.detail, "/count").value_or(""));
    if (auto const most = find_text(issue.detail, "/most")) params.emplace_back("most", *most);
    // About a connection as a whole.
    if (auto const label = find_text(issue.detail, "/label")) {
        params.emplace_back("label", *label);
        for (std::string const member : {"since", "until", "count"})
            params.emplace_back(member, find_text(issue.detail, "/" + member).value_or(""));
    }
    auto const kind = "issue." + std::string(issue.kind);
    for (auto const& code : {kind + "." + std::string(variant_of(issue)), kind + ".any", std::string("issue.other.any")}) {
        if (messages::has_text(code + ".message")) return {code, std::move(params)};
    }
    return {"issue.other.any", std::move(params)};
}

}  // namespace lockstep::sync
