// SPDX-License-Identifier: Apache-2.0
#include "app/settings.hpp"

#include <arpa/inet.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <utility>

#include "app/files.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

std::unexpected<Error> bad(std::string message) { return fail(ErrorKind::invalid, "app.bad_settings", std::move(message)); }

Result<LogLevel> parse_level(std::string_view text) {
    if (text == "debug") return LogLevel::debug;
    if (text == "info") return LogLevel::info;
    if (text == "warning") return LogLevel::warning;
    if (text == "error") return LogLevel::error;
    return bad("a log level is debug, info, warning or error");
}

Result<std::vector<IpNetwork>> parse_networks(std::string const& text) {
    std::vector<IpNetwork> networks;
    for (auto const part : split(text, ',')) {
        auto const trimmed = trim_ascii(part);
        if (trimmed.empty()) continue;
        auto const network = parse_network(trimmed);
        if (!network) return bad("a network reads like 10.0.0.0/8, an address like 127.0.0.1");
        networks.push_back(*network);
    }
    return networks;
}

Result<bool> parse_switch(std::string_view text) {
    if (text == "true" || text == "yes" || text == "1") return true;
    if (text == "false" || text == "no" || text == "0") return false;
    return bad("a switch is true or false");
}

Result<int> parse_days(std::string_view text) {
    int days = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc{} || end != text.data() + text.size() || days < 0) return bad("it has to be a number of days");
    return days;
}

bool is_ip_address(std::string const& text) {
    in6_addr address{};
    return ::inet_pton(AF_INET, text.c_str(), &address) == 1 || ::inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// One setting under its name in the file; in the environment it is LOCKSTEP_ and the name in capitals.
struct Known {
    std::string_view name;
    std::function<Result<void>(Settings&, std::string const&)> apply;
};

std::function<Result<void>(Settings&, std::string const&)> text_into(std::string Settings::* member) {
    return [member](Settings& settings, std::string const& text) -> Result<void> {
        settings.*member = text;
        return {};
    };
}

std::vector<Known> const& known_settings() {
    static std::vector<Known> const known{
        {"key_file", text_into(&Settings::key_file)},
        {"listen",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.listen, parse_address(text));
                return {};
            }},
        {"tls_cert", text_into(&Settings::tls_certificate_file)},
        {"tls_key", text_into(&Settings::tls_key_file)},
        {"backup_folder", text_into(&Settings::backup_folder)},
        {"extra_authorities", text_into(&Settings::extra_authorities_file)},
        {"log_level",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.log_level, parse_level(text));
                return {};
            }},
        {"log_format",
            [](Settings& settings, std::string const& text) -> Result<void> {
                if (text != "json" && text != "readable") return bad("a log format is json or readable");
                settings.log_format = text;
                return {};
            }},
        {"accept_legacy_rsa",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.accepts_legacy_rsa, parse_switch(text));
                return {};
            }},
        {"trusted_proxies",
            [](Settings& settings, std::string const& text) -> Result<void> {
                settings.trusted_proxies.clear();
                for (auto const part : split(text, ',')) {
                    auto const address = trim_ascii(part);
                    if (address.empty()) continue;
                    // It is compared with the sender's address: a name or a range would never fit, and nobody would notice.
                    if (!is_ip_address(std::string(address)))
                        return fail(ErrorKind::invalid, "app.bad_settings", "a proxy is named by its IP address",
                            {{"reason", "proxy"}, {"name", printable(address.substr(0, 60))}});
                    settings.trusted_proxies.emplace_back(address);
                }
                return {};
            }},
        {"public_url",
            [](Settings& settings, std::string const& text) -> Result<void> {
                auto const parsed = boost::urls::parse_uri(text);
                bool const is_url = parsed && (parsed->scheme() == "https" || parsed->scheme() == "http") &&
                                    !parsed->host().empty() && (parsed->path().empty() || parsed->path() == "/") &&
                                    !parsed->has_query() && !parsed->has_fragment() && !parsed->has_userinfo();
                if (!is_url) return bad("it reads like https://lockstep.example, without a path");
                settings.public_url = std::string(text.ends_with('/') ? text.substr(0, text.size() - 1) : text);
                settings.hosts.emplace_back(parsed->host());
                return {};
            }},
        {"hosts",
            [](Settings& settings, std::string const& text) -> Result<void> {
                for (auto const part : split(text, ',')) {
                    auto const name = trim_ascii(part);
                    if (name.empty()) continue;
                    bool const is_name = std::ranges::all_of(name, [](unsigned char c) {
                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
                    });
                    if (!is_name) return bad("a host is named without scheme, port and path, such as lockstep.example");
                    settings.hosts.emplace_back(name);
                }
                return {};
            }},
        {"open_metrics",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.open_metrics, parse_switch(text));
                return {};
            }},
        {"allowed_networks",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.allowed_networks, parse_networks(text));
                return {};
            }},
        {"app_networks",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.app_networks, parse_networks(text));
                return {};
            }},
        {"keep_events_days",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.keep_events_days, parse_days(text));
                return {};
            }},
        {"keep_history_days",
            [](Settings& settings, std::string const& text) -> Result<void> {
                TRY(settings.keep_history_days, parse_days(text));
                return {};
            }},
    };
    return known;
}

