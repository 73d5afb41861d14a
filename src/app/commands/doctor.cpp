// SPDX-License-Identifier: Apache-2.0
// `lockstep doctor`: is everything as it should be? Reads only; works beside a running server.
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <sys/statvfs.h>
#include <algorithm>

#include "adapters/db_sqlite/connection.hpp"
#include "app/commands/health_words.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "app/master_key_file.hpp"
#include "app/server_note.hpp"
#include "app/version.hpp"
#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::app {
namespace {

enum class Verdict : std::uint8_t {
    ok,
    warning,
    failed
};

struct Finding {
    std::string name;
    Verdict verdict = Verdict::ok;
    std::string detail;
};

std::string_view to_string(Verdict verdict) {
    return verdict == Verdict::ok ? "ok" : verdict == Verdict::warning ? "warning" : "failed";
}

Finding check_sqlite() {
    constexpr int good_version = 3'051'003;
    Finding finding{"sqlite", Verdict::ok, sqlite3_libversion()};
    if (sqlite3_libversion_number() < good_version) {
        finding.verdict = Verdict::warning;
        finding.detail +=
            ": before 3.51.3 two processes that copy the log at once could damage a file. Lockstep copies it from one place "
            "only; "
            "do not open the file for writing with another program";
    }
    return finding;
}

Finding check_openssl() { return {"openssl", Verdict::ok, OpenSSL_version(OPENSSL_VERSION)}; }

Finding check_key(Settings const& settings) {
    auto const key = read_master_key(settings);
    if (!key) return {"master_key", Verdict::failed, key.error().message};
    return {"master_key", Verdict::ok, settings.key_file + ", readable by its owner only"};
}

// What the database says of itself holds statements; the words of the code are for people.
Finding database_failed(Settings const& settings, Error const& error) {
    auto const words = messages::error_words(settings.language, error);
    return {"database", Verdict::failed, words.title + ". " + words.remedy};
}

Finding check_database(Settings const& settings) {
    if (!file_exists(settings.database_file()))
        return {"database", Verdict::failed, "there is none in " + settings.data + "; run `lockstep init`"};
    adapters::ConnectionOptions options;
    options.file = settings.database_file();
    options.read_only = true;
    auto const connection = adapters::SqliteConnection::open(options);
    if (!connection) return database_failed(settings, connection.error());
    sqlite3_db_config((*connection)->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    auto const rows = (*connection)->query("PRAGMA quick_check(1)", {}, adapters::Access::read);
    if (!rows) return database_failed(settings, rows.error());
    if (rows->empty() || rows->front().text(0) != "ok")
        return {"database", Verdict::failed, "the integrity check found damage; restore a backup"};
    if (!is_private(settings.database_file()))
        return {"database", Verdict::warning, "others may read " + settings.database_file()};
    return {"database", Verdict::ok, "integrity is good"};
}

Finding check_space(Settings const& settings) {
    constexpr std::uint64_t mebi = 1 << 20;
    struct statvfs info{};
    if (::statvfs(settings.data.c_str(), &info) != 0) return {"disk_space", Verdict::warning, "could not be read"};
    auto const free = static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize / mebi;
    auto const text = with_commas(static_cast<std::int64_t>(free)) + " MiB free";
    if (free < 100) return {"disk_space", Verdict::failed, text};
    return {"disk_space", free < 1024 ? Verdict::warning : Verdict::ok, text};
}

Finding check_clock(TimePoint wall) {
    constexpr TimePoint made{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    if (wall < made)
        return {
            "clock", Verdict::failed, "it says " + format_time(wall) + ", which has been; signatures and tokens depend on it"};
    return {"clock", Verdict::ok, format_time(wall)};
}

Finding check_server(Settings const& settings) {
    auto const note = read_server_note(settings);
    return {"server", Verdict::ok, note.url.empty() ? "none runs on this data folder" : "runs at " + note.url};
}

// As bad as it is said to be; that no server runs is often meant.
Finding finding_of(std::string name, Json const& health, messages::Language language) {
    auto const weight = text_at(health, "/weight");
    Finding finding{std::move(name), Verdict::ok, ""};
    if (weight == "attention") finding.verdict = Verdict::warning;
    if (weight == "alarm")
        finding.verdict = text_at(health, "/code").ends_with(".no_engine") ? Verdict::warning : Verdict::failed;
    for (auto const& line : health_in_words(health, language)) (finding.detail += finding.detail.empty() ? "" : " ") += line;
    return finding;
}

Task<Result<std::vector<Finding>>> look_at_health(Session& session) {
    std::vector<Finding> findings;
    auto const language = session.console.language();
    CO_TRY(auto const connections, co_await session.api.get("/api/v1/connections"));
    for (auto const& item : *find_array(connections, "/items")) {
        CO_TRY(auto const view, co_await session.api.get("/api/v1/connections/" + text_at(item, "/id")));
        auto const label = printable(text_at(item, "/label"));
        findings.push_back(finding_of("health of " + label, *find(view, "/connection/health"), language));
        auto deliveries = finding_of("webhooks of " + label, *find(view, "/deliveries/health"), language);
        if (auto const last = deliveries_in_words(*find(view, "/deliveries"), language); !last.empty())
            deliveries.detail += " (" + last + ")";
        findings.push_back(std::move(deliveries));
    }
    CO_TRY(auto const syncs, co_await session.api.get("/api/v1/syncs"));
    for (auto const& item : *find_array(syncs, "/items")) {
        CO_TRY(auto const status, co_await session.api.get("/api/v1/syncs/" + text_at(item, "/id") + "/status"));
        findings.push_back(finding_of("sync " + printable(text_at(item, "/label")), *find(status, "/health"), language));
    }
    co_return findings;
}

Task<Result<std::vector<Finding>>> try_connections(Session& session) {
    std::vector<Finding> findings;
    CO_TRY(auto const page, co_await session.api.get("/api/v1/connections"));
    for (auto const& item : *find_array(page, "/items")) {
        if (text_at(item, "/state") == "disabled") continue;
        Finding finding{"connection " + text_at(item, "/label"), Verdict::ok, "the app accepts the credential"};
        auto const tried = co_await session.api.post("/api/v1/connections/" + text_at(item, "/id") + "/test");
        if (!tried || !find_bool(*tried, "/ok").value_or(false)) {
            finding.verdict = Verdict::failed;
            finding.detail = tried ? text_at(*tried, "/detail") : tried.error().message;
        }
        findings.push_back(std::move(finding));
    }
    co_return findings;
}

ExitCode tell(Console& console, std::vector<Finding> const& findings) {
    bool is_good = true;
    JsonArray list;
    std::vector<std::vector<std::string>> rows;
    for (auto const& finding : findings) {
        is_good = is_good && finding.verdict != Verdict::failed;
        list.push_back(JsonObject{{"name", finding.name}, {"state", to_string(finding.verdict)}, {"detail", finding.detail}});
        rows.push_back({finding.name, std::string(to_string(finding.verdict)), finding.detail});
    }
    console.result(JsonObject{{"ok", is_good}, {"version", version}, {"checks", std::move(list)}});
    console.table({"CHECK", "STATE", "DETAIL"}, rows);
    return is_good ? ExitCode::ok : ExitCode::failed;
}

Task<Result<ExitCode>> tell_with_connections(Session& session, std::vector<Finding> findings, bool is_online) {
    if (is_online) {
        CO_TRY(auto const tried, co_await try_connections(session));
        findings.insert(findings.end(), tried.begin(), tried.end());
    }
    // After the trials, which may have cured or shown something.
    CO_TRY(auto const seen, co_await look_at_health(session));
    findings.insert(findings.end(), seen.begin(), seen.end());
    co_return tell(session.console, findings);
}

}  // namespace

int run_doctor(Common const& common, bool is_online) {
    auto const settings = load_settings(common.given);
    if (!settings) return run_alone(common, [&](Console&) -> Result<ExitCode> { return pass_on(settings.error()); });
    adapters::SystemClock const clock;
    std::vector<Finding> findings{check_sqlite(), check_openssl(), check_key(*settings), check_database(*settings),
        check_space(*settings), check_clock(clock.wall()), check_server(*settings)};
    // What is asked of the installation needs a sound one.
    bool const is_sound = std::ranges::none_of(findings, [](Finding const& each) { return each.verdict == Verdict::failed; });
    if (!is_online && !is_sound)
        return run_alone(common, [&](Console& console) -> Result<ExitCode> { return tell(console, findings); });
    return run_with_api(
        common, Needs::records, [&](Session& session) { return tell_with_connections(session, std::move(findings), is_online); });
}

}  // namespace lockstep::app
