// SPDX-License-Identifier: Apache-2.0
// Drawing faults, and their form in JSON for the admin route.
#include "sandbox/faults.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

namespace lockstep::sandbox {
namespace {

constexpr std::array<std::string_view, fault_kind_count> fault_names{"slow_reply", "lost_request", "lost_reply", "late_commit",
    "create_failed_but_stored", "too_many_requests", "server_error", "stale_read", "index_lag", "automation", "webhook_lost",
    "webhook_doubled", "webhook_late", "unauthorized", "forbidden", "spurious_not_found", "failing_record", "failing_create",
    "empty_listing", "listing_gap", "listing_repeats", "wrong_total", "unreadable_record", "absent_member", "repeated_write",
    "old_read", "long_index_lag", "name_case"};

constexpr std::uint32_t every_time = 1'000'000;

using RangeMember = DurationRange FaultSettings::*;
constexpr std::array<std::pair<std::string_view, RangeMember>, 11> fault_ranges{{
    {"latency", &FaultSettings::latency},
    {"slow_reply", &FaultSettings::slow_reply},
    {"late_commit", &FaultSettings::late_commit},
    {"index_delay", &FaultSettings::index_delay},
    {"index_lag", &FaultSettings::index_lag},
    {"automation", &FaultSettings::automation},
    {"webhook_delay", &FaultSettings::webhook_delay},
    {"webhook_late", &FaultSettings::webhook_late},
    {"long_index_lag", &FaultSettings::long_index_lag},
    {"repeated_write", &FaultSettings::repeated_write},
    {"old_read", &FaultSettings::old_read},
}};

std::unexpected<Error> refuse(std::string message) { return fail(ErrorKind::invalid, "sandbox.bad_faults", std::move(message)); }

Result<void> apply_rates(JsonObject const& rates, FaultSettings& settings) {
    for (auto const& [name, value] : rates) {
        auto const kind = fault_kind_from(name);
        if (!kind) return refuse("reading fault rates: there is no fault called " + std::string(name));
        if (!value.is_int64() || value.get_int64() < 0 || value.get_int64() > 1'000'000) {
            return refuse("reading fault rates: a rate is a whole number of parts per million, 0 to 1000000");
        }
        settings.rate(*kind) = static_cast<std::uint32_t>(value.get_int64());
    }
    return {};
}

Result<void> apply_durations(JsonObject const& durations, FaultSettings& settings) {
    for (auto const& [name, value] : durations) {
        RangeMember member = nullptr;
        for (auto const& [known, candidate] : fault_ranges) {
            if (known == std::string_view(name)) member = candidate;
        }
        if (member == nullptr) return refuse("reading fault durations: there is no duration called " + std::string(name));
        auto const* pair = value.if_array();
        constexpr std::int64_t most_ms = 30LL * 24 * 3600 * 1000;
        if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64() ||
            (*pair)[0].get_int64() < 0 || (*pair)[1].get_int64() < (*pair)[0].get_int64() || (*pair)[1].get_int64() > most_ms) {
            return refuse("reading fault durations: a duration is [least, most] in milliseconds");
        }
        settings.*member = {std::chrono::milliseconds{(*pair)[0].get_int64()}, std::chrono::milliseconds{(*pair)[1].get_int64()}};
    }
    return {};
}

Result<ForcedFault> read_forced(Json const& json) {
    ForcedFault forced;
    auto const kind = fault_kind_from(find_text(json, "/kind").value_or(""));
    if (!kind) return refuse("reading a forced fault: its kind is missing or unknown");
    forced.kind = *kind;
    forced.operation = std::string(find_text(json, "/operation").value_or(""));
    forced.subject = std::string(find_text(json, "/subject").value_or(""));
    auto const times = find_integer(json, "/times").value_or(1);
    if (times < 0 || times > std::numeric_limits<std::int32_t>::max())
        return refuse("reading a forced fault: times is 0 or more");
    forced.times = static_cast<std::uint32_t>(times);
    if (auto const from = find_text(json, "/from")) {
        TRY(forced.from, parse_time(*from));
    }
    if (auto const until = find_text(json, "/until")) {
        TRY(forced.until, parse_time(*until));
    }
    return forced;
}

}  // namespace

std::string_view to_string(FaultKind kind) { return fault_names[static_cast<std::size_t>(kind)]; }

std::array<FaultKind, fault_kind_count> all_fault_kinds() {
    std::array<FaultKind, fault_kind_count> kinds{};
    for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = static_cast<FaultKind>(i);
    return kinds;
}

std::optional<FaultKind> fault_kind_from(std::string_view name) {
    for (std::size_t i = 0; i < fault_names.size(); ++i) {
        if (fault_names[i] == name) return static_cast<FaultKind>(i);
    }
    return std::nullopt;
}

