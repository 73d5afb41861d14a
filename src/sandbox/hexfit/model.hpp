// SPDX-License-Identifier: Apache-2.0
// HexfitModel: one business with its clients, groups, notes, tasks, change log and registered webhooks. Consistent: every read
// sees every write before it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "sandbox/faults.hpp"
#include "sandbox/hexfit/client.hpp"
#include "sandbox/rate_limit.hpp"
#include "sandbox/request.hpp"

namespace lockstep::sandbox::hexfit {

struct Settings {
    std::uint64_t seed = 1;
    std::string key{};                   // empty: made from the seed
    std::string webhook_secret{};        // of the address given with set_webhook_url; empty: made from the seed
    std::uint64_t monthly_quota = 500;   // 0: none
    std::uint64_t per_second_most = 20;  // 0: none
    bool serves_full = true;             // false: only the two calls with public evidence exist
};

struct LogEntry {
    std::string client_id;
    std::string type;
    TimePoint at{};
    std::uint64_t version = 0;
};

class HexfitModel {
public:
    HexfitModel(Settings given, Prng const& root, Faults const& faults);

    Settings settings;
    std::map<std::string, Client, std::less<>> clients;
    std::map<std::string, std::string, std::less<>> groups;  // name by id
    std::map<std::string, Attachment, std::less<>> notes;
    std::map<std::string, Attachment, std::less<>> tasks;
    std::map<std::string, WebhookTarget, std::less<>> targets;
    std::map<std::uint64_t, LogEntry> log;  // each client at most once, at its latest change
    std::uint64_t log_end = 0;              // number of the newest entry
    std::uint64_t invitations = 0;

    std::function<void(std::string_view type, JsonObject client, TimePoint now)> publish;

    std::string new_client_id() { return std::to_string(next_client_++); }
    std::string new_id(std::string_view prefix) { return std::string(prefix) + std::to_string(next_other_++); }
    std::string new_trace_id();
    std::string new_secret();
    // Mixed with the time, so that a sandbox that was started anew does not repeat the ids of its former life.
    std::string new_event_id(TimePoint now);

    // Stores, with a new version, a log entry and an event of this type; nothing of that when the client says what it said.
    Client const& save(Client client, std::string_view type, TimePoint now);
    void remove(std::string_view id, TimePoint now);
    // A note or task of this client was written: it has a new version and time of change, and is told as changed.
    void touch(std::string_view id, TimePoint now);
    void plant(Client client, TimePoint touched_at, TimePoint now);

    JsonObject shown(Client const& client) const;
    // By e-mail without regard to case, or by exact external id; ordered by id.
    std::vector<Client const*> find_by_email(std::string_view email) const;
    Client const* find_by_external_id(std::string_view external_id) const;
    std::string const* group_id(std::string_view name) const;  // without regard to case
    std::string group_for(std::string_view name);              // made when it does not exist
    void clear();
    Faults const& faults() const { return faults_; }

private:
    Faults const& faults_;
    void index(Client const& client, bool adds);
    void write_log(Client const& client, std::string_view type, TimePoint now);

    std::uint64_t next_client_ = 100'001;  // six digits, so that the order of the texts is the order of the numbers
    std::uint64_t next_other_ = 100'001;
    std::uint64_t next_version_ = 1;
    Prng traces_;
    Prng secrets_;
    Prng events_;
    std::map<std::string, std::set<std::string>, std::less<>> by_email_;
    std::map<std::string, std::set<std::string>, std::less<>> by_external_id_;
    std::map<std::string, std::string, std::less<>> group_by_name_;  // lower case
    std::map<std::string, std::uint64_t, std::less<>> log_of_client_;
};

// The envelope.
HttpReply succeeded(int status, Json value);
HttpReply failed(HexfitModel& model, int status, std::string_view code, std::string_view text, JsonObject details = {});
HttpReply invalid(HexfitModel& model, std::string_view field, std::string_view text);
HttpReply not_found(HexfitModel& model);

}  // namespace lockstep::sandbox::hexfit
