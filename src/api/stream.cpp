// SPDX-License-Identifier: Apache-2.0
#include "api/stream.hpp"

#include <charconv>

#include "base/text.hpp"
#include "ports/signal.hpp"

namespace lockstep::api {

// Shared between the reply that reads it, which may end at any time, and the stream that wakes it.
struct Stream::Listener {
    Signal signal;
    std::uint64_t seen = 0;
    TimePoint ends_at{};
    std::string first;      // sent at once
    std::string admission;  // the session or token that let it in
    bool has_ended = false;
};

Stream::Stream(Clock& clock, StreamOptions options)
    : clock_(clock), options_(options), epoch_(std::to_string(to_micros(clock.now()) / 1000)) {}

Stream::~Stream() { close(); }

std::string Stream::id_of(std::uint64_t number) const { return epoch_ + "-" + std::to_string(number); }

std::optional<std::uint64_t> Stream::number_of(std::string_view id) const {
    auto const at = id.find('-');
    if (at == std::string_view::npos || id.substr(0, at) != epoch_) return std::nullopt;
    auto const digits = id.substr(at + 1);
    std::uint64_t number = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc{} || end != digits.data() + digits.size() || number > last_number_) return std::nullopt;
    auto const oldest = notices_.empty() ? last_number_ + 1 : notices_.front().number;
    if (number + 1 < oldest) return std::nullopt;
    return number;
}

void Stream::publish(std::string_view type, Json data) {
    auto const number = ++last_number_;
    auto text = "id: " + id_of(number) + "\nevent: " + std::string(type) + "\ndata: " + to_text(data) + "\n\n";
    notices_.push_back({number, std::move(text)});
    while (notices_.size() > options_.notices_kept) notices_.pop_front();
    std::erase_if(listeners_, [](auto const& listener) { return listener.expired(); });
    for (auto const& weak : listeners_) {
        if (auto const listener = weak.lock()) listener->signal.notify();
    }
}

Result<BodyStream> Stream::listen(std::string_view last_event_id, std::string_view admission) {
    if (is_closed_) return fail(ErrorKind::unavailable, "api.draining", "opening a stream: the server is stopping");
    std::erase_if(listeners_, [](auto const& listener) { return listener.expired(); });
    if (listeners_.size() >= options_.listeners_max) {
        return fail(ErrorKind::limited, "api.too_many_listeners",
            "opening a stream: " + std::to_string(listeners_.size()) + " are open already");
    }
    auto listener = std::make_shared<Listener>();
    listener->seen = last_number_;
    listener->admission = admission;
    listener->first = ": open\nretry: 2000\n\n";
    listener->ends_at = clock_.now() + options_.listens_at_most;
    if (!last_event_id.empty()) {
        if (auto const number = number_of(last_event_id)) {
            listener->seen = *number;
        } else {
            listener->first += "id: " + id_of(last_number_) + "\nevent: reset\ndata: {}\n\n";
        }
    }
    listeners_.push_back(listener);
    return BodyStream([this, listener]() { return next(*listener); });
}

std::string Stream::waiting_text(Listener& listener) const {
    std::string text;
    if (listener.seen == last_number_) return text;
    if (listener.seen + 1 < notices_.front().number) {
        // It reads more slowly than things happen.
        listener.seen = last_number_;
        return "id: " + id_of(last_number_) + "\nevent: reset\ndata: {}\n\n";
    }
    auto const first = static_cast<std::size_t>(listener.seen + 1 - notices_.front().number);
    for (std::size_t i = first; i < notices_.size() && text.size() < options_.chunk_bytes_max; ++i) {
        text += notices_[i].text;
        listener.seen = notices_[i].number;
    }
    return text;
}

Task<std::optional<std::string>> Stream::next(Listener& listener) {
    if (listener.has_ended) co_return std::nullopt;
    if (!listener.first.empty()) co_return std::exchange(listener.first, {});
    auto const keep_alive_at = clock_.now() + options_.keep_alive_every;
    while (!is_closed_ && !listener.has_ended) {
        auto text = waiting_text(listener);
        if (!text.empty()) co_return text;
        auto const now = clock_.now();
        if (now >= listener.ends_at) break;
        if (now >= keep_alive_at) co_return ": still here\n\n";
        co_await clock_.sleep_until_or(std::min(keep_alive_at, listener.ends_at), listener.signal);
    }
    co_return std::nullopt;
}

void Stream::end_admission(std::string_view admission) {
    for (auto const& weak : listeners_) {
        auto const listener = weak.lock();
        if (!listener || admission.empty() || listener->admission != admission) continue;
        listener->has_ended = true;
        listener->signal.notify();
    }
}

void Stream::close() {
    is_closed_ = true;
    for (auto const& weak : listeners_) {
        if (auto const listener = weak.lock()) listener->signal.notify();
    }
}

std::size_t Stream::listeners() const {
    std::size_t count = 0;
    for (auto const& weak : listeners_) count += weak.expired() ? 0 : 1;
    return count;
}

}  // namespace lockstep::api
