// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/custom_fields.hpp"

#include <algorithm>
#include <set>

#include "connections/upkeep.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::string_view prefix = "custom.";

// "partner_id" -> "Partner id": the name a person sees in the app.
std::string shown_name(std::string key) {
    std::ranges::replace(key, '_', ' ');
    if (!key.empty() && key.front() >= 'a' && key.front() <= 'z') key.front() = static_cast<char>(key.front() - 'a' + 'A');
    return key;
}

std::unexpected<Error> not_done(calls::CallOutcome const& outcome, std::string_view what) {
    auto const kind = outcome.kind == calls::OutcomeKind::retry_later ? ErrorKind::unavailable : ErrorKind::denied;
    return fail(kind, "sync.custom_fields",
        std::string(what) + ": " + (outcome.error.message.empty() ? outcome.reading.message : outcome.error.message));
}

Task<Result<void>> keep(Context& context, connections::Connection const& connection, catalogue::CustomFields fields) {
    auto const edit = [&](connections::Connection& stored) {
        bool const is_news = stored.custom_fields != fields;
        if (is_news) stored.custom_fields = fields;
        return is_news;
    };
    CO_TRY_VOID(co_await connections::change({context.database, context.vault, context.directory, context.clock},
        connection.account, connection.id, edit, [](Transaction&) { return Result<void>{}; }));
    co_return Result<void>{};
}

}  // namespace

std::vector<std::string> missing_custom_fields(Sync const& sync, Side side, catalogue::CustomFields const& known) {
    std::set<std::string> keys;
    auto const need = [&](std::string const& field) {
        if (field.starts_with(prefix)) keys.insert(field.substr(prefix.size()));
    };
    for (auto const& row : sync.mapping.rows) need(side == Side::a ? row.a : row.b);
    need(side == Side::a ? sync.mapping.a_holds_id_of_b : sync.mapping.b_holds_id_of_a);
    for (auto const& field : known) keys.erase(field.key);
    return {keys.begin(), keys.end()};
}

Task<Result<void>> refresh_custom_fields(Context& context, std::shared_ptr<Sync const> sync, Side side, bool create_missing) {
    auto const entry = context.directory.find(sync->connection(side));
    if (!entry)
        co_return fail(ErrorKind::not_found, "sync.no_connection", "reading custom fields: the sync's connection does not exist");
    auto const& binding = *entry->connector->contacts;
    auto listing = binding.list_custom_fields(entry->settings);
    if (!listing) co_return Result<void>{};
    calls::CallRequest request{.connection = entry->id,
        .operation = listing->operation,
        .inputs = std::move(listing->inputs),
        .lane = catalogue::Lane::live,
        .purpose = "custom_fields",
        .cause = sync->id.text(),
        .quota_share = sync->policy.quota_share};
    auto const outcome = co_await context.caller.call(std::move(request));
    if (outcome.kind != calls::OutcomeKind::done) co_return not_done(outcome, "reading custom fields");
    CO_TRY(auto fields, binding.read_custom_fields(outcome.reading.body));

    if (create_missing) {
        for (auto const& key : missing_custom_fields(*sync, side, fields)) {
            auto making = binding.create_custom_field(entry->settings, key, shown_name(key));
            if (!making) continue;
            calls::CallRequest make{.connection = entry->id,
                .operation = making->operation,
                .inputs = std::move(making->inputs),
                .lane = catalogue::Lane::live,
                .purpose = "custom_fields",
                .cause = sync->id.text(),
                .quota_share = sync->policy.quota_share};
            auto const made = co_await context.caller.call(std::move(make));
            if (made.kind != calls::OutcomeKind::done) co_return not_done(made, "making custom field " + key);
            CO_TRY(auto created, binding.read_custom_fields(made.reading.body));
            fields.insert(fields.end(), created.begin(), created.end());
        }
    }
    if (fields != entry->custom_fields) CO_TRY_VOID(co_await keep(context, *entry, std::move(fields)));
    co_return Result<void>{};
}

}  // namespace lockstep::sync
