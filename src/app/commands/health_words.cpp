// SPDX-License-Identifier: Apache-2.0
#include "app/commands/health_words.hpp"

#include "app/console.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

// "2026-03-01T10:04:00.000Z" without the thousandths, which nobody reads.
std::string shown_time(std::string const& text) { return text.size() > 19 ? text.substr(0, 19) + "Z" : text; }

}  // namespace

std::string state_in_words(Json const& health, messages::Language language) {
    auto const state = text_at(health, "/state");
    auto words = messages::text(language, "condition.state." + state);
    return words.empty() ? state : words;
}

std::vector<std::string> health_in_words(Json const& health, messages::Language language) {
    std::string line = state_in_words(health, language) + ": " + printable(text_at(health, "/message"));
    std::vector<std::string> more;
    auto const add_time = [&](std::string_view member, std::string_view code) {
        if (auto const time = text_at(health, member); !time.empty())
            more.push_back(messages::text(language, code, {{"time", shown_time(time)}}));
    };
    bool const is_well = text_at(health, "/state") == "well";
    if (!is_well) add_time("/since", "condition.since");
    add_time("/next_try_at", "condition.next_try");
    if (auto const waits = integer_at(health, "/waits"); waits > 0 && !is_well)
        more.push_back(messages::text_for(language, "condition.waits", waits));
    std::string joined;
    for (auto const& each : more) (joined += joined.empty() ? "" : "; ") += each;
    if (!joined.empty()) line += " (" + joined + ")";
    std::vector<std::string> lines{std::move(line)};
    if (auto const remedy = text_at(health, "/remedy"); !remedy.empty()) lines.push_back(printable(remedy));
    return lines;
}

std::string deliveries_in_words(Json const& deliveries, messages::Language language) {
    std::string words;
    if (auto const time = text_at(deliveries, "/accepted_at"); !time.empty())
        words = messages::text(language, "condition.last_accepted", {{"time", shown_time(time)}});
    if (auto const time = text_at(deliveries, "/refused_at"); !time.empty()) {
        words += words.empty() ? "" : "; ";
        words += messages::text(language, "condition.last_refused",
            {{"time", shown_time(time)}, {"reason", printable(text_at(deliveries, "/refusal"))}});
    }
    return words;
}

}  // namespace lockstep::app
