// SPDX-License-Identifier: Apache-2.0
#include "api/live_notices.hpp"

#include <boost/asio/post.hpp>

#include "api/events/views.hpp"

namespace lockstep::api {

void publish(Stream& stream, calls::CallNotice const& notice) {
    JsonObject view;
    view["id"] = notice.id.text();
    view["at"] = format_time(notice.at);
    view["connection"] = notice.connection.text();
    view["operation"] = notice.operation;
    view["purpose"] = notice.purpose;
    view["outcome"] = calls::to_string(notice.kind);
    view["status"] = notice.status;
    view["took_ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(notice.took).count();
    view["tries"] = notice.tries;
    view["lane"] = calls::to_string(notice.lane);
    view["record_id"] = notice.record_id;
    view["error_code"] = notice.error_code;
    stream.publish("call", std::move(view));
}

void publish(Stream& stream, sync::ChangeNotice const& notice) {
    JsonArray fields;
    for (auto const& field : notice.fields) fields.emplace_back(field);
    JsonObject view;
    view["at"] = format_time(notice.at);
    view["sync"] = notice.sync.text();
    view["link_id"] = notice.link.text();
    view["record_id"] = notice.record_id;
    view["side"] = contacts::to_string(notice.side);
    view["fields"] = std::move(fields);
    view["outcome"] = notice.outcome;
    stream.publish("change", std::move(view));
}

void publish(Stream& stream, events::Event const& event) {
    // Whoever listens has a language each: they take note_code, and the sentence is for those who know English alone.
    stream.publish("event", event_view(event, messages::Language::en));
}

Result<void> EventFeed::on_event(Transaction&, events::Event& event) {
    bool is_first = false;
    {
        std::lock_guard const lock{mutex_};
        is_first = waiting_.empty();
        waiting_.push_back(event);
        waiting_.back().payload.clear();
    }
    if (is_first) boost::asio::post(executor_, [this] { publish_waiting(); });
    return {};
}

void EventFeed::publish_waiting() {
    std::vector<events::Event> told;
    {
        std::lock_guard const lock{mutex_};
        told.swap(waiting_);
    }
    for (auto const& event : told) publish(stream_, event);
}

}  // namespace lockstep::api
