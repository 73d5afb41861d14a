// SPDX-License-Identifier: Apache-2.0
// The business: storing clients, finding them, and the log of what changed.
#include "sandbox/hexfit/model.hpp"

#include "base/bytes.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

std::string hex_words(Prng& stream, int count) {
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        auto const word = stream.next();
        for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift);
    }
    return to_hex(bytes);
}

Json text_or_null(std::string const& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

HexfitModel::HexfitModel(Settings given, Prng const& root, Faults const& faults)
    : settings(std::move(given)),
      faults_(faults),
      traces_(root.fork("traces")),
      secrets_(root.fork("secrets")),
      events_(root.fork("events")) {
    if (settings.key.empty()) {
        auto keys = root.fork("key");
        settings.key = "hxf_" + hex_words(keys, 2);
    }
    if (settings.webhook_secret.empty()) settings.webhook_secret = new_secret();
}

std::string HexfitModel::new_trace_id() { return hex_words(traces_, 1); }

std::string HexfitModel::new_secret() {
    std::string bytes;
    for (int i = 0; i < 4; ++i) {
        auto const word = secrets_.next();
        for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift);
    }
    return "whsec_" + to_base64(bytes);
}

std::string HexfitModel::new_event_id(TimePoint now) {
    Prng mixed{events_.next() ^ static_cast<std::uint64_t>(to_micros(now))};
    return "evt_" + hex_words(mixed, 2);
}

void HexfitModel::index(Client const& client, bool adds) {
    auto const change = [&](auto& keys, std::string key) {
        if (key.empty()) return;
        auto& ids = keys[key];
        if (adds)
            ids.insert(client.id);
        else
            ids.erase(client.id);
        if (ids.empty()) keys.erase(key);
    };
    change(by_email_, lower_case(client[Field::email]));
    change(by_external_id_, client[Field::external_id]);
}

void HexfitModel::write_log(Client const& client, std::string_view type, TimePoint now) {
    if (auto const old = log_of_client_.find(client.id); old != log_of_client_.end()) log.erase(old->second);
    log.emplace(++log_end, LogEntry{client.id, std::string(type), now + faults_.quirks.clock_skew, client.version});
    log_of_client_[client.id] = log_end;
}

Client const& HexfitModel::save(Client client, std::string_view type, TimePoint now) {
    auto const shown_now = now + faults_.quirks.clock_skew;
    auto const present = clients.find(client.id);
    if (present != clients.end()) {
        if (present->second.says_the_same(client)) return present->second;
        index(present->second, false);
        if (present->second.stage != client.stage) client.stage_changed = shown_now;
    } else {
        client.created = client.stage_changed = shown_now;
    }
    client.version = next_version_++;
    client.updated = shown_now;
    index(client, true);
    auto const& stored = clients.insert_or_assign(client.id, client).first->second;
    write_log(stored, type, now);
    if (publish) publish(type, shown(stored), now);
    return stored;
}

void HexfitModel::plant(Client client, TimePoint touched_at, TimePoint now) {
    auto const sink = std::exchange(publish, nullptr);
    auto const id = save(std::move(client), "client.created", now).id;
    auto& planted = clients.at(id);
    planted.created = planted.updated = touched_at;
    publish = sink;
}

void HexfitModel::remove(std::string_view id, TimePoint now) {
    auto const present = clients.find(id);
    if (present == clients.end()) return;
    auto client = std::move(present->second);
    clients.erase(present);
    index(client, false);
    auto const owned = [&](auto const& item) { return item.second.client_id == client.id; };
    std::erase_if(notes, owned);
    std::erase_if(tasks, owned);
    client.version = next_version_++;
    write_log(client, "client.deleted", now);
    if (publish) publish("client.deleted", shown(client), now);
}

void HexfitModel::touch(std::string_view id, TimePoint now) {
    auto const present = clients.find(id);
    if (present == clients.end()) return;
    auto& client = present->second;
    client.version = next_version_++;
    client.updated = now + faults_.quirks.clock_skew;
    write_log(client, "client.updated", now);
    if (publish) publish("client.updated", shown(client), now);
}

JsonObject HexfitModel::shown(Client const& client) const {
    JsonObject object;
    object.reserve(17);
    object.emplace("id", client.id);
    object.emplace("firstname", client[Field::firstname]);
    object.emplace("lastname", client[Field::lastname]);
    for (auto const field : {Field::email, Field::phone, Field::birthdate})
        object.emplace(to_string(field), text_or_null(client[field]));
    JsonObject address;
    for (auto const field : {Field::street, Field::city, Field::province, Field::country, Field::postal_code}) {
        address.emplace(to_string(field), text_or_null(client[field]));
    }
    object.emplace("address", std::move(address));
    object.emplace("sexe", text_or_null(client[Field::sexe]));
    object.emplace("lang", text_or_null(client[Field::lang]));
    std::set<std::string_view> names;
    for (auto const& id : client.groups) names.insert(groups.find(id)->second);
    object.emplace("groups", JsonArray(names.begin(), names.end()));
    object.emplace("external_id", text_or_null(client[Field::external_id]));
    object.emplace("stage", client.stage);
    object.emplace("archived", client.archived);
    object.emplace("access_enabled", client.access_enabled);
    object.emplace("created_at", format_time(client.created));
    if (!faults_.quirks.shows_change_time) return object;
    object.emplace("version", version_text(client));
    object.emplace("updated_at", format_time(client.updated));
    return object;
}

std::vector<Client const*> HexfitModel::find_by_email(std::string_view email) const {
    std::vector<Client const*> found;
    if (auto const ids = by_email_.find(lower_case(email)); ids != by_email_.end()) {
        for (auto const& id : ids->second) found.push_back(&clients.find(id)->second);
    }
    return found;
}

Client const* HexfitModel::find_by_external_id(std::string_view external_id) const {
    auto const ids = by_external_id_.find(external_id);
    return ids == by_external_id_.end() ? nullptr : &clients.find(*ids->second.begin())->second;
}

std::string const* HexfitModel::group_id(std::string_view name) const {
    auto const found = group_by_name_.find(lower_case(name));
    return found == group_by_name_.end() ? nullptr : &found->second;
}

std::string HexfitModel::group_for(std::string_view name) {
    if (auto const* id = group_id(name)) return *id;
    auto id = new_id("g");
    groups.emplace(id, name);
    group_by_name_.emplace(lower_case(name), id);
    return id;
}

void HexfitModel::clear() {
    clients.clear();
    groups.clear();
    notes.clear();
    tasks.clear();
    targets.clear();
    log.clear();
    by_email_.clear();
    by_external_id_.clear();
    group_by_name_.clear();
    log_of_client_.clear();
    invitations = 0;
}

HttpReply succeeded(int status, Json value) {
    return json_reply(status, JsonObject{{"status", true}, {"value", std::move(value)}});
}

HttpReply failed(HexfitModel& model, int status, std::string_view code, std::string_view text, JsonObject details) {
    return json_reply(status, JsonObject{{"status", false}, {"value", text}, {"code", code}, {"trace_id", model.new_trace_id()},
                                  {"details", std::move(details)}});
}

HttpReply invalid(HexfitModel& model, std::string_view field, std::string_view text) {
    return failed(model, 400, "invalid", text, JsonObject{{"field", field}});
}

HttpReply not_found(HexfitModel& model) { return failed(model, 404, "not_found", "There is no such thing (any more)."); }

}  // namespace lockstep::sandbox::hexfit
