// SPDX-License-Identifier: Apache-2.0
// Drawing faults, and their form in JSON for the admin route.
#include "sandbox/faults.hpp"

#include <limits>
#include <utility>

namespace lockstep::sandbox {
namespace {

constexpr std::array<std::string_view, fault_kind_count> names{"slow_reply", "lost_request", "lost_reply", "late_commit",
    "create_failed_but_stored", "too_many_requests", "server_error", "stale_read", "index_lag", "automation", "webhook_lost",
    "webhook_doubled", "webhook_late"};

using RangeMember = DurationRange FaultSettings::*;
constexpr std::array<std::pair<std::string_view, RangeMember>, 8> ranges{{
    {"latency", &FaultSettings::latency},
    {"slow_reply", &FaultSettings::slow_reply},
    {"late_commit", &FaultSettings::late_commit},
    {"index_delay", &FaultSettings::index_delay},
    {"index_lag", &FaultSettings::index_lag},
    {"automation", &FaultSettings::automation},
    {"webhook_delay", &FaultSettings::webhook_delay},
    {"webhook_late", &FaultSettings::webhook_late},
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
        for (auto const& [known, candidate] : ranges) {
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

std::string_view to_string(FaultKind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<FaultKind> fault_kind_from(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) return static_cast<FaultKind>(i);
    }
    return std::nullopt;
}

Faults::Faults(Prng const& root)
    : latency_stream_(root.fork("latency")),
      index_stream_(root.fork("index_delay")),
      webhook_stream_(root.fork("webhook_delay")) {
    streams_.reserve(fault_kind_count);
    for (auto const name : names) streams_.push_back(root.fork(name));
}

bool Faults::strikes(FaultKind kind, std::string_view operation, TimePoint now) {
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

Duration Faults::draw_from(Prng& stream, DurationRange const& range) {
    if (range.most <= range.least) return range.least;
    return range.least +
           Duration{static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>((range.most - range.least).count()) + 1))};
}

Duration Faults::draw(FaultKind stream, DurationRange const& range) {
    return draw_from(streams_[static_cast<std::size_t>(stream)], range);
}

void Faults::calm() {
    settings.rates_ppm.fill(0);
    forced.clear();
}

Json Faults::to_json() const {
    JsonObject rates;
    for (std::size_t i = 0; i < names.size(); ++i) rates[names[i]] = std::int64_t{settings.rates_ppm[i]};
    JsonObject durations;
    for (auto const& [name, member] : ranges) {
        auto const& range = settings.*member;
        durations[name] = JsonArray{range.least.count() / 1000, range.most.count() / 1000};
    }
    JsonArray forced_list;
    for (auto const& fault : forced) {
        JsonObject item{{"kind", to_string(fault.kind)}, {"operation", fault.operation}, {"times", std::int64_t{fault.times}}};
        if (fault.from != TimePoint::min()) item["from"] = format_time(fault.from);
        if (fault.until != TimePoint::max()) item["until"] = format_time(fault.until);
        forced_list.push_back(std::move(item));
    }
    return JsonObject{
        {"rates_ppm", std::move(rates)}, {"durations_ms", std::move(durations)}, {"forced", std::move(forced_list)}};
}

Result<void> Faults::apply_json(Json const& json) {
    auto const* object = json.if_object();
    if (object == nullptr) return refuse("reading faults: an object is expected");
    FaultSettings changed = settings;
    std::vector<ForcedFault> changed_forced = forced;
    for (auto const& [name, value] : *object) {
        if (name == "rates_ppm" && value.is_object()) {
            TRY_VOID(apply_rates(value.get_object(), changed));
        } else if (name == "durations_ms" && value.is_object()) {
            TRY_VOID(apply_durations(value.get_object(), changed));
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
    settings = changed;
    forced = std::move(changed_forced);
    return {};
}

}  // namespace lockstep::sandbox
