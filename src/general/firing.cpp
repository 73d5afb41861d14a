// SPDX-License-Identifier: Apache-2.0
#include "general/firing.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace lockstep::general {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::array<std::pair<Missed, std::string_view>, 3> words{
    {{Missed::skip, "skip"}, {Missed::once, "once"}, {Missed::all, "all"}}};

struct Passed {
    std::int64_t count = 0;
    std::deque<TimePoint> newest;  // the earliest first, at most made_up_max
};

// Times of the day are numbered on from one day to the next, so that a year of minutes need not be gone through.
class MinuteTimes {
public:
    explicit MinuteTimes(std::int64_t step) : step_(std::max<std::int64_t>(step, 1)), per_day_((1440 + step_ - 1) / step_) {}

    std::int64_t number_of(TimePoint time) const {
        auto const day = std::chrono::floor<days>(time);
        auto const passed = std::chrono::floor<minutes>(time - day).count();
        return day.time_since_epoch().count() * per_day_ + passed / step_;
    }
    TimePoint time_of(std::int64_t number) const {
        return TimePoint{days{number / per_day_}} + minutes{number % per_day_ * step_};
    }

private:
    std::int64_t step_, per_day_;
};

Passed passed_times(Schedule const& schedule, TimePoint first, TimePoint wall) {
    Passed passed;
    if (first > wall) return passed;
    if (schedule.every == Every::minutes) {
        MinuteTimes const times{schedule.minutes};
        auto const last = times.number_of(wall);
        passed.count = last - times.number_of(first) + 1;
        for (auto i = std::min(passed.count, made_up_max); i-- > 0;) passed.newest.push_back(times.time_of(last - i));
        return passed;
    }
    for (auto time = first; time <= wall; time = next_due(schedule, time)) {
        ++passed.count;
        passed.newest.push_back(time);
        if (passed.count > made_up_max) passed.newest.pop_front();
    }
    return passed;
}

}  // namespace

std::string_view to_string(Missed missed) {
    for (auto const& [value, word] : words) {
        if (value == missed) return word;
    }
    CHECK(false);
    return {};
}

std::optional<Missed> missed_from(std::string_view word) {
    for (auto const& [value, known] : words) {
        if (known == word) return value;
    }
    return std::nullopt;
}

Firings decide_firings(Schedule const& schedule, Missed missed, TimePoint next_at, TimePoint wall) {
    Firings result;
    auto const passed = passed_times(schedule, next_at, wall);
    result.next_at = passed.count == 0 ? next_at : next_due(schedule, wall);
    if (passed.count == 0) return result;
    auto const last = passed.newest.back();
    switch (missed) {
        case Missed::skip:
            if (wall - last <= late_after) result.firings.push_back({last, 0});
            break;
        case Missed::once: result.firings.push_back({last, passed.count - 1}); return result;
        case Missed::all:
            for (auto const time : passed.newest) result.firings.push_back({time, 0});
            break;
    }
    result.left_out = passed.count - static_cast<std::int64_t>(result.firings.size());
    return result;
}

}  // namespace lockstep::general
