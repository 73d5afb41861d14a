// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/request.hpp"

#include "sync/state/links.hpp"

namespace lockstep::sync {
namespace {

constexpr std::string_view key_prefix = "attached:";

}  // namespace

Result<void> request_attached(
    Scope const& scope, LinkId const& link, TimePoint due_at, catalogue::Lane lane, std::string_view cause) {
    work::Request row;
    row.account = scope.account;
    row.queue = attached_queue;
    row.key = std::string(key_prefix) + link.text();
    row.group = scope.sync.text();
    row.lane = static_cast<work::Lane>(lane);
    row.due_at = due_at;
    row.record_type = "attached";
    row.payload = cause;
    row.overrides_backoff = lane == catalogue::Lane::interactive;
    return work::enqueue(scope.transaction, row, scope.now, merge_attached);
}

Result<void> request_attached_of(Scope const& scope, contacts::Side side, std::string_view record_id, std::string_view cause) {
    TRY(auto const link, link_id_of(scope, side, record_id));
    return link ? request_attached(scope, *link, scope.now, catalogue::Lane::live, cause) : Result<void>{};
}

LinkId attached_link_of(std::string_view key) {
    return LinkId{std::string(key.starts_with(key_prefix) ? key.substr(key_prefix.size()) : std::string_view{})};
}

std::string merge_attached(std::string_view present, std::string_view added) {
    return std::string(added.empty() ? present : added);
}

}  // namespace lockstep::sync
