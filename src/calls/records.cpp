// SPDX-License-Identifier: Apache-2.0
#include "calls/records.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "calls/detail/statements.hpp"
#include "calls/masking.hpp"
#include "calls/quota.hpp"
#include "catalogue/imported.hpp"

namespace lockstep::calls {
namespace {

JsonObject row_json(Row const& row) {
    return {
        {"id", row.text(0)},
        {"connection", row.text(1)},
        {"operation", row.text(2)},
        {"purpose", row.text(3)},
        {"cause", row.text(4)},
        {"outcome", row.text(5)},
        {"status", row.integer(6)},
        {"tries", row.integer(7)},
        {"error_code", row.text(8)},
        {"at", format_time(row.time(9))},
        {"took_ms", static_cast<double>(row.integer(10)) / 1000.0},
        {"record_id", row.text(11)},
        {"lane", row.text(12).empty() ? Json(nullptr) : Json(row.text(12))},
    };
}

constexpr std::string_view after_every_id = "~";        // ids sort by time
constexpr std::int64_t candidates_at_once_max = 5'000;  // gone through for one page

std::string text_of(JsonObject const& inputs, std::string_view name) {
    auto const* value = inputs.if_contains(name);
    if (value == nullptr) return {};
    if (auto const* text = value->if_string()) return std::string(*text);
    return value->is_number() ? to_text(*value) : std::string();
}

// What a call was kept under: ids begin with its time.
std::string first_id_at(TimePoint time) { return make_id<CallTag>(time, {}).text(); }

sql::CallsBy calls_by(CallFilter const& filter) {
    return {.connection = !filter.connection.empty(),
        .operation = !filter.operation.empty(),
        .outcome = filter.outcome.has_value(),
        .is_done = filter.outcome == OutcomeKind::done,
        .record = !filter.record_id.empty()};
}

// The ids that a page is from: below `before`, from `from` on.
struct IdRange {
    std::string before, from;
};
IdRange range_of(CallFilter const& filter) {
    IdRange range{filter.before.empty() ? std::string(after_every_id) : filter.before, {}};
    if (filter.to) range.before = std::min(range.before, first_id_at(*filter.to));
    if (filter.from) range.from = first_id_at(*filter.from);
    return range;
}

}  // namespace

std::string_view to_string(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::done: return "done";
        case OutcomeKind::refused: return "refused";
        case OutcomeKind::retry_later: return "retry_later";
        case OutcomeKind::unknown: return "unknown";
    }
    return "unknown";
}

std::string_view to_string(catalogue::Lane lane) {
    switch (lane) {
        case catalogue::Lane::interactive: return "interactive";
        case catalogue::Lane::live: return "live";
        case catalogue::Lane::bulk: return "bulk";
    }
    return "bulk";
}

std::string record_of(connections::Connection const& connection, catalogue::Operation const& operation, JsonObject const& inputs,
    CallOutcome const& outcome) {
    for (auto rest = std::string_view(operation.path); !rest.empty();) {
        auto const open = rest.find('{');
        if (open == std::string_view::npos) break;
        auto const close = rest.find('}', open);
        if (close == std::string_view::npos) break;
        auto const name = rest.substr(open + 1, close - open - 1);
        rest.remove_prefix(close + 1);
        // The account itself, and keys of kinds, are no records.
        if (connection.settings.values.contains(name) || !lower_ascii(name).ends_with("id")) continue;
        if (auto text = text_of(inputs, name); !text.empty()) return text;
    }
    if (operation.effect != catalogue::Effect::create || outcome.kind != OutcomeKind::done || !connection.connector->contacts)
        return {};
    auto const made = connection.connector->contacts->read(operation.id, outcome.reading.body, connection.custom_fields);
    return made && *made ? (*made)->id : std::string();
}

namespace {

// As it may be kept. Headers that are known to carry credentials are masked where it is written out; an imported connector may
// have the credential anywhere.
HttpRequest to_keep(Tried const& tried) {
    auto kept = tried.request.composed ? without_secrets(tried.sent) : tried.sent;
    if (!catalogue::is_imported(*tried.connection.connector)) return kept;
    auto const places = catalogue::credential_places(*tried.connection.connector);
    HttpHeaders headers;
    for (auto const& [name, value] : kept.headers.all()) {
        bool const is_one = std::ranges::any_of(places, [&](auto const& place) { return equal_ignoring_case(place, name); });
        headers.add(name, is_one ? std::string(mask) : value);
    }
    kept.headers = std::move(headers);
    bool is_masked = false;
    kept.url = masked_url(kept.url, places, is_masked);
    return kept;
}

}  // namespace

