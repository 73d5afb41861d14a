// SPDX-License-Identifier: Apache-2.0
#include "app/commands/plan_words.hpp"

#include "app/console.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr std::size_t samples_max = 8;

std::string people(std::int64_t count) { return with_commas(count) + (count == 1 ? " person" : " people"); }
std::string contacts(std::int64_t count) { return with_commas(count) + (count == 1 ? " contact" : " contacts"); }

// "Anne Roy: would be changed (email)"
std::string sample_line(Json const& sample, SideNames const& names) {
    auto const kind = text_at(sample, "/kind");
    auto const name = printable(text_at(sample, "/name"));
    std::string line = "  " + (name.empty() ? std::string("(no name)") : name) + ": ";
    if (kind == "create") line += "would be created in " + (text_at(sample, "/side") == "a" ? names.a : names.b);
    if (kind == "update") line += "would be changed";
    if (kind == "link") line += "would be linked, nothing to change";
    if (kind == "unsure") line += "is left for you to decide";
    auto const reason = text_at(sample, "/reason");
    return reason.empty() ? line : line + " (" + printable(reason) + ")";
}

std::string field_line(Json const& field, SideNames const& names) {
    auto const& where = text_at(field, "/side") == "a" ? names.a : names.b;
    return "      " + text_at(field, "/field") + " in " + where + ": " + printable(shown(*find(field, "/before"))) + " -> " +
           printable(shown(*find(field, "/after")));
}

void add_samples(Json const& report, SideNames const& names, std::vector<std::string>& lines) {
    auto const* samples = find_array(report, "/samples");
    if (samples == nullptr || samples->empty()) return;
    lines.emplace_back("For example:");
    for (std::size_t i = 0; i < samples->size() && i < samples_max; ++i) {
        auto const& sample = (*samples)[i];
        lines.push_back(sample_line(sample, names));
        auto const* fields = find_array(sample, "/fields");
        // A person who is created has every field; the name says enough.
        if (fields == nullptr || text_at(sample, "/kind") == "create") continue;
        for (auto const& field : *fields) lines.push_back(field_line(field, names));
    }
}

}  // namespace

std::vector<std::string> plan_in_words(Json const& report, SideNames const& names) {
    std::vector<std::string> lines;
    auto const number = [&](std::string_view pointer) { return integer_at(report, pointer); };
    if (text_at(report, "/state") == "failed") {
        lines.push_back("The dry run failed: " + text_at(report, "/error"));
        return lines;
    }
    lines.push_back(
        names.a + " has " + contacts(number("/records/a")) + ", " + names.b + " has " + contacts(number("/records/b")) + ".");
    if (auto const linked = number("/linked"); linked > 0) lines.push_back("  " + people(linked) + " linked already");
    lines.push_back("  " + people(number("/matched")) + " on both sides would be linked");
    lines.push_back("  " + people(number("/create_in_a")) + " would be created in " + names.a);
    lines.push_back("  " + people(number("/create_in_b")) + " would be created in " + names.b);
    if (auto const doubtful = number("/may_be_refused"); doubtful > 0) {
        lines.push_back("  " + with_commas(doubtful) +
                        " of those to be created have the e-mail or phone of somebody else there: the app may refuse them");
    }
    lines.push_back("  " + contacts(number("/update_a")) + " would be changed in " + names.a + ", " +
                    with_commas(number("/update_b")) + " in " + names.b);
    lines.push_back("  " + people(number("/unchanged")) + " agree already");
    if (auto const unsure = number("/unsure"); unsure > 0)
        lines.push_back("  " + people(unsure) + " could be more than one person: left for you to decide");
    if (auto const* fields = find_array(report, "/changes_by_field"); fields != nullptr && !fields->empty()) {
        lines.emplace_back("Fields that would change:");
        for (auto const& field : *fields) {
            lines.push_back("  " + text_at(field, "/field") + ": " + with_commas(integer_at(field, "/a")) + " in " + names.a +
                            ", " + with_commas(integer_at(field, "/b")) + " in " + names.b);
        }
    }
    lines.push_back("Calls: " + with_commas(number("/calls/a")) + " to " + names.a + ", " + with_commas(number("/calls/b")) +
                    " to " + names.b + "; about " + with_commas(number("/estimated_seconds")) + " s.");
    auto const invitations = number("/side_effects/invitations");
    lines.push_back(invitations > 0 ? "Side effects: " + with_commas(invitations) + " invitations would be e-mailed."
                                    : "Side effects: no invitation would be e-mailed.");
    if (auto const* fields = find_array(report, "/custom_fields_to_create"); fields != nullptr && !fields->empty()) {
        lines.push_back("Custom fields that would be made: " + shown(Json(*fields)));
    }
    lines.emplace_back("Nothing would be deleted. Nothing has been written yet.");
    add_samples(report, names, lines);
    return lines;
}

std::vector<std::string> status_in_words(Json const& status, SideNames const& names) {
    std::vector<std::string> lines;
    auto const number = [&](std::string_view pointer) { return integer_at(status, pointer); };
    auto const state = text_at(status, "/state");
    auto const phase = text_at(status, "/backfill/phase");
    lines.push_back("State: " + state +
                    (state == "backfilling" ? " (" + phase + ", " + with_commas(number("/backfill/paired")) + " of " +
                                                  with_commas(number("/backfill/total")) + " people)"
                                            : ""));
    lines.push_back("  linked   " + with_commas(number("/counts/linked")) + "; only in " + names.a + ": " +
                    with_commas(number("/counts/unlinked_a")) + ", only in " + names.b + ": " +
                    with_commas(number("/counts/unlinked_b")));
    lines.push_back("  waiting  " + with_commas(number("/counts/waiting")) + " to look at, " +
                    with_commas(number("/counts/unknown")) + " writes without an answer, oldest " +
                    with_commas(number("/lag_seconds")) + " s");
    lines.push_back("  changes  " + with_commas(number("/counts/changes_24h")) + " in the last day");
    lines.push_back("  calls    " + with_commas(number("/calls/a/total")) + " to " + names.a + ", " +
                    with_commas(number("/calls/b/total")) + " to " + names.b + " since the start");
    for (auto const& [side, name] : {std::pair{std::string("a"), names.a}, std::pair{std::string("b"), names.b}}) {
        auto const free_at = text_at(status, "/quota/" + side + "/free_at");
        if (free_at.empty()) continue;
        lines.push_back("  paused   what may be used of the " + with_commas(number("/quota/" + side + "/limit")) +
                        " calls a month to " + name + " is used up until " + free_at.substr(0, 10) +
                        "; what it needs waits until then");
    }
    if (auto const issues = number("/counts/open_issues"); issues > 0) {
        lines.push_back("  " + with_commas(issues) + (issues == 1 ? " question needs" : " questions need") +
                        " a person: lockstep sync issues");
    }
    return lines;
}

}  // namespace lockstep::app
