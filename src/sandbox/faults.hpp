// SPDX-License-Identifier: Apache-2.0
// Faults: what goes wrong at an app, and how often. Either by rate (parts per million, one stream of chance per kind, so that
// switching one never reshuffles the others) or forced from outside (the next n calls of an operation, or a span of time).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "sandbox/counters.hpp"
#include "sandbox/prng.hpp"

namespace lockstep::sandbox {

enum class FaultKind : std::uint8_t {
    slow_reply,                // carried out at once, answered late
    lost_request,              // never arrives; the caller hears nothing
    lost_reply,                // carried out; the caller hears nothing
    late_commit,               // a write is carried out long after the caller gave up
    create_failed_but_stored,  // answered 422 or 500 though created
    too_many_requests,         // 429 before the limit
    server_error,              // 500, 502 or 503, not carried out
    stale_read,                // a read by id answers with the copy of the search index
    index_lag,                 // a change reaches the search index very late
    automation,                // something inside the app rewrites a value shortly after our write
    webhook_lost,
    webhook_doubled,
    webhook_late,
    unauthorized,        // 401 although the credential is good: a burst, or revoked for a while
    forbidden,           // 403, usually of one operation
    spurious_not_found,  // "no such record" about one that exists
    failing_record,      // writes of this record are answered 5xx, every time (chosen by its id)
    failing_create,      // creates of this person are answered 500, every time, and nothing is stored (chosen by name and e-mail)
    empty_listing,       // a listing answers that there is nobody
    listing_gap,         // a listing leaves out a run of records
    listing_repeats,     // a listing shows a record twice
    wrong_total,         // a listing counts wrongly
    unreadable_record,   // where this record is shown, the text is no good JSON (chosen by its id)
    absent_member,       // a reply shows its records without one of their members
    repeated_write,      // a write whose answer was lost is carried out a second time
    old_read,            // a read by id answers with a copy one to three versions old
    long_index_lag,      // as index_lag, longer than a careful client waits
    name_case,           // something inside the app rewrites names in the case it likes, after every write of ours
};
inline constexpr std::size_t fault_kind_count = 28;
std::string_view to_string(FaultKind kind);
std::array<FaultKind, fault_kind_count> all_fault_kinds();
std::optional<FaultKind> fault_kind_from(std::string_view name);

struct DurationRange {
    Duration least{};
    Duration most{};
    bool operator==(DurationRange const&) const = default;
};

struct FaultSettings {
    std::array<std::uint32_t, fault_kind_count> rates_ppm{};
    DurationRange latency{};  // of every reply
    DurationRange slow_reply{std::chrono::seconds{2}, std::chrono::seconds{20}};
    DurationRange late_commit{std::chrono::seconds{11}, std::chrono::seconds{45}};
    DurationRange index_delay{std::chrono::milliseconds{500}, std::chrono::seconds{3}};  // always there
    DurationRange index_lag{std::chrono::seconds{20}, std::chrono::seconds{120}};        // when that fault strikes
    DurationRange automation{std::chrono::seconds{1}, std::chrono::seconds{30}};
    DurationRange webhook_delay{};  // of every webhook
    DurationRange webhook_late{std::chrono::minutes{1}, std::chrono::minutes{60}};
    DurationRange long_index_lag{std::chrono::seconds{200}, std::chrono::seconds{400}};
    DurationRange repeated_write{std::chrono::seconds{20}, std::chrono::seconds{90}};
    DurationRange old_read{Duration{0}, std::chrono::seconds{150}};  // how long ago such a copy was the present one

