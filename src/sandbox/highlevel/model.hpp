// SPDX-License-Identifier: Apache-2.0
// HighLevelModel: one location with everything in it, and the few ways in which it changes. Routes act on it; the app gives it
// faults and hears of its events.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/faults.hpp"
#include "sandbox/highlevel/store.hpp"
#include "sandbox/rate_limit.hpp"
#include "sandbox/request.hpp"

namespace lockstep::sandbox::highlevel {

struct Settings {
    std::uint64_t seed = 1;
    std::string location_id{};  // empty: made from the seed
    std::string token{};        // empty: made from the seed
    std::string region = "CA";  // where phone numbers without a prefix are read
    bool allow_duplicates = false;
    bool match_email_first = true;  // else the phone decides first
    bool lower_case_emails = true;
    bool nested_webhooks = false;                  // {type, timestamp, webhookId, data: {...}} instead of flat
    std::size_t text_length_most = 255;            // of any text field, in bytes
    bool cut_long_texts = false;                   // store the beginning and answer 200, instead of refusing
    std::vector<std::string> custom_field_keys{};  // text fields that exist from the start
    std::vector<std::string> scopes{};             // what the token may do; empty: everything
    std::vector<std::string> tokens{};             // that open the location, as while one is replaced; empty: `token` alone
};

struct CustomField {
    std::string id;
    std::string name;
    std::string key;  // "contact.hexfit_id"
    std::string data_type = "TEXT";
    std::string placeholder;
    std::string model = "contact";
    std::int64_t position = 0;
    std::vector<std::string> options;
};

struct Note {
    std::string id;
    std::string contact_id;
    JsonObject fields;  // body, userId, title, color, pinned
    TimePoint added{};
};

struct ContactTask {
    std::string id;
    std::string contact_id;
    JsonObject fields;  // title, body, assignedTo, dueDate, completed
    TimePoint added{};
};

class HighLevelModel {
public:
    HighLevelModel(Settings given, Prng const& root, Faults& faults);

    Settings settings;
    ContactStore contacts;
    SearchIndex index;
    std::map<std::string, CustomField, std::less<>> custom_fields;  // by id
    std::map<std::string, std::string, std::less<>> tags;           // name of the location's tag by id
    std::map<std::string, Note, std::less<>> notes;
    std::map<std::string, ContactTask, std::less<>> tasks;

    // What the app sends as a webhook: type and the fields after "type".
    std::function<void(std::string_view type, JsonObject fields, TimePoint now)> publish;

    std::string new_id();        // 20 letters and digits
    std::string new_trace_id();  // 8-4-4-4-12

    // Stores a changed copy, with a new version and time of change, and lets the index know when its time comes.
    ContactPointer save(Contact contact, TimePoint now);
    // A copy that was the present one lately, `back` versions ago if there are so many; null: there is none.
    ContactPointer old_copy(std::string_view id, std::size_t back, TimePoint not_before) const;
    // Without events and at once in the index: for seeding.
    void plant(Contact contact, TimePoint now);
    void remove(ContactPointer const& contact, TimePoint now);
    void publish_contact(std::string_view type, Contact const& contact, TimePoint now);
    // The events of one change of a contact: ContactUpdate, and beside it the ones for tags and do-not-disturb.
    void publish_changes(Contact const& before, Contact const& after, TimePoint now);

    // Another contact that the duplicate rule finds for these keys, and by which of them. Null: none, or duplicates are allowed.
    struct Duplicate {
        ContactPointer contact;
        Field field = Field::email;
    };
    Duplicate find_duplicate(std::string_view email, std::string_view phone, std::string_view except_id) const;

    CustomField const* custom_field_by_key(std::string_view key) const;  // with or without "contact."
    CustomField& add_custom_field(
        std::string_view name, std::string_view key, std::string_view data_type, std::string_view model);
    std::string id_of_tag(std::string_view lowered);  // made when it does not exist yet
    void clear();

    Faults& faults() { return faults_; }

private:
    struct OldCopy {
        TimePoint replaced_at{};
        ContactPointer contact;
    };
    Duration draw_index_delay(TimePoint now);

    std::map<std::string, std::vector<OldCopy>, std::less<>> old_copies_;  // the oldest first
    std::uint64_t next_version_ = 1;
    Prng ids_;
    Prng traces_;
    Faults& faults_;
};

// Error bodies of the API.
HttpReply bad_request(HighLevelModel& model, std::string_view message);
HttpReply not_found(HighLevelModel& model, std::string_view message);
HttpReply unprocessable(HighLevelModel& model, std::vector<std::string> const& messages);
HttpReply error_reply(HighLevelModel& model, int status, std::string_view message);
HttpReply contact_not_found(HighLevelModel& model, std::string_view id);
// Adds the traceId that every reply carries.
HttpReply traced(HighLevelModel& model, int status, JsonObject body);

}  // namespace lockstep::sandbox::highlevel
