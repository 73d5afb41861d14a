// SPDX-License-Identifier: Apache-2.0
#include "adapters/log_json/log_json.hpp"

#include <poll.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "adapters/log_json/log_line.hpp"

namespace lockstep::adapters {

LogFormat format_for(int file) { return ::isatty(file) == 1 ? LogFormat::readable : LogFormat::json; }

class StreamLog::Impl {
public:
    Impl(StreamLogOptions options, Clock const& clock)
        : options_(options), least_(options.least), clock_(clock), thread_([this] { write_loop(); }) {}

    ~Impl() {
        {
            std::lock_guard lock{mutex_};
            is_closed_ = true;
        }
        ready_.notify_one();
        thread_.join();
    }

    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
        if (level < least_.load(std::memory_order_relaxed)) return;
        std::string line;
        append(line, level, message, fields);
        {
            std::lock_guard lock{mutex_};
            if (buffer_.size() + line.size() > options_.buffer_bytes_max) {
                ++dropped_;
                return;
            }
            buffer_ += line;
        }
        ready_.notify_one();
    }

    std::uint64_t dropped() const { return dropped_.load(); }
    void set_least(LogLevel least) { least_.store(least, std::memory_order_relaxed); }

private:
    void append(std::string& out, LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
        if (options_.format == LogFormat::json)
            append_json_line(out, clock_.wall(), level, message, fields);
        else
            append_readable_line(out, clock_.wall(), level, message, fields);
    }

    void write_loop() {
        std::string taken;
        for (;;) {
            {
                std::unique_lock lock{mutex_};
                ready_.wait(lock, [&] { return is_closed_ || !buffer_.empty(); });
                if (buffer_.empty()) return;
                taken.clear();
                std::swap(taken, buffer_);
            }
            report_dropped(taken);
            if (!write_out(taken)) return;
        }
    }

    void report_dropped(std::string& out) {
        auto const dropped = dropped_.load();
        if (dropped == reported_) return;
        append(out, LogLevel::warning, "log lines were dropped", {{"count", static_cast<std::int64_t>(dropped - reported_)}});
        reported_ = dropped;
    }

    // False when there is nobody to write for any more.
    bool write_out(std::string_view text) {
        while (!text.empty()) {
            constexpr int look_up_ms = 100;
            pollfd waiting{.fd = options_.file, .events = POLLOUT, .revents = 0};
            int const is_ready = ::poll(&waiting, 1, look_up_ms);
            if (is_ready == 0 && is_out_of_patience()) return false;
            if (is_ready <= 0) continue;
            // A pipe that has room takes so much without making us wait.
            auto const size = ::write(options_.file, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
            if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
            if (size < 0) return !is_closing();
            text.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }

    bool is_closing() {
        std::lock_guard lock{mutex_};
        return is_closed_;
    }

    // Ending the program waits for a stuck reader, but not for long.
    bool is_out_of_patience() {
        constexpr int looks_max = 10;
        return is_closing() && ++looks_while_closing_ >= looks_max;
    }

    StreamLogOptions options_;
    std::atomic<LogLevel> least_;
    Clock const& clock_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::string buffer_;
    bool is_closed_ = false;
    std::atomic<std::uint64_t> dropped_ = 0;
    std::uint64_t reported_ = 0;   // of the writing thread
    int looks_while_closing_ = 0;  // of the writing thread
    std::thread thread_;
};

StreamLog::StreamLog(StreamLogOptions options, Clock const& clock) : impl_(std::make_unique<Impl>(options, clock)) {}

StreamLog::~StreamLog() = default;

void StreamLog::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
    impl_->write(level, message, fields);
}

std::uint64_t StreamLog::dropped() const { return impl_->dropped(); }

void StreamLog::set_least(LogLevel least) { impl_->set_least(least); }

}  // namespace lockstep::adapters