Result<void> apply(Settings& settings, Known const& known, std::string const& text, std::string const& where) {
    auto const applied = known.apply(settings, text);
    if (!applied) {
        auto error = applied.error();
        error.message = "reading \"" + std::string(known.name) + "\" " + where + ": " + error.message;
        return pass_on(std::move(error));
    }
    return {};
}

using Lines = std::vector<std::pair<std::string, std::string>>;

std::string text_of(YAML::Node const& node) {
    if (!node.IsSequence()) return node.as<std::string>();
    std::string joined;
    for (auto const& each : node) joined.append(each.as<std::string>()).append(",");
    return joined;
}

Result<Lines> read_lines(std::string const& path) {
    TRY(auto const content, read_file(path, 1 << 20));
    Lines found;
    try {
        auto const document = YAML::Load(content);
        if (document.IsNull()) return found;
        if (!document.IsMap()) return bad("reading " + path + ": it has to be a list of \"name: value\" lines");
        for (auto const& member : document) found.emplace_back(member.first.as<std::string>(), text_of(member.second));
    } catch (YAML::Exception const& error) {
        return bad("reading " + path + ": line " + std::to_string(error.mark.line + 1) + " is no YAML we understand");
    }
    return found;
}

Known const* find_known(std::string_view name) {
    for (auto const& known : known_settings()) {
        if (known.name == name) return &known;
    }
    return nullptr;
}

std::string names_of_settings() {
    std::string names;
    for (auto const& each : known_settings()) names.append(names.empty() ? "" : ", ").append(each.name);
    return names;
}

std::string variable_of(std::string_view setting) {
    std::string name = "LOCKSTEP_";
    for (char const letter : setting) name += letter == '_' ? '_' : static_cast<char>(letter - 'a' + 'A');
    return name;
}

Result<void> apply_file(Settings& settings, std::string const& path) {
    if (!file_exists(path)) return {};
    TRY(auto const lines, read_lines(path));
    for (auto const& [name, text] : lines) {
        auto const* known = find_known(name);
        if (known == nullptr) {
            return bad("reading " + path + ": \"" + printable(name) + "\" is no setting; there are " + names_of_settings());
        }
        TRY_VOID(apply(settings, *known, text, "in " + path));
    }
    return {};
}

// Before any thread of ours runs, and nobody sets the environment.
char const* environment(char const* name) { return std::getenv(name); }  // NOLINT(concurrency-mt-unsafe)

// How many letters have to be put in, taken out or exchanged.
std::size_t letters_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
        }
    }
    return row[b.size()];
}

// Other programs, and secrets named with --token-env, may have variables that begin with LOCKSTEP_, too: only what is nearly the
// name of a setting, or a longer form of it, is taken for one.
bool is_meant_for(std::string_view name, std::string_view setting) {
    constexpr std::size_t prefix = std::string_view("LOCKSTEP_").size();
    auto const letters = setting.size() - prefix;
    return name.starts_with(setting) || letters_between(name, setting) <= std::max<std::size_t>(2, letters / 4);
}

