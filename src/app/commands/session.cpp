// SPDX-License-Identifier: Apache-2.0
#include "app/commands/session.hpp"

#include <termios.h>
#include <unistd.h>
#include <cstdlib>

#include "app/files.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

// Keeps a secret that is typed from being shown.
class QuietTerminal {
public:
    QuietTerminal() {
        is_terminal_ = ::isatty(0) == 1 && ::tcgetattr(0, &before_) == 0;
        if (!is_terminal_) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(0, TCSAFLUSH, &quiet);
    }
    QuietTerminal(QuietTerminal const&) = delete;
    QuietTerminal& operator=(QuietTerminal const&) = delete;
    ~QuietTerminal() {
        if (is_terminal_) ::tcsetattr(0, TCSAFLUSH, &before_);
    }
    bool is_terminal() const { return is_terminal_; }

private:
    termios before_{};
    bool is_terminal_ = false;
};

std::string read_line() {
    std::string line;
    char letter = 0;
    while (line.size() < 8192 && ::read(0, &letter, 1) == 1 && letter != '\n') line += letter;
    return line;
}

Task<Result<ExitCode>> run_in(Session& session, ApiCommand const& command) { co_return co_await command(session); }

Task<int> run_over(
    Access& access, Foundation& foundation, Settings const& settings, Console& console, Needs needs, ApiCommand const& command) {
    auto const opened = co_await access.open(settings, needs);
    if (!opened) co_return static_cast<int>(console.error(opened.error()));
    Session session{access.api(), console, foundation.clock, access.has_server()};
    auto const code = co_await run_in(session, command);
    co_await access.close();
    co_return static_cast<int>(code ? *code : console.error(code.error()));
}

Task<Result<std::string>> find_one(Session& session, std::string path, std::string_view word, std::string text, Among among) {
    CO_TRY(auto const page, co_await session.api.get(std::move(path)));
    std::vector<Json const*> fitting;
    if (auto const* items = find_array(page, "/items")) {
        for (auto const& item : *items) {
            if (text_at(item, "/id") == text) co_return text;
            bool const fits = text.empty() || equal_ignoring_case(text_at(item, "/label"), text) ||
                              equal_ignoring_case(text_at(item, "/profile"), text) ||
                              equal_ignoring_case(text_at(item, "/connector"), text);
            bool const is_disabled = text_at(item, "/state") == "disabled";
            if (fits && (among == Among::all || is_disabled == (among == Among::disabled))) fitting.push_back(&item);
        }
    }
    if (fitting.size() == 1) co_return text_at(*fitting.front(), "/id");
    std::string const what(word);
    if (text.empty() && fitting.empty())
        co_return fail(ErrorKind::not_found, "app.no_such_name", "looking for a " + what + ": there is none yet");
    if (fitting.empty())
        co_return fail(ErrorKind::not_found, "app.no_such_name",
            "looking for a " + what + ": none has the id or label \"" + printable(text) + "\"");
    co_return fail(ErrorKind::invalid, "app.several_fit",
        "looking for a " + what + ": " + std::to_string(fitting.size()) + " fit; give its id");
}

}  // namespace

int run_with_api(Common const& common, Needs needs, ApiCommand const& command) {
    Console console(common.json, common.given.language);
    auto const settings = load_settings(common.given);
    if (!settings) {
        console.error(settings.error());
        return static_cast<int>(ExitCode::usage);
    }
    auto foundation = Foundation::open({LogLevel::warning, settings->log_format}, settings->extra_authorities_file,
        {settings->allowed_networks, settings->app_networks});
    if (!foundation) return static_cast<int>(console.error(foundation.error()));
    Access access(**foundation);
    return (*foundation)->run(run_over(access, **foundation, *settings, console, needs, command));
}

int run_alone(Common const& common, std::function<Result<ExitCode>(Console&)> const& command) {
    Console console(common.json, common.given.language);
    auto const code = command(console);
    return static_cast<int>(code ? *code : console.error(code.error()));
}

Result<Secret> read_secret(SecretSource const& source, std::string_view what) {
    std::string text;
    if (!source.text.empty()) {
        text = source.text;
    } else if (!source.file.empty()) {
        TRY(text, read_file(source.file, 64 * 1024));
    } else if (!source.environment.empty()) {
        auto const* value = std::getenv(source.environment.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets it
        if (value == nullptr)
            return fail(ErrorKind::invalid, "app.no_secret",
                "reading the " + std::string(what) + ": the environment has no " + source.environment);
        text = value;
    } else {
        QuietTerminal const quiet;
        if (quiet.is_terminal()) ::dprintf(2, "%s: ", std::string(what).c_str());
        text = read_line();
        if (quiet.is_terminal()) ::dprintf(2, "\n");
    }
    auto const trimmed = trim_ascii(text);
    if (trimmed.empty())
        return fail(ErrorKind::invalid, "app.no_secret", "reading the " + std::string(what) + ": nothing was given");
    return Secret{std::string(trimmed)};
}

Task<Result<std::string>> find_connection(Session& session, std::string text, Among among) {
    co_return co_await find_one(session, "/api/v1/connections", "connection", std::move(text), among);
}

Task<Result<std::string>> find_any_connection(Session& session, std::string text) {
    co_return co_await find_one(session, "/api/v1/connections", "connection", std::move(text), Among::all);
}

Task<Result<std::string>> find_sync(Session& session, std::string text) {
    co_return co_await find_one(session, "/api/v1/syncs", "sync", std::move(text), Among::enabled);
}

std::string paging_query(
    std::string const& path, std::vector<std::pair<std::string_view, std::string>> parameters, Paging const& paging) {
    parameters.emplace_back("limit", std::to_string(paging.limit));
    parameters.emplace_back("cursor", paging.cursor);
    return with_query(path, parameters);
}

}  // namespace lockstep::app