    std::uint32_t& rate(FaultKind kind) { return rates_ppm[static_cast<std::size_t>(kind)]; }
    bool operator==(FaultSettings const&) const = default;
};

// The durations above by name, for whoever writes settings down.
struct NamedRange {
    std::string_view name;
    DurationRange FaultSettings::* member = nullptr;
};
std::vector<NamedRange> named_ranges();

// Strikes for certain while it lasts. An empty operation means any; `times` 0 means without limit. `subject` is the record, the
// person or the member that the kinds with one are about; empty: any.
struct ForcedFault {
    FaultKind kind = FaultKind::lost_reply;
    std::string operation{};
    std::uint32_t times = 1;
    TimePoint from = TimePoint::min();
    TimePoint until = TimePoint::max();
    std::string subject{};
    bool operator==(ForcedFault const&) const = default;
};

// How a refusal of a value tells which one it was.
enum class RefusalStyle : std::uint8_t {
    names_field,    // as the app's documentation has it
    names_label,    // by the label of its own screen
    names_nothing,  // only that something was wrong
};

std::string_view to_string(RefusalStyle style);
std::optional<RefusalStyle> refusal_style_from(std::string_view name);

// What an app is like for good: not a fault that passes, but a habit that a client has to live with. calm() leaves them.
struct Quirks {
    std::uint32_t refused_value_ppm = 0;  // texts that its API refuses (chosen by the value; its own screen takes them)
    RefusalStyle refusal_style = RefusalStyle::names_field;
    bool tidies_texts = false;      // stores texts in its own form: runs of spaces as one, a city in proper case
    bool shows_change_time = true;  // version and time of change; without them no conditional write either
    Duration clock_skew{0};         // of the times it stores and shows
    std::size_t page_most = 0;      // shows fewer records a page than asked; 0: as asked
    bool dates_as_millis = false;   // in search results (HighLevel)
    bool lists_in_part = false;     // the older listing shows names in lower case and no custom fields (HighLevel)
    bool operator==(Quirks const&) const = default;
};

// What a fault did to one record, for oracles.
struct Struck {
    FaultKind kind = FaultKind::lost_reply;
    std::string subject;
    TimePoint first{};
    TimePoint last{};
    std::uint64_t times = 1;
    bool operator==(Struck const&) const = default;
};

class Faults {
public:
    explicit Faults(Prng const& root);

    FaultSettings settings;
    Quirks quirks;
    Counters* counters = nullptr;  // counts what strikes; may be null
    std::vector<ForcedFault> forced;
    std::vector<Struck> struck;  // of the kinds that are about a record, a person or a member

    // Counts itself, but for reads of old copies: whether such a copy differs is known to the model alone.
    bool strikes(FaultKind kind, std::string_view operation, TimePoint now);
    void count(FaultKind kind) const {
        if (counters != nullptr) counters->add("fault", to_string(kind));
    }
    // Of the kinds that choose by a subject: the same subject is always struck, or never.
    bool strikes_subject(FaultKind kind, std::string_view subject, std::string_view operation, TimePoint now);
    // The subject of a forced fault of this kind that lasts now; empty: none.
    std::string forced_subject(FaultKind kind, std::string_view operation, TimePoint now) const;
    void note_struck(FaultKind kind, std::string_view subject, TimePoint now);
    bool may_strike(FaultKind kind) const;
    // A quirk showed: counted like a fault.
    void note_quirk(std::string_view name) const {
        if (counters != nullptr) counters->add("fault", name);
    }
    // Does the API refuse this text for good?
    bool refuses_value(std::string_view field, std::string_view value) const;
    // Uniform in the range; from the stream of its own kind.
    Duration draw(FaultKind stream, DurationRange const& range);
    Duration draw_latency() { return draw_from(latency_stream_, settings.latency); }
    Duration draw_index_delay() { return draw_from(index_stream_, settings.index_delay); }
    Duration draw_webhook_delay() { return draw_from(webhook_stream_, settings.webhook_delay); }
    // One of `count` ways in which a fault can show.
    std::uint64_t variant(FaultKind stream, std::uint64_t count) {
        return streams_[static_cast<std::size_t>(stream)].below(count);
    }

    // What a person turns on: it strikes every time, until it is turned off, in whatever way it had been set.
    void turn_on(FaultKind kind, TimePoint now);
    void turn_off(FaultKind kind);
    // When it was turned on; nullopt: it is off, or was set in another way.
    std::optional<TimePoint> on_since(FaultKind kind) const { return on_since_[static_cast<std::size_t>(kind)]; }

    // The calm phase: every rate zero, nothing forced. Durations and quirks stay.
    void calm();

    Json to_json() const;
    // Replaces what is given and keeps the rest. Errors: invalid "sandbox.bad_faults".
    Result<void> apply_json(Json const& json);

private:
    bool strikes_uncounted(FaultKind kind, std::string_view operation, TimePoint now);
    static Duration draw_from(Prng& stream, DurationRange const& range);

    std::array<std::optional<TimePoint>, fault_kind_count> on_since_{};
    std::vector<Prng> streams_;
    Prng refusals_;
    Prng latency_stream_;
    Prng index_stream_;
    Prng webhook_stream_;
};

}  // namespace lockstep::sandbox
