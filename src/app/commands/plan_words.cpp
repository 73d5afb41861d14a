// SPDX-License-Identifier: Apache-2.0
#include "app/commands/plan_words.hpp"

#include "app/commands/health_words.hpp"
#include "app/console.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr std::size_t samples_max = 8;

// Collects lines out of a document, in one language and with the names of the two apps at hand.
class Lines {
public:
    Lines(Json const& document, SideNames const& names, messages::Language language)
        : document_(document), names_(names), language_(language) {}

    std::int64_t number(std::string_view pointer) const { return integer_at(document_, pointer); }
    std::string shown_number(std::string_view pointer) const { return messages::number(language_, number(pointer)); }
    std::string const& app(std::string_view side) const { return side == "a" ? names_.a : names_.b; }
    std::string words(std::string_view code, MessageParams params) const {
        params.insert(params.end(), {{"a", names_.a}, {"b", names_.b}});
        return messages::text(language_, code, params);
    }
    std::string words_for(std::string_view code, std::int64_t count, MessageParams params = {}) const {
        return messages::text_for(language_, code, count, std::move(params));
    }

    void say(std::string_view code, MessageParams params = {}, std::string_view indent = "") {
        lines.push_back(std::string(indent) + words(code, std::move(params)));
    }
    void count(std::string_view code, std::string_view pointer, MessageParams params = {}) {
        lines.push_back("  " + words_for(code, number(pointer), std::move(params)));
    }
    void count_if_any(std::string_view code, std::string_view pointer, MessageParams params = {}) {
        if (number(pointer) > 0) count(code, pointer, std::move(params));
    }

    std::vector<std::string> lines;

private:
    Json const& document_;
    SideNames const& names_;
    messages::Language language_;
};

// "Anne Roy: would be changed (same e-mail)"
void add_sample(Lines& out, Json const& sample) {
    auto name = printable(text_at(sample, "/name"));
    if (name.empty()) name = out.words("dry_run.nameless", {});
    auto line = "  " + out.words("dry_run.sample_" + text_at(sample, "/kind"),
                           {{"name", name}, {"app", out.app(text_at(sample, "/side"))}});
    if (auto const reason = text_at(sample, "/reason"); !reason.empty()) {
        auto const words = out.words("merge_reason." + reason, {});
        line += " (" + (words.empty() ? printable(reason) : words) + ")";
    }
    out.lines.push_back(std::move(line));
    auto const* fields = find_array(sample, "/fields");
    // A person who is created has every field; the name says enough.
    if (fields == nullptr || text_at(sample, "/kind") == "create" || text_at(sample, "/kind") == "needs") return;
    auto const value = [&](Json const& field, std::string_view pointer) {
        auto const text = shown(*find(field, pointer));
        return text == "-" ? out.words("dry_run.blank", {}) : printable(text);
    };
    for (auto const& field : *fields) {
        // The ids that we write for ourselves are no news to anybody.
        if (text_at(field, "/reason") == "link_id") continue;
        out.say("dry_run.change",
            {{"field", text_at(field, "/field")}, {"app", out.app(text_at(field, "/side"))}, {"before", value(field, "/before")},
                {"after", value(field, "/after")}},
            "      ");
    }
}

void add_samples(Lines& out, Json const& report) {
    auto const* samples = find_array(report, "/samples");
    if (samples == nullptr || samples->empty()) return;
    out.say("dry_run.examples");
    for (std::size_t i = 0; i < samples->size() && i < samples_max; ++i) add_sample(out, (*samples)[i]);
}

void add_needs(Lines& out, Json const& report, messages::Language language) {
    out.count_if_any("dry_run.not_created", "/not_created");
    auto const* needs = find_array(report, "/needs");
    for (auto const& each : needs == nullptr ? JsonArray{} : *needs) {
        out.say("dry_run.need",
            {{"app", out.app(text_at(each, "/side"))}, {"field", text_at(each, "/field")},
                {"people", messages::number(language, integer_at(each, "/people"))}},
            "  ");
    }
}

void add_fields(Lines& out, Json const& report, messages::Language language) {
    auto const* fields = find_array(report, "/changes_by_field");
    if (fields == nullptr || fields->empty()) return;
    out.say("dry_run.fields");
    for (auto const& field : *fields) {
        out.say("dry_run.field",
            {{"field", text_at(field, "/field")}, {"in_a", messages::number(language, integer_at(field, "/a"))},
                {"in_b", messages::number(language, integer_at(field, "/b"))}},
            "  ");
    }
}

}  // namespace

