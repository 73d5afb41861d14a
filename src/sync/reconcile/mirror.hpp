// SPDX-License-Identifier: Apache-2.0
// Mirror: our last observed copy of a record, mapped fields only, with the times at which fields were seen to change.
#pragma once

#include "contacts/mapping.hpp"

namespace lockstep::sync {

// When a field was seen to change: by our own observation, and by the app's per-record time if it has one. At first sight
// there is no observation: we cannot know when the value came to be.
struct FieldTime {
    std::optional<TimePoint> observed;
    std::optional<TimePoint> app;
    bool operator==(FieldTime const&) const = default;
};

enum class MirrorState : std::uint8_t {
    present,
    missing,  // a direct read said 404 once; confirmed or refuted by a second one
    gone,
};
std::string_view to_string(MirrorState state);
MirrorState mirror_state_from(std::string_view text);

struct Mirror {
    contacts::Record record;
    std::map<std::string, FieldTime, std::less<>> times;  // by the side's own field name
    MirrorState state = MirrorState::present;
    TimePoint observed_at{};  // when the request was sent whose reply showed this; the epoch: has to be read anew
    std::optional<TimePoint> missing_since;
    std::string seen_sweep;

    bool operator==(Mirror const&) const = default;
};

Json to_json(Mirror const& mirror);
Result<Mirror> mirror_from_json(Json const& json);

// The mirror after `seen` was read by a request that was sent at `sent_at`: keeps mapped fields only, and the change times of
// fields whose canonical value is unchanged. Fields that `seen` does not carry keep their old value.
Mirror observe(std::optional<Mirror> const& previous, contacts::Record const& seen, contacts::Mapping const& mapping,
    contacts::Side side, TimePoint sent_at);

// The two times that decide() compares for a row: the apps' own where they lie at least ten minutes apart, else our
// observations. The clocks of two apps are never compared more finely than that.
struct ChangeTimes {
    std::optional<TimePoint> a;
    std::optional<TimePoint> b;
};
ChangeTimes change_times(contacts::FieldRow const& row, Mirror const& a, Mirror const& b);

}  // namespace lockstep::sync
