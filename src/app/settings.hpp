// SPDX-License-Identifier: Apache-2.0
// Settings: what the operator may choose. From the defaults, the optional file <data>/lockstep.yaml, the environment
// (LOCKSTEP_...) and the command line; the later one wins. Holds no secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ip_network.hpp"
#include "base/result.hpp"
#include "messages/messages.hpp"
#include "ports/log.hpp"

namespace lockstep::app {

struct Address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
};
// "127.0.0.1:8080", "[::1]:8080", "8080".
Result<Address> parse_address(std::string_view text);

struct Settings {
    std::string data;
    messages::Language language = messages::Language::en;  // of what a command says
    std::string key_file;                                  // of the master key
    Address listen;
    std::string tls_certificate_file;  // both or none
    std::string tls_key_file;
    std::string backup_folder;           // of backups that the web app and the API ask for; empty: <data>/backups
    std::string extra_authorities_file;  // trusted beside the system's when we call an app
    LogLevel log_level = LogLevel::info;
    std::string log_format;  // "json", "readable", or empty: readable on a terminal
    bool accepts_legacy_rsa = false;
    std::vector<std::string> trusted_proxies;
    std::string public_url;          // where browsers and apps reach us, "https://lockstep.example"; empty: at `listen`
    std::vector<std::string> hosts;  // more names under which browsers may come
    bool open_metrics = false;       // /metrics asks for no token
    // Beside the public internet, where a request without a connection may go ("http.send_request").
    std::vector<IpNetwork> allowed_networks;
    // Beside the public internet, where an app may be that a connection points at: a sandbox on this machine, a proxy.
    std::vector<IpNetwork> app_networks;
    int keep_events_days = 30;    // events that are done with, call records, settled effects; 0: for ever
    int keep_history_days = 365;  // changes with an outcome, their batches, closed issues; 0: for ever

    bool is_tls() const { return !tls_certificate_file.empty(); }
    bool is_reached_by_tls() const { return is_tls() || public_url.starts_with("https://"); }
    std::string database_file() const { return data + "/lockstep.db"; }
    std::string backups() const { return backup_folder.empty() ? data + "/backups" : backup_folder; }
    std::string server_file() const { return data + "/server.json"; }
};

// What the command line said; empty: nothing.
struct SettingsGiven {
    std::string data;
    messages::Language language = messages::Language::en;
    std::optional<std::string> key_file, listen, tls_certificate_file, tls_key_file, log_level, log_format;
};

// LC_ALL, LC_MESSAGES and LANG, the first that is set; English for a language that we do not have.
messages::Language language_of_environment();

// invalid "app.bad_settings" names the setting and where it was read.
Result<Settings> load_settings(SettingsGiven const& given);

}  // namespace lockstep::app
