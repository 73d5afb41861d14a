// SPDX-License-Identifier: Apache-2.0
// What the tests of workflows share: the files of cases (tests run in the project's folder), and a run that is told what happens
// in words of those files. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/text.hpp"
#include "connectors/default_mapping.hpp"
#include "workflows/check.hpp"
#include "workflows/decide.hpp"

namespace lockstep::workflows {

inline constexpr TimePoint case_start{std::chrono::seconds{1'772'445'600}};  // 2026-03-02T10:00:00Z, a Monday

inline Apps const& all_apps() {
    static Apps const apps = connectors::load_all().value();
    return apps;
}

inline std::string file_text(std::filesystem::path const& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

struct CaseFile {
    std::string name;
    JsonObject base;  // what all its definitions have, unless they say otherwise
    JsonArray cases;
};

inline std::vector<CaseFile> case_files(std::string const& folder) {
    std::vector<CaseFile> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        auto const json = read_definition(file_text(entry.path()));
        EXPECT_TRUE(json) << entry.path() << ": " << (json ? "" : describe(json.error()));
        if (!json) continue;
        auto const* base = find_object(*json, "/base");
        auto const* cases = find_array(*json, "/cases");
        EXPECT_NE(cases, nullptr) << entry.path();
        if (cases != nullptr) files.push_back({entry.path().filename().string(), base == nullptr ? JsonObject{} : *base, *cases});
    }
    return files;
}

inline Json definition_of(CaseFile const& file, JsonObject const& one) {
    JsonObject definition{{"lockstep", "workflow/1"}, {"id", "case"}, {"name", {{"en", "Case"}, {"fr", "Cas"}}},
        {"connections", {{"crm", {{"app", "highlevel"}}}, {"clinic", {{"app", "hexfit-full"}}}, {"form", {{"app", "webhook"}}}}},
        {"triggers", JsonArray{JsonObject{{"on", "general/manual.started"}}}}, {"steps", JsonArray{}}};
    for (auto const* from : {&file.base, &one}) {
        for (auto const& [name, value] : *from) {
            if (name == "case" || name == "events" || name == "then" || name == "says" || name == "without") continue;
            definition[name] = value;
        }
    }
    if (auto const* without = one.if_contains("without")) definition.erase(std::string_view(without->get_string()));
    return definition;
}

inline std::string text_of(Json const& value) { return value.is_string() ? std::string(value.get_string()) : to_text(value); }

inline Duration length_of(std::string_view text) {
    if (text == "0") return Duration{0};
    auto const number = std::stoll(std::string(text.substr(0, text.size() - 1)));
    auto const unit = text.back();
    return std::chrono::seconds{number * (unit == 's'      ? 1
                                             : unit == 'm' ? 60
                                             : unit == 'h' ? 3600
                                             : unit == 'd' ? 86'400
                                                           : 604'800)};
}

inline std::string after_start(TimePoint time) {
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time - case_start).count();
    std::string text;
    for (auto const& [unit, length] : {std::pair{'d', 86'400}, {'h', 3600}, {'m', 60}, {'s', 1}}) {
        if (seconds >= length) text += std::to_string(seconds / length) + unit;
        seconds %= length;
    }
    return text.empty() ? "0" : text;
}

// Commands as the case files write them.
inline std::string in_words(Command const& command, RunState const& state) {
    auto const name = command.slot.empty() ? std::string() : " " + command.slot + "/" + command.operation;
    switch (command.kind) {
        case Command::Kind::call: {
            auto text = std::string(command.is_look ? "look " : "call ") + command.step + name;
            return command.inputs.empty() ? text : text + " " + to_text(command.inputs);
        }
        case Command::Kind::listen: return "listen " + command.step + name;
        case Command::Kind::unlisten: return "unlisten";
        case Command::Kind::wake: return "wake at " + after_start(*command.at);
        case Command::Kind::ask: return "ask " + command.step;
        case Command::Kind::end: break;
    }
    auto text = "end " + std::string(to_string(state.status));
    if (state.status == RunStatus::failed) text += " at " + state.error_step + ": " + state.error_code;
    return text;
}

// A run that a case drives.
class DrivenRun {
public:
    explicit DrivenRun(Program const& program) : program_(program) {}

    // What it commands when this has happened.
    std::vector<std::string> happens(JsonObject const& what) {
        Happening happening;
        if (auto const* after = what.if_contains("after")) now_ += length_of(text_of(*after));
        if (auto const* at = what.if_contains("at")) now_ = case_start + length_of(text_of(*at));
        if (auto const* start = what.if_contains("start")) {
            JsonObject data{{"run", {{"id", "run_1"}, {"workflow", "case"}, {"started_at", format_time(now_)}}},
                {"contact", {{"id", "c1"}, {"first_name", "Zoé"}}}, {"trigger", JsonObject{}}};
            for (auto const& [name, value] : start->get_object()) data[name] = value;
            happening.data = std::move(data);
        } else if (what.contains("cancel")) {
            happening.kind = Happening::Kind::cancelled;
        } else if (auto const* step = what.if_contains("hear")) {
            happening.kind = Happening::Kind::heard;
            happening.ticket = ticket_of(step->get_string());
            happening.data = what.at("event");
        } else if (auto const* settled = what.if_contains("settle")) {
            happening.kind = Happening::Kind::settled;
            happening.ticket = ticket_of(settled->get_string());
            happening.outcome = what.at("as").as_string();
            if (auto const* data = what.if_contains("gives")) happening.data = *data;
        } else if (auto const* answered = what.if_contains("answer")) {
            happening.kind = Happening::Kind::answered;
            happening.ticket = ticket_of(answered->get_string());
            happening.outcome = what.contains("as") ? std::string(what.at("as").as_string()) : "done";
            if (auto const* data = what.if_contains("gives")) happening.data = *data;
            if (auto const* code = what.if_contains("code")) happening.code = code->as_string();
            if (auto const* later = what.if_contains("not_before")) happening.at = now_ + length_of(later->get_string());
        } else {
            happening.kind = Happening::Kind::woke;
        }
        journal.emplace_back(now_, happening);
        auto decision = decide(program_, std::move(state), happening, now_);
        state = std::move(decision.state);
        std::vector<std::string> words;
        for (auto const& command : decision.commands) {
            words.push_back(in_words(command, state));
            if (command.ticket != 0 && command.kind != Command::Kind::unlisten) {
                // Of a step that comes again, the latest.
                tickets_[command.step] = command.ticket;
            }
        }
        return words;
    }

    TimePoint now() const { return now_; }
    RunState state;
    std::vector<std::pair<TimePoint, Happening>> journal;

private:
    std::int64_t ticket_of(std::string_view step) {
        auto const found = tickets_.find(step);
        return found == tickets_.end() ? 9'999 : found->second;
    }

    Program const& program_;
    TimePoint now_ = case_start;
    std::map<std::string, std::int64_t, std::less<>> tickets_;
};

// Played again from the journal alone.
inline RunState replayed(Program const& program, std::vector<std::pair<TimePoint, Happening>> const& journal) {
    RunState state;
    for (auto const& [at, happening] : journal) state = decide(program, std::move(state), happening, at).state;
    return state;
}

}  // namespace lockstep::workflows