std::string joined(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

// A misspelt variable would leave its setting as it was, and nobody would notice.
Result<void> refuse_misspelt_variables() {
    std::vector<std::string> known{"LOCKSTEP_DATA"};
    for (auto const& setting : known_settings()) known.push_back(variable_of(setting.name));
    for (auto** each = environ; each != nullptr && *each != nullptr; ++each) {
        std::string_view const entry = *each;
        auto const name = entry.substr(0, entry.find('='));
        if (!name.starts_with("LOCKSTEP_") || std::ranges::find(known, name) != known.end()) continue;
        if (std::ranges::none_of(known, [&](auto const& setting) { return is_meant_for(name, setting); })) continue;
        auto const shown = printable(name.substr(0, 60));
        return fail(ErrorKind::invalid, "app.bad_settings", "reading the environment: \"" + shown + "\" is no setting",
            {{"reason", "variable"}, {"name", shown}, {"choices", joined(known)}});
    }
    return {};
}

Result<void> apply_environment(Settings& settings) {
    for (auto const& known : known_settings()) {
        if (auto const* text = environment(variable_of(known.name).c_str()))
            TRY_VOID(apply(settings, known, text, "in the environment"));
    }
    return refuse_misspelt_variables();
}

std::string default_data_folder() {
    if (auto const* data = environment("LOCKSTEP_DATA"); data != nullptr && *data != '\0') return data;
    if (auto const* base = environment("XDG_DATA_HOME"); base != nullptr && *base == '/') return std::string(base) + "/lockstep";
    auto const* home = environment("HOME");
    return std::string(home == nullptr ? "." : home) + "/.local/share/lockstep";
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
    Address address;
    auto const colon = text.rfind(':');
    auto const port_text = colon == std::string_view::npos ? text : text.substr(colon + 1);
    auto const [end, error] = std::from_chars(port_text.data(), port_text.data() + port_text.size(), address.port);
    if (port_text.empty() || error != std::errc{} || end != port_text.data() + port_text.size()) {
        return bad("an address to listen on reads like 127.0.0.1:8080");
    }
    if (colon != std::string_view::npos) address.host = std::string(text.substr(0, colon));
    if (address.host.starts_with('[') && address.host.ends_with(']'))
        address.host = address.host.substr(1, address.host.size() - 2);
    if (address.host == "localhost") address.host = "127.0.0.1";
    return address;
}

messages::Language language_of_environment() {
    for (char const* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        auto const* value = environment(name);
        if (value == nullptr || *value == '\0') continue;
        return messages::parse_language(value).value_or(messages::Language::en);
    }
    return messages::Language::en;
}

Result<Settings> load_settings(SettingsGiven const& given) {
    Settings settings;
    settings.language = given.language;
    settings.data = given.data.empty() ? default_data_folder() : given.data;
    while (settings.data.size() > 1 && settings.data.ends_with('/')) settings.data.pop_back();
    TRY_VOID(apply_file(settings, settings.data + "/lockstep.yaml"));
    TRY_VOID(apply_environment(settings));
    std::array<std::pair<std::string_view, std::optional<std::string> const*>, 6> const flags{
        {{"key_file", &given.key_file}, {"listen", &given.listen}, {"tls_cert", &given.tls_certificate_file},
            {"tls_key", &given.tls_key_file}, {"log_level", &given.log_level}, {"log_format", &given.log_format}}};
    for (auto const& [name, value] : flags) {
        if (!*value) continue;
        TRY_VOID(apply(settings, *find_known(name), **value, "on the command line"));
    }
    if (settings.key_file.empty()) settings.key_file = settings.data + "/master.key";
    if (settings.tls_certificate_file.empty() != settings.tls_key_file.empty()) {
        return bad("TLS needs both a certificate (tls_cert) and its key (tls_key)");
    }
    return settings;
}

}  // namespace lockstep::app
