// SPDX-License-Identifier: Apache-2.0
#include "load/load_run.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "base/text.hpp"

namespace lockstep::bench {
namespace {

using Steady = std::chrono::steady_clock;
// After the end: how long what was due before is still sent, and then how long answers may take.
constexpr auto sending_patience = std::chrono::seconds{5};
constexpr auto patience = std::chrono::seconds{10};

double seconds_of(timeval const& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

double own_cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

// User and system time of a process, all threads.
double cpu_seconds_of(int process) {
    if (process == 0) return 0;
    auto* file = std::fopen(("/proc/" + std::to_string(process) + "/stat").c_str(), "r");
    if (file == nullptr) return 0;
    std::array<char, 1024> text{};
    auto const size = std::fread(text.data(), 1, text.size() - 1, file);
    std::fclose(file);
    std::string_view rest(text.data(), size);
    rest.remove_prefix(std::min(rest.size(), rest.rfind(')') + 2));
    auto const fields = split(rest, ' ');
    constexpr std::size_t user_time = 11, system_time = 12;  // counted after the name
    if (fields.size() <= system_time) return 0;
    double ticks = 0;
    for (auto const at : {user_time, system_time}) ticks += std::strtod(std::string(fields[at]).c_str(), nullptr);
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Connection {
    int socket = -1;
    bool is_busy = false;
    std::size_t number = 0;  // of the event under way
    Steady::time_point since{};
    std::string received;
};

// Status and length of a complete reply at the front of `text`.
struct Reply {
    int status = 0;
    std::size_t bytes = 0;
};
std::optional<Reply> complete_reply(std::string_view text) {
    auto const head_end = text.find("\r\n\r\n");
    if (head_end == std::string_view::npos || text.size() < 12) return std::nullopt;
    Reply reply;
    std::from_chars(text.data() + 9, text.data() + 12, reply.status);
    std::size_t length = 0;
    constexpr std::string_view name = "Content-Length: ";
    if (auto const at = text.find(name); at != std::string_view::npos && at < head_end) {
        std::from_chars(text.data() + at + name.size(), text.data() + head_end, length);
    }
    reply.bytes = head_end + 4 + length;
    if (text.size() < reply.bytes) return std::nullopt;
    return reply;
}

class Run {
public:
    Run(EventPool const& pool, LoadPlan const& plan)
        : pool_(pool), plan_(plan), connections_(plan.connections), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
        for (auto& connection : connections_) open(connection);
    }
    ~Run() {
        for (auto& connection : connections_) ::close(connection.socket);
        ::close(epoll_);
    }
    Run(Run const&) = delete;
    Run& operator=(Run const&) = delete;

    LoadFigures go() {
        figures_.began = std::chrono::system_clock::now();
        start_ = Steady::now();
        measured_from_ = start_ + plan_.warm_up;
        end_ = measured_from_ + plan_.measured;
        for (;;) {
            auto const now = Steady::now();
            if (!is_measuring_ && now >= measured_from_) begin_measuring();
            if (!is_over_ && now >= end_) finish_measuring();
            send_what_is_due(now);
            if (is_over_ && ((busy_ == 0 && !has_backlog(now)) || now >= end_ + sending_patience + patience)) break;
            await_replies(now);
        }
        figures_.unanswered += busy_;
        std::ranges::sort(figures_.latencies_us);
        return std::move(figures_);
    }

private:
    bool is_open_loop() const { return plan_.rate > 0; }
    Steady::time_point due_at(std::size_t number) const {
        return start_ + std::chrono::duration_cast<Steady::duration>(
                            std::chrono::duration<double>(static_cast<double>(number) / plan_.rate));
    }

    bool has_backlog(Steady::time_point now) const {
        if (!is_open_loop() || next_ >= pool_.size()) return false;
        return due_at(next_) < end_ && now < end_ + sending_patience;
    }

    void open(Connection& connection) {
        connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(plan_.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int const one = 1;
        ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            std::perror("connecting");
            std::exit(1);
        }
        ::fcntl(connection.socket, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &connection;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
        idle_.push_back(&connection);
    }

    void begin_measuring() {
        is_measuring_ = true;
        figures_.client_cpu_seconds = -own_cpu_seconds();
        figures_.server_cpu_seconds = -cpu_seconds_of(plan_.server_process);
        measuring_since_ = Steady::now();
    }

    void finish_measuring() {
        is_over_ = true;
        figures_.client_cpu_seconds += own_cpu_seconds();
        figures_.server_cpu_seconds += cpu_seconds_of(plan_.server_process);
        figures_.seconds = std::chrono::duration<double>(Steady::now() - measuring_since_).count();
    }

    void send_what_is_due(Steady::time_point now) {
        while (!idle_.empty()) {
            if (is_open_loop()) {
                // What was due before the end is sent, however late: those are the ones that had to wait.
                auto const due = due_at(next_);
                if (due > now || !has_backlog(now)) return;
                send(due);
            } else {
                if (is_over_) return;
                send(now);
            }
        }
    }

    void send(Steady::time_point intended) {
        if (next_ == pool_.size()) {
            figures_.ran_out = true;
            end_ = std::min(end_, Steady::now());
            return idle_.clear();
        }
        auto& connection = *idle_.back();
        idle_.pop_back();
        connection.is_busy = true;
        connection.number = next_++;
        connection.since = intended;
        ++busy_;
        ++figures_.sent;
        auto rest = pool_.request(connection.number);
        while (!rest.empty()) {
            auto const size = ::send(connection.socket, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (size > 0) {
                rest.remove_prefix(static_cast<std::size_t>(size));
            } else if (errno == EAGAIN) {
                pollfd writable{connection.socket, POLLOUT, 0};
                ::poll(&writable, 1, 1'000);
            } else {
                return reopen(connection);
            }
        }
    }

    void await_replies(Steady::time_point now) {
        auto until = is_over_ ? end_ + sending_patience + patience : is_measuring_ ? end_ : measured_from_;
        if (!idle_.empty() && has_backlog(now)) until = std::min(until, due_at(next_));
        auto const left = std::max(Steady::duration{0}, std::chrono::duration_cast<Steady::duration>(until - now));
        timespec const limit{
            std::chrono::duration_cast<std::chrono::seconds>(left).count(), (left % std::chrono::seconds{1}).count()};
        std::array<epoll_event, 128> events{};
        int const ready = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &limit, nullptr);
        for (int i = 0; i < ready; ++i) receive(*static_cast<Connection*>(events.at(static_cast<std::size_t>(i)).data.ptr));
    }

    void receive(Connection& connection) {
        std::array<char, 4096> bytes;  // not cleared: this is the busiest place
        auto const size = ::recv(connection.socket, bytes.data(), bytes.size(), 0);
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) return reopen(connection);
        connection.received.append(bytes.data(), static_cast<std::size_t>(size));
        auto const reply = complete_reply(connection.received);
        if (!reply || !connection.is_busy) return;
        connection.received.erase(0, reply->bytes);
        note(connection, reply->status);
        connection.is_busy = false;
        --busy_;
        idle_.push_back(&connection);
        if (!is_open_loop() && !is_over_) send(Steady::now());
    }

    void note(Connection const& connection, int status) {
        bool const is_accepted = status >= 200 && status < 300;
        if (is_accepted) figures_.accepted.push_back(connection.number);
        auto const now = Steady::now();
        figures_.seconds_to_last_answer = std::chrono::duration<double>(now - start_).count();
        if (is_accepted && is_measuring_ && !is_over_) ++figures_.accepted_meanwhile;
        // Open loop: by when it was meant to be sent. Closed loop: by when it was answered, which is what a rate is made of.
        auto const counts_at = is_open_loop() ? connection.since : now;
        if (counts_at < measured_from_ || counts_at >= end_) return;
        ++figures_.statuses[status];
        auto const waited = std::chrono::duration_cast<std::chrono::microseconds>(now - connection.since).count();
        if (is_accepted) figures_.latencies_us.push_back(static_cast<std::uint32_t>(waited));
    }

    void reopen(Connection& connection) {
        ::close(connection.socket);
        std::erase(idle_, &connection);
        if (connection.is_busy) {
            ++figures_.unanswered;
            --busy_;
        }
        connection.is_busy = false;
        connection.received.clear();
        open(connection);
    }

    EventPool const& pool_;
    LoadPlan plan_;
    std::vector<Connection> connections_;
    int epoll_;
    std::vector<Connection*> idle_;
    std::size_t next_ = 0;
    std::size_t busy_ = 0;
    bool is_measuring_ = false;
    bool is_over_ = false;
    Steady::time_point start_{}, measured_from_{}, measuring_since_{}, end_{};
    LoadFigures figures_;
};

}  // namespace

LoadFigures run_load(EventPool const& pool, LoadPlan const& plan) { return Run(pool, plan).go(); }

}  // namespace lockstep::bench