Faults::Faults(Prng const& root)
    : refusals_(root.fork("refused_value")),
      latency_stream_(root.fork("latency")),
      index_stream_(root.fork("index_delay")),
      webhook_stream_(root.fork("webhook_delay")) {
    streams_.reserve(fault_kind_count);
    for (auto const name : fault_names) streams_.push_back(root.fork(name));
}

bool Faults::strikes(FaultKind kind, std::string_view operation, TimePoint now) {
    bool const struck_now = strikes_uncounted(kind, operation, now);
    if (struck_now && kind != FaultKind::stale_read && kind != FaultKind::old_read) count(kind);
    return struck_now;
}

bool Faults::strikes_uncounted(FaultKind kind, std::string_view operation, TimePoint now) {
    for (std::size_t i = 0; i < forced.size(); ++i) {
        auto& fault = forced[i];
        if (fault.kind != kind || now < fault.from || now >= fault.until) continue;
        if (!fault.operation.empty() && fault.operation != operation) continue;
        if (fault.times == 1)
            forced.erase(forced.begin() + static_cast<std::ptrdiff_t>(i));
        else if (fault.times > 1)
            --fault.times;
        return true;
    }
    auto const rate = settings.rates_ppm[static_cast<std::size_t>(kind)];
    return rate > 0 && streams_[static_cast<std::size_t>(kind)].chance_ppm(rate);
}

bool Faults::strikes_subject(FaultKind kind, std::string_view subject, std::string_view operation, TimePoint now) {
    auto const is_forced = [&](ForcedFault const& fault) {
        return fault.kind == kind && fault.from <= now && now < fault.until &&
               (fault.operation.empty() || fault.operation == operation) && (fault.subject.empty() || fault.subject == subject);
    };
    auto const rate = settings.rates_ppm[static_cast<std::size_t>(kind)];
    bool const is_chosen = rate > 0 && streams_[static_cast<std::size_t>(kind)].fork(subject).chance_ppm(rate);
    if (!is_chosen && std::ranges::none_of(forced, is_forced)) return false;
    count(kind);
    note_struck(kind, subject, now);
    return true;
}

void Faults::note_struck(FaultKind kind, std::string_view subject, TimePoint now) {
    auto const known =
        std::ranges::find_if(struck, [&](Struck const& item) { return item.kind == kind && item.subject == subject; });
    if (known == struck.end()) return struck.push_back({kind, std::string(subject), now, now, 1});
    known->last = now;
    ++known->times;
}

std::string Faults::forced_subject(FaultKind kind, std::string_view operation, TimePoint now) const {
    for (auto const& fault : forced) {
        bool const fits = fault.kind == kind && fault.from <= now && now < fault.until &&
                          (fault.operation.empty() || fault.operation == operation);
        if (fits && !fault.subject.empty()) return fault.subject;
    }
    return {};
}

bool Faults::may_strike(FaultKind kind) const {
    return settings.rates_ppm[static_cast<std::size_t>(kind)] > 0 ||
           std::ranges::any_of(forced, [&](ForcedFault const& fault) { return fault.kind == kind; });
}

bool Faults::refuses_value(std::string_view field, std::string_view value) const {
    if (quirks.refused_value_ppm == 0 || value.empty()) return false;
    return refusals_.fork(std::string(field) + "=" + std::string(value)).chance_ppm(quirks.refused_value_ppm);
}

Duration Faults::draw_from(Prng& stream, DurationRange const& range) {
    if (range.most <= range.least) return range.least;
    return range.least +
           Duration{static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>((range.most - range.least).count()) + 1))};
}

Duration Faults::draw(FaultKind stream, DurationRange const& range) {
    return draw_from(streams_[static_cast<std::size_t>(stream)], range);
}

void Faults::turn_on(FaultKind kind, TimePoint now) {
    auto const at = static_cast<std::size_t>(kind);
    if (!on_since_[at]) on_since_[at] = now;
    settings.rates_ppm[at] = every_time;
}

void Faults::turn_off(FaultKind kind) {
    auto const at = static_cast<std::size_t>(kind);
    on_since_[at].reset();
    settings.rates_ppm[at] = 0;
    std::erase_if(forced, [&](ForcedFault const& fault) { return fault.kind == kind; });
}

void Faults::calm() {
    settings.rates_ppm.fill(0);
    on_since_.fill(std::nullopt);
    forced.clear();
}