CallRecord make_record(Tried const& tried, std::vector<std::string> const& names, RecordRules const& rules) {
    auto const& [connection, operation, request, outcome, sent, reply, begun, ended, waited, budget] = tried;
    CallRecord record;
    record.account = connection.account;
    record.notice = {outcome.call, connection.id, request.operation, request.purpose, outcome.kind, outcome.status, ended - begun,
        begun, request.composed ? std::string() : record_of(connection, operation, request.inputs, outcome), request.lane,
        outcome.tries, outcome.error.code};
    record.cause = request.cause;
    if (!rules.keep_bodies) {
        record.exchange = "{}";
        return record;
    }
    ExchangeNotes notes{.waited = waited, .budget = budget};
    bool const may_ask_again = operation.effect == catalogue::Effect::read && !request.composed;
    if (names.empty()) {
        if (may_ask_again) notes.inputs = to_text(request.inputs);
        record.exchange = exchange_bytes(to_keep(tried), reply, rules.bytes_kept, notes);
        return record;
    }
    auto kept = to_keep(tried);
    kept.url = masked_url(kept.url, names, notes.is_masked);
    kept.body = masked_body(kept.body, names, notes.is_masked);
    if (may_ask_again) {
        Json inputs = request.inputs;
        // With a value left out it cannot be asked again.
        if (!mask_values(inputs, names)) notes.inputs = to_text(inputs);
    }
    HttpReply answered;
    if (reply != nullptr) {
        answered = {.status = reply->status,
            .headers = reply->headers,
            .body = masked_body(reply->body, names, notes.is_masked),
            .stream = {},
            .sent_at = {}};
    }
    record.exchange = exchange_bytes(kept, reply != nullptr ? &answered : nullptr, rules.bytes_kept, notes);
    return record;
}

Result<void> insert_record(Transaction& transaction, vault::Vault const& vault, CallRecord const& record) {
    auto const& notice = record.notice;
    TRY_VOID(transaction.execute(sql::insert_call, record.account, notice.id, notice.connection, notice.operation, notice.purpose,
        record.cause, to_string(notice.kind), notice.status, notice.tries, notice.error_code, notice.at, notice.took.count(),
        Blob{vault.seal(record.account, {"calls", notice.id.text(), "exchange"}, record.exchange)}, notice.record_id,
        to_string(notice.lane)));
    return {};
}

Result<Json> list_calls(Transaction& transaction, AccountId const& account, CallFilter const& filter) {
    auto const by = calls_by(filter);
    auto range = range_of(filter);
    auto const arguments = [&](std::int64_t count) {
        auto const outcome = filter.outcome ? to_string(*filter.outcome) : std::string_view();
        return std::vector<SqlArgument>{sql_argument(account), sql_argument(range.before), sql_argument(range.from),
            sql_argument(filter.connection), sql_argument(filter.operation), sql_argument(outcome),
            sql_argument(filter.record_id), sql_argument(count)};
    };
    // Where one index does not tell all, the page ends after so many candidates, whatever was found among them.
    bool is_cut_short = false;
    if (by.has_rest()) {
        TRY(auto const last, transaction.query_values(sql::last_candidate(by), arguments(candidates_at_once_max)));
        is_cut_short = !last.empty();
        if (is_cut_short) range.from = std::string(last.front().text(0));
    }
    TRY(auto const rows, transaction.query_values(sql::list_calls(by), arguments(filter.limit + 1)));
    JsonArray items;
    for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(filter.limit); ++i)
        items.push_back(row_json(rows[i]));
    Json next = nullptr;
    if (rows.size() > static_cast<std::size_t>(filter.limit) && !items.empty())
        next = items.back().at("id");
    else if (is_cut_short)
        next = range.from;
    return Json(JsonObject{{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<WholeCalls> whole_calls(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, CallFilter const& filter) {
    WholeCalls whole;
    auto page_filter = filter;
    constexpr int pages_max = 20;  // of candidates
    for (int at = 0; at < pages_max; ++at) {
        TRY(auto const page, list_calls(transaction, account, page_filter));
        for (auto const& item : page.at("items").as_array()) {
            TRY(auto call, show_call(transaction, vault, account, CallId{std::string(item.at("id").as_string())}));
            whole.calls.push_back(std::move(call));
        }
        whole.has_more = !page.at("next").is_null();
        page_filter.limit = filter.limit - static_cast<std::int64_t>(whole.calls.size());
        if (!whole.has_more || page_filter.limit <= 0) break;
        page_filter.before = std::string(page.at("next").as_string());
    }
    return whole;
}

Result<Json> show_call(Transaction& transaction, vault::Vault const& vault, AccountId const& account, CallId const& id) {
    TRY(auto const rows, transaction.query(sql::find_call, account, id));
    if (rows.empty())
        return fail(ErrorKind::not_found, "calls.no_such_call",
            "showing call " + id.text() + ": there is no such call, or it has aged out");
    auto json = row_json(rows.front());
    TRY(auto const plain, vault.open(account, {"calls", id.text(), "exchange"}, rows.front().blob(13)));
    TRY(auto const exchange, exchange_json(plain));
    for (auto const& member : exchange) json[member.key()] = member.value();
    return Json(std::move(json));
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit) {
    auto const bound = make_id<CallTag>(before, {});
    std::int64_t deleted = 0;
    std::string account;
    while (deleted < limit) {
        TRY(auto const next, transaction.query(sql::next_account, account));
        if (next.empty()) break;
        account = next.front().text(0);
        TRY(auto const count, transaction.execute(sql::prune_calls, account, bound, before, limit - deleted));
        deleted += count;
    }
    return deleted;
}

Result<Json> quota_report(
    Transaction& transaction, AccountId const& account, connections::Connection const& connection, TimePoint wall) {
    TRY(auto const use, quota_use(transaction, account, connection.id, wall));
    TRY(auto const limit, quota_limit(transaction, connection));
    TRY(auto const free_at, quota_free_at(transaction, connection, wall));
    return Json(JsonObject{{"limit", limit > 0 ? Json(limit) : Json(nullptr)}, {"used_month", use.month},
        {"used_30_days", use.days_30}, {"free_at", free_at ? Json(format_time(*free_at)) : Json(nullptr)}});
}

}  // namespace lockstep::calls
