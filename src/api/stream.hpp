// SPDX-License-Identifier: Apache-2.0
// Stream: live notices for browsers (server-sent events). Keeps the latest ones, so that a browser that was away for a moment
// misses nothing. Used from one executor, that of the API; whoever publishes from elsewhere posts to it.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"

namespace lockstep::api {

struct StreamOptions {
    std::size_t notices_kept = 1000;
    std::size_t listeners_max = 64;
    std::size_t chunk_bytes_max = 64 * 1024;
    Duration keep_alive_every = std::chrono::seconds{15};
    // A stream ends after this time and the browser comes back by itself: whoever may not listen any more is then refused.
    Duration listens_at_most = std::chrono::minutes{15};
};

class Stream {
public:
    explicit Stream(Clock& clock, StreamOptions options = {});
    ~Stream();
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    // `type` is the name of the server-sent event: "change", "call", "event", "status". Costs next to nothing when nobody
    // listens.
    void publish(std::string_view type, Json data);

    // The body of one reply. `last_event_id` is what the browser saw last, or empty: then only what comes is sent. `admission`
    // names the session or token that let the listener in. limited "api.too_many_listeners".
    Result<BodyStream> listen(std::string_view last_event_id, std::string_view admission = {});
    // Ends the streams of a session or token that has ended.
    void end_admission(std::string_view admission);

    // Ends all listeners: the server drains.
    void close();
    std::size_t listeners() const;

private:
    struct Listener;
    struct Notice {
        std::uint64_t number = 0;
        std::string text;  // as it is sent
    };

    Task<std::optional<std::string>> next(Listener& listener);
    std::string waiting_text(Listener& listener) const;
    std::string id_of(std::uint64_t number) const;
    // nullopt: an id of another process, or one that is not kept any more.
    std::optional<std::uint64_t> number_of(std::string_view id) const;

    Clock& clock_;
    StreamOptions options_;
    std::string epoch_;  // tells ids of this process from those of an earlier one
    std::deque<Notice> notices_;
    std::uint64_t last_number_ = 0;
    bool is_closed_ = false;
    std::vector<std::weak_ptr<Listener>> listeners_;
};

}  // namespace lockstep::api