namespace {

constexpr std::array<std::string_view, 3> refusal_styles{"names_field", "names_label", "names_nothing"};

Json quirks_json(Quirks const& quirks) {
    return JsonObject{{"refused_value_ppm", std::int64_t{quirks.refused_value_ppm}},
        {"refusal_style", to_string(quirks.refusal_style)}, {"tidies_texts", quirks.tidies_texts},
        {"shows_change_time", quirks.shows_change_time}, {"clock_skew_ms", quirks.clock_skew.count() / 1000},
        {"page_most", static_cast<std::int64_t>(quirks.page_most)}, {"dates_as_millis", quirks.dates_as_millis},
        {"lists_in_part", quirks.lists_in_part}};
}

Result<void> apply_quirks(JsonObject const& given, Quirks& quirks) {
    for (auto const& [name, value] : given) {
        auto const* number = value.if_int64();
        auto const* flag = value.if_bool();
        auto const* text = value.if_string();
        if (number != nullptr && name == "refused_value_ppm" && *number >= 0 && *number <= 1'000'000)
            quirks.refused_value_ppm = static_cast<std::uint32_t>(*number);
        else if (text != nullptr && name == "refusal_style" && refusal_style_from(*text))
            quirks.refusal_style = *refusal_style_from(*text);
        else if (flag != nullptr && name == "tidies_texts")
            quirks.tidies_texts = *flag;
        else if (flag != nullptr && name == "shows_change_time")
            quirks.shows_change_time = *flag;
        else if (number != nullptr && name == "clock_skew_ms" && std::abs(*number) < 86'400'000)
            quirks.clock_skew = std::chrono::milliseconds{*number};
        else if (number != nullptr && name == "page_most" && *number >= 0)
            quirks.page_most = static_cast<std::size_t>(*number);
        else if (flag != nullptr && name == "dates_as_millis")
            quirks.dates_as_millis = *flag;
        else if (flag != nullptr && name == "lists_in_part")
            quirks.lists_in_part = *flag;
        else
            return refuse("reading quirks: unknown or mistyped member " + std::string(name));
    }
    return {};
}

}  // namespace

std::string_view to_string(RefusalStyle style) { return refusal_styles[static_cast<std::size_t>(style)]; }

std::optional<RefusalStyle> refusal_style_from(std::string_view name) {
    for (std::size_t i = 0; i < refusal_styles.size(); ++i) {
        if (refusal_styles[i] == name) return static_cast<RefusalStyle>(i);
    }
    return std::nullopt;
}

std::vector<NamedRange> named_ranges() {
    std::vector<NamedRange> list;
    for (auto const& [name, member] : fault_ranges) list.push_back({name, member});
    return list;
}

Json Faults::to_json() const {
    JsonObject rates;
    for (std::size_t i = 0; i < fault_names.size(); ++i) rates[fault_names[i]] = std::int64_t{settings.rates_ppm[i]};
    JsonObject durations;
    for (auto const& [name, member] : fault_ranges) {
        auto const& range = settings.*member;
        durations[name] = JsonArray{range.least.count() / 1000, range.most.count() / 1000};
    }
    JsonArray forced_list;
    for (auto const& fault : forced) {
        JsonObject item{{"kind", to_string(fault.kind)}, {"operation", fault.operation}, {"times", std::int64_t{fault.times}}};
        if (fault.from != TimePoint::min()) item["from"] = format_time(fault.from);
        if (fault.until != TimePoint::max()) item["until"] = format_time(fault.until);
        if (!fault.subject.empty()) item["subject"] = fault.subject;
        forced_list.push_back(std::move(item));
    }
    return JsonObject{{"rates_ppm", std::move(rates)}, {"durations_ms", std::move(durations)}, {"forced", std::move(forced_list)},
        {"quirks", quirks_json(quirks)}};
}

Result<void> Faults::apply_json(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return refuse("reading faults: an object is expected");
    FaultSettings changed = settings;
    Quirks changed_quirks = quirks;
    std::vector<ForcedFault> changed_forced = forced;
    for (auto const& [name, value] : *object) {
        if (name == "rates_ppm" && value.is_object()) {
            TRY_VOID(apply_rates(value.get_object(), changed));
        } else if (name == "durations_ms" && value.is_object()) {
            TRY_VOID(apply_durations(value.get_object(), changed));
        } else if (name == "quirks" && value.is_object()) {
            TRY_VOID(apply_quirks(value.get_object(), changed_quirks));
        } else if (name == "forced" && value.is_array()) {
            changed_forced.clear();
            for (auto const& item : value.get_array()) {
                TRY(auto fault, read_forced(item));
                changed_forced.push_back(std::move(fault));
            }
        } else {
            return refuse("reading faults: unknown or mistyped member " + std::string(name));
        }
    }
    for (std::size_t i = 0; i < fault_kind_count; ++i) {
        if (changed.rates_ppm[i] != every_time) on_since_[i].reset();
    }
    settings = changed;
    quirks = changed_quirks;
    forced = std::move(changed_forced);
    return {};
}

}  // namespace lockstep::sandbox
