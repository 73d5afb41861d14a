// SPDX-License-Identifier: Apache-2.0
#include "app/process_gauges.hpp"

#include <sys/resource.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>

namespace lockstep::app {
namespace {

double seconds(timeval const& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

}  // namespace

void set_process_gauges(Metrics& metrics) {
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0)
        metrics.set("process_cpu_seconds_total", seconds(usage.ru_utime) + seconds(usage.ru_stime));
    std::ifstream statm{"/proc/self/statm"};
    std::int64_t pages = 0;
    std::int64_t resident = 0;
    if (statm >> pages >> resident) {
        auto const page = static_cast<double>(::sysconf(_SC_PAGESIZE));
        metrics.set("process_virtual_memory_bytes", static_cast<double>(pages) * page);
        metrics.set("process_resident_memory_bytes", static_cast<double>(resident) * page);
    }
    std::error_code error;
    std::filesystem::directory_iterator open_files{"/proc/self/fd", error};
    if (!error) metrics.set("process_open_fds", static_cast<double>(std::distance(begin(open_files), end(open_files))));
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) metrics.set("process_max_fds", static_cast<double>(limit.rlim_cur));
}

}  // namespace lockstep::app
