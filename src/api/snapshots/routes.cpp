// SPDX-License-Identifier: Apache-2.0
#include "api/snapshots/routes.hpp"

#include <array>

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "api/snapshots/views.hpp"
#include "base/text.hpp"
#include "contacts/normal_form.hpp"
#include "snapshots/export.hpp"

namespace lockstep::api {
namespace {

using snapshots::Against;
using snapshots::SnapshotId;

constexpr std::size_t file_bytes_max = std::size_t{32} << 20U;
constexpr std::array<std::string_view, 5> state_words{"open", "ticked", "confirmed", "no_longer_needed", "contradicted"};

ConnectionId connection_of(Context& context) { return ConnectionId{context.path("connection_id")}; }
SnapshotId snapshot_of(Context& context) { return SnapshotId{context.path("snapshot_id")}; }

snapshots::Service::Note note_of(Context& context, std::string_view action) {
    return [&context, action](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, action, context.path("connection_id") + " " + std::string(subject));
    };
}

Task<Result<Json>> show(Context& context, SnapshotId id) {
    auto& service = context.parts.snapshots;
    CO_TRY(auto const targets, service.targets_of(connection_of(context)));
    CO_TRY(auto const preview, co_await service.preview(connection_of(context), std::move(id)));
    CO_TRY(auto const syncs, co_await service.syncs_of(connection_of(context)));
    co_return preview_view(preview, targets, syncs, context.language);
}

Task<Result<HttpReply>> upload(Context& context) {
    auto const& body = context.request.body;
    if (body.size() > file_bytes_max)
        co_return fail(ErrorKind::invalid, "api.body_too_large",
            "reading a file: more than " + std::to_string(file_bytes_max) + " bytes",
            {{"reason", "limit"}, {"most", std::to_string(file_bytes_max)}});
    snapshots::Upload input{.connection = connection_of(context),
        .file_name = context.query.text("name"),
        .bytes = body,
        .by = context.visitor.actor};
    CO_TRY(auto const snapshot, co_await context.parts.snapshots.upload(std::move(input), note_of(context, "snapshot.upload")));
    CO_TRY(auto view, co_await show(context, snapshot.id));
    co_return json_reply(view, 201);
}

Task<Result<HttpReply>> list(Context& context) {
    CO_TRY(auto const all, co_await context.parts.snapshots.list(connection_of(context)));
    JsonArray items;
    for (auto const& snapshot : all) items.push_back(snapshot_view(snapshot));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> get_preview(Context& context) {
    CO_TRY(auto view, co_await show(context, snapshot_of(context)));
    co_return json_reply(view);
}

Task<Result<HttpReply>> set_columns(Context& context) {
    snapshots::Columns columns;
    for (auto const& each : Members(context).list("columns")) {
        auto const order = snapshots::date_order_from(find_text(each, "/order").value_or("year_first"));
        CHECK(order.has_value());  // the document has all of them
        columns.push_back({std::string(find_text(each, "/takes").value_or("")), *order});
    }
    CO_TRY_VOID(co_await context.parts.snapshots.set_columns(connection_of(context), snapshot_of(context), std::move(columns)));
    CO_TRY(auto view, co_await show(context, snapshot_of(context)));
    co_return json_reply(view);
}

std::set<snapshots::DifferenceKind> kinds_of(Context& context) {
    std::set<snapshots::DifferenceKind> kinds;
    for (auto const& word : context.query.list("kind")) {
        auto const kind = snapshots::difference_kind_from(word);
        CHECK(kind.has_value());  // the document has all of them
        kinds.insert(*kind);
    }
    return kinds;
}

Against against_of(Context& context) {
    auto const& sync = context.query.text("sync");
    return sync.empty() ? Against{} : Against{SyncId{sync}};
}

Task<Result<HttpReply>> differences(Context& context) {
    auto const kinds = kinds_of(context);
    auto const limit = context.query.number("limit");
    auto const cursor = context.query.number("cursor");
    auto const text = contacts::folded_form(context.query.text("text"));
    auto& service = context.parts.snapshots;
    CO_TRY(auto const targets, service.targets_of(connection_of(context)));
    CO_TRY(auto const comparison, co_await service.compare(connection_of(context), snapshot_of(context), against_of(context)));
    JsonArray items;
    std::string next;
    auto const& all = comparison->items;
    for (auto at = static_cast<std::size_t>(cursor); at < all.size(); ++at) {
        if (!snapshots::is_wanted(all[at], kinds, text, targets)) continue;
        if (static_cast<std::int64_t>(items.size()) == limit) {
            next = std::to_string(at);
            break;
        }
        items.push_back(difference_view(all[at], targets, context.language));
    }
    auto view = page(std::move(items), next);
    view.as_object()["counts"] = counts_view(comparison->counts);
    view.as_object()["loses_many"] = snapshots::loses_many(comparison->counts, snapshots::share_asked_about);
    co_return json_reply(view);
}

Task<Result<HttpReply>> export_differences(Context& context) {
    auto const kinds = kinds_of(context);
    auto& service = context.parts.snapshots;
    CO_TRY(auto const targets, service.targets_of(connection_of(context)));
    CO_TRY(auto const comparison, co_await service.compare(connection_of(context), snapshot_of(context), against_of(context)));
    HttpReply reply;
    reply.headers.set("Content-Type", "text/csv; charset=utf-8");
    reply.headers.set("Content-Disposition", "attachment; filename=\"differences.csv\"");
    std::function<void()> const work = [&] { reply.body = snapshots::to_csv(*comparison, kinds, targets, context.language); };
    co_await context.parts.offload.run(work);
    co_return reply;
}

Task<Result<HttpReply>> accept(Context& context) {
    Members const members(context);
    bool const is_confirmed = members.flag("confirm");
    CO_TRY(auto const accepted, co_await context.parts.snapshots.accept(connection_of(context), snapshot_of(context),
                                    is_confirmed, note_of(context, "snapshot.accept")));
    co_return json_reply(snapshot_view(accepted));
}

Task<Result<HttpReply>> discard(Context& context) {
    CO_TRY_VOID(co_await context.parts.snapshots.discard(
        connection_of(context), snapshot_of(context), note_of(context, "snapshot.discard")));
    co_return no_content();
}

Task<Result<HttpReply>> hand_list(Context& context) {
    auto const limit = context.query.number("limit");
    auto const& word = context.query.text("state");
    auto const state = word.empty() ? std::nullopt : snapshots::hand_state_from(word);
    auto& service = context.parts.snapshots;
    CO_TRY(auto const targets, service.targets_of(connection_of(context)));
    CO_TRY(auto const counts, co_await service.hand_counts(connection_of(context)));
    CO_TRY(auto list, co_await service.hand_list(connection_of(context), state, context.query.text("cursor"), limit + 1));
    bool const has_more = static_cast<std::int64_t>(list.size()) > limit;
    if (has_more) list.pop_back();
    JsonArray items;
    for (auto const& item : list) items.push_back(hand_item_view(item, targets, context.language));
    auto view = page(std::move(items), has_more ? list.back().id : "");
    JsonObject by_state;
    for (auto const each : state_words) {
        auto const found = counts.find(std::string(each));
        by_state[each] = found == counts.end() ? 0 : found->second;
    }
    view.as_object()["counts"] = std::move(by_state);
    co_return json_reply(view);
}

Task<Result<HttpReply>> refresh_hand_list(Context& context) {
    CO_TRY_VOID(co_await context.parts.snapshots.refresh_hand_list(connection_of(context)));
    context.query.set("limit", "50");  // the first page, as usual
    co_return co_await hand_list(context);
}

Task<Result<HttpReply>> tick(Context& context) {
    bool const is_ticked = Members(context).flag("ticked");
    auto& service = context.parts.snapshots;
    CO_TRY(auto const targets, service.targets_of(connection_of(context)));
    CO_TRY(auto const item, co_await service.tick(connection_of(context), context.path("item_id"), is_ticked,
                                context.visitor.actor, note_of(context, "hand_list.tick")));
    co_return json_reply(hand_item_view(item, targets, context.language));
}

}  // namespace

std::vector<Route> snapshot_routes() {
    return {
        {"GET", "/api/v1/connections/{connection_id}/snapshots", Scope::read, list},
        {"POST", "/api/v1/connections/{connection_id}/snapshots", Scope::write, upload},
        {"GET", "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}", Scope::read, get_preview},
        {"DELETE", "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}", Scope::write, discard},
        {"PUT", "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/columns", Scope::write, set_columns},
        {"POST", "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/accept", Scope::write, accept},
        {"GET", "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/differences", Scope::read, differences},
        {"GET", "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/differences/export", Scope::read,
            export_differences},
    };
}

std::vector<Route> hand_list_routes() {
    return {
        {"GET", "/api/v1/connections/{connection_id}/hand-list", Scope::read, hand_list},
        {"POST", "/api/v1/connections/{connection_id}/hand-list/refresh", Scope::write, refresh_hand_list},
        {"POST", "/api/v1/connections/{connection_id}/hand-list/{item_id}/tick", Scope::write, tick},
    };
}

std::optional<std::size_t> large_body(std::string_view method, std::string_view path) {
    constexpr std::string_view prefix = "/api/v1/connections/", suffix = "/snapshots";
    if (method != "POST" || !path.starts_with(prefix) || !path.ends_with(suffix)) return std::nullopt;
    return file_bytes_max;
}

}  // namespace lockstep::api
