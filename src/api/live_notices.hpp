// SPDX-License-Identifier: Apache-2.0
// What happens elsewhere, as notices on the live stream. Composition connects them:
//   caller.on_call([&](auto const& notice) { publish(stream, notice); });
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <mutex>
#include <vector>

#include "api/stream.hpp"
#include "calls/caller.hpp"
#include "events/inbox.hpp"
#include "sync/context.hpp"

namespace lockstep::api {

void publish(Stream& stream, calls::CallNotice const& notice);
void publish(Stream& stream, sync::ChangeNotice const& notice);
void publish(Stream& stream, events::Event const& event);

// A listener of the inbox that tells the stream. Events are stored on the database's thread, so the notice is posted to the
// executor of the API: one post for all that are told before it runs, because under load each would wake the API's thread.
// It changes nothing, and a notice of a transaction that was undone does no harm.
class EventFeed final : public events::Listener {
public:
    EventFeed(Stream& stream, boost::asio::any_io_executor executor) : stream_(stream), executor_(std::move(executor)) {}
    Result<void> on_event(Transaction& transaction, events::Event& event) override;

private:
    void publish_waiting();

    Stream& stream_;
    boost::asio::any_io_executor executor_;
    std::mutex mutex_;
    std::vector<events::Event> waiting_;  // a post is under way while it is not empty
};

}  // namespace lockstep::api