std::vector<std::string> plan_in_words(Json const& report, SideNames const& names, messages::Language language) {
    Lines out(report, names, language);
    if (text_at(report, "/state") == "failed") {
        out.say("dry_run.failed", {{"why", text_at(report, "/error")}});
        return std::move(out.lines);
    }
    out.say("dry_run.sides", {{"in_a", out.words_for("dry_run.contacts", out.number("/records/a"))},
                                 {"in_b", out.words_for("dry_run.contacts", out.number("/records/b"))}});
    out.count_if_any("dry_run.linked", "/linked");
    out.count("dry_run.matched", "/matched");
    out.count("dry_run.create", "/create_in_a", {{"app", names.a}});
    out.count("dry_run.create", "/create_in_b", {{"app", names.b}});
    out.count_if_any("dry_run.doubtful", "/may_be_refused");
    out.count("dry_run.update", "/update_a", {{"app", names.a}});
    out.count("dry_run.update", "/update_b", {{"app", names.b}});
    out.count("dry_run.unchanged", "/unchanged");
    out.count_if_any("dry_run.unsure", "/unsure");
    add_needs(out, report, language);
    add_fields(out, report, language);
    out.say("dry_run.calls", {{"in_a", out.shown_number("/calls/a")}, {"in_b", out.shown_number("/calls/b")},
                                 {"seconds", out.shown_number("/estimated_seconds")}});
    auto const invitations = out.number("/side_effects/invitations");
    if (invitations > 0)
        out.lines.push_back(out.words_for("dry_run.invitations", invitations));
    else
        out.say("dry_run.no_invitation");
    if (auto const* fields = find_array(report, "/custom_fields_to_create"); fields != nullptr && !fields->empty())
        out.say("dry_run.custom_fields", {{"names", shown(Json(*fields))}});
    out.say("dry_run.nothing_written");
    add_samples(out, report);
    return std::move(out.lines);
}

std::vector<std::string> status_in_words(Json const& status, SideNames const& names, messages::Language language) {
    Lines out(status, names, language);
    auto const state = text_at(status, "/state");
    if (state == "backfilling") {
        out.say("sync_status.state_backfilling",
            {{"phase", text_at(status, "/backfill/phase")}, {"done", out.shown_number("/backfill/paired")},
                {"total", out.shown_number("/backfill/total")}});
    } else {
        auto const word = out.words("sync_word." + state, {});
        out.say("sync_status.state", {{"state", word.empty() ? state : word}});
    }
    if (auto const* health = find(status, "/health")) {
        auto const lines = health_in_words(*health, language);
        out.say("sync_status.health", {{"message", lines.front()}}, "  ");
        for (std::size_t i = 1; i < lines.size(); ++i) out.lines.push_back("           " + lines[i]);
    }
    out.say("sync_status.linked",
        {{"linked", out.shown_number("/counts/linked")}, {"in_a", out.shown_number("/counts/unlinked_a")},
            {"in_b", out.shown_number("/counts/unlinked_b")}},
        "  ");
    out.say("sync_status.waiting",
        {{"waiting", out.shown_number("/counts/waiting")}, {"unknown", out.shown_number("/counts/unknown")},
            {"seconds", out.shown_number("/lag_seconds")}},
        "  ");
    out.say("sync_status.changes", {{"count", out.shown_number("/counts/changes_24h")}}, "  ");
    out.say(
        "sync_status.calls", {{"in_a", out.shown_number("/calls/a/total")}, {"in_b", out.shown_number("/calls/b/total")}}, "  ");
    for (std::string const side : {"a", "b"}) {
        auto const free_at = text_at(status, "/quota/" + side + "/free_at");
        if (free_at.empty()) continue;
        out.say("sync_status.quota",
            {{"limit", out.shown_number("/quota/" + side + "/limit")}, {"app", out.app(side)}, {"until", free_at.substr(0, 10)}},
            "  ");
    }
    out.count_if_any("sync_status.questions", "/counts/open_issues");
    return std::move(out.lines);
}

}  // namespace lockstep::app
