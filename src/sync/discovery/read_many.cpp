// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/read_many.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "ports/task_group.hpp"

namespace lockstep::sync {
namespace {

constexpr std::size_t at_once = 16;
constexpr auto longest = std::chrono::hours{1};

struct Shared {
    Context& context;
    connections::Connection const& connection;
    std::vector<std::string> const& ids;
    std::string_view cause;
    std::optional<double> quota_share;
    std::size_t next = 0;
    ReadMany result;
};

Task<void> read_some(Shared& shared) {
    while (shared.next < shared.ids.size() && !shared.result.retry_at) {
        auto const& id = shared.ids[shared.next++];
        auto bound = shared.connection.connector->contacts->get(id);
        if (!bound) co_return;
        calls::CallRequest request{.connection = shared.connection.id,
            .operation = bound->operation,
            .inputs = std::move(bound->inputs),
            .lane = catalogue::Lane::bulk,
            .purpose = "observe",
            .cause = std::string(shared.cause),
            .quota_share = shared.quota_share};
        auto const outcome = co_await shared.context.caller.call(std::move(request));
        auto const now = shared.context.clock.now();
        if (outcome.kind == calls::OutcomeKind::done) {
            auto record = shared.connection.connector->contacts->read(
                bound->operation, outcome.reading.body, shared.connection.custom_fields);
            if (record && *record && (*record)->id == id)
                shared.result.seen.push_back({std::move(**record), outcome.sent_at.value_or(now)});
        } else if (outcome.kind == calls::OutcomeKind::retry_later) {
            shared.result.retry_at = std::max(outcome.retry_at, now + std::chrono::seconds{1});
        }
    }
}

}  // namespace

Task<ReadMany> read_many(Context& context, connections::Connection const& connection, std::vector<std::string> ids,
    std::string_view cause, std::optional<double> quota_share) {
    Shared shared{context, connection, ids, cause, quota_share, 0, {}};
    TaskGroup readers{co_await boost::asio::this_coro::executor};
    for (std::size_t i = 0; i < std::min(at_once, ids.size()); ++i) readers.spawn(read_some(shared));
    while (readers.running() > 0) co_await readers.join(context.clock, context.clock.now() + longest);
    co_return std::move(shared.result);
}

}  // namespace lockstep::sync
