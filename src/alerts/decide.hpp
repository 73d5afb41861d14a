// SPDX-License-Identifier: Apache-2.0
// What is told, and when: from what health says now, what was told before, the settings and the time. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/settings.hpp"
#include "health/health.hpp"

namespace lockstep::alerts {

enum class SubjectKind : std::uint8_t {
    connection,
    webhooks,  // of a connection
    sync
};
std::string_view to_string(SubjectKind kind);

// What somebody can be told about, as health sees it now.
struct Condition {
    SubjectKind kind = SubjectKind::connection;
    std::string id;  // of the connection or sync
    std::string label;
    health::Health health;

    std::string subject() const { return std::string(to_string(kind)) + " " + id; }
};

// What is remembered of a subject.
struct Known {
    std::optional<TimePoint> bad_since;
    std::optional<TimePoint> well_since;         // after it was bad
    health::Weight told = health::Weight::good;  // good: people believe that it is well
    std::optional<TimePoint> told_at;            // when the last alarm was told
    std::optional<TimePoint> missed_since;       // bad since then, and not told because of the quiet hours

    bool operator==(Known const&) const = default;
};
using KnownSubjects = std::map<std::string, Known>;

enum class News : std::uint8_t {
    broken,
    worse,
    well,
    rests,      // not bad any more, because somebody stopped it
    was_broken  // in the quiet hours
};
std::string_view to_string(News news);

struct Item {
    News news = News::broken;
    Condition condition;
    TimePoint since{};                 // bad since; well since for `well` and `rests`
    std::optional<TimePoint> until{};  // of was_broken
};

struct Decision {
    std::vector<Item> items;  // of one message; empty: nothing is told now
    KnownSubjects known;      // to be remembered
};

// At most one alarm of a subject in this time; the end of what was told comes without waiting.
inline constexpr Duration alarm_every = std::chrono::hours{1};
// So long it has to be well before that is told.
inline constexpr Duration well_for = std::chrono::minutes{1};
// What becomes due within this time is one message.
inline constexpr Duration gathered_for = std::chrono::seconds{20};

Decision decide(
    Settings const& settings, std::vector<Condition> const& conditions, KnownSubjects const& known, TimePoint now, bool is_quiet);

}  // namespace lockstep::alerts
