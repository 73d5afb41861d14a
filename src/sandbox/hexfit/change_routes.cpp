// SPDX-License-Identifier: Apache-2.0
// The change log: which clients changed since a cursor or a time. Kept for 30 days.
#include <charconv>

#include "base/bytes.hpp"
#include "sandbox/hexfit/body.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

std::string log_cursor(std::uint64_t number, TimePoint now) {
    return to_hex("log:" + std::to_string(number) + ":" + std::to_string(to_micros(now)));
}

struct LogPlace {
    std::uint64_t number = 0;
    TimePoint at{};
};

std::optional<LogPlace> read_log_cursor(std::string_view text) {
    auto const plain = from_hex(text);
    constexpr std::string_view prefix = "log:";
    if (!plain || !plain->starts_with(prefix)) return std::nullopt;
    auto const gap = plain->find(':', prefix.size());
    if (gap == std::string::npos) return std::nullopt;
    LogPlace place;
    std::int64_t micros = 0;
    auto const first = std::from_chars(plain->data() + prefix.size(), plain->data() + gap, place.number);
    auto const second = std::from_chars(plain->data() + gap + 1, plain->data() + plain->size(), micros);
    if (first.ec != std::errc{} || first.ptr != plain->data() + gap || second.ec != std::errc{} ||
        second.ptr != plain->data() + plain->size())
        return std::nullopt;
    place.at = from_micros(micros);
    return place;
}

HttpReply list_changes(HexfitModel& model, RouteCall const& call) {
    auto const limit = read_limit(model, call);
    if (!limit) return limit.error();
    auto const since = call.request.query_value("since");
    auto const since_time = call.request.query_value("since_time");
    if (since && since_time) return invalid(model, "since", "At most one of since and since_time is expected.");
    auto const oldest = call.now - std::chrono::days{30};
    auto place = model.log.end();
    std::uint64_t number = model.log_end;
    if (since) {
        auto const cursor = read_log_cursor(*since);
        if (!cursor || cursor->number > model.log_end)
            return failed(model, 400, "cursor_invalid", "The cursor is not ours.", JsonObject{{"field", "since"}});
        if (cursor->at < oldest) return failed(model, 410, "cursor_expired", "The cursor is older than the log.");
        number = cursor->number;
        place = model.log.upper_bound(number);
    } else if (since_time) {
        auto const time = parse_time(*since_time);
        if (!time) return invalid(model, "since_time", "A time is expected.");
        place = model.log.begin();
        // Entries stand in order of time, so the first young enough starts the page.
        while (place != model.log.end() && place->second.at < std::max(*time, oldest)) ++place;
        if (place != model.log.end()) number = place->first - 1;
    }
    JsonArray items;
    for (; place != model.log.end() && items.size() < *limit; ++place) {
        auto const& entry = place->second;
        auto const client = model.clients.find(entry.client_id);
        bool const exists = client != model.clients.end();
        items.push_back(JsonObject{{"id", entry.client_id}, {"type", entry.type},
            {"version", exists && model.faults().quirks.shows_change_time ? Json(version_text(client->second)) : Json(nullptr)},
            {"occurred_at", format_time(entry.at)}, {"client", exists ? Json(model.shown(client->second)) : Json(nullptr)}});
        number = place->first;
    }
    bool const more = place != model.log.end();
    if (!more) number = model.log_end;
    return succeeded(200, JsonObject{{"items", std::move(items)}, {"cursor", log_cursor(number, call.now)}, {"has_more", more}});
}

}  // namespace

void add_change_routes(Routes& routes) {
    routes.push_back({"GET", {"full", "v1", "changes"}, "listChanges", RouteKind::read, list_changes});
}

}  // namespace lockstep::sandbox::hexfit
