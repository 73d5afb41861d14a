// SPDX-License-Identifier: Apache-2.0
// RecordBinding: how contacts of an app are listed, read, found, created and updated, in terms of its operations. Built from
// the connector's declaration ("bindings.contact"); the engine knows no app, only this.
#pragma once

#include "catalogue/connector.hpp"
#include "contacts/value.hpp"
#include "messages/messages.hpp"

namespace lockstep::catalogue {

// A custom field (or group) of one connection, read from the app: declarations name it by key, the app by id.
struct CustomField {
    std::string id;
    std::string key;  // "partner_id"; mapping rows say "custom.partner_id"
    std::string name;
    std::string type;  // the app's data type: TEXT, DATE, ...
    bool operator==(CustomField const&) const = default;
};
using CustomFields = std::vector<CustomField>;
Json to_json(CustomFields const& fields);
Result<CustomFields> custom_fields_from_json(Json const& json);

// One call that the engine is to make. `fields` are the record fields it writes.
struct BoundCall {
    std::string operation;
    JsonObject inputs;
    std::vector<std::string> fields;
};

struct BoundField {
    std::string name;  // as mapping rows call it
    contacts::FieldKind kind = contacts::FieldKind::text;
    messages::LocalText label;
    std::string means;       // our word for what it holds, such as "first_name", whatever the app calls it; may be empty
    bool can_create = true;  // may be sent with a create
    bool can_update = true;  // may be sent with an update
    bool can_clear = true;   // a blank may be written
    bool in_listing = true;  // listings carry it as it is (a search may give names in lower case)
    bool in_event = true;    // webhooks carry it
    std::vector<std::string> choices = {};  // what a create takes in it; empty: anything
};

// One item of a listing. `is_complete`: the listing carried every bound field; else `record` holds what it carried and the
// record has to be read by id before anything is decided on it.
struct ListedRecord {
    contacts::Record record;
    bool is_complete = false;
};
struct ListedPage {
    std::vector<ListedRecord> items;
    std::optional<JsonObject> next;     // inputs of the next page
    std::optional<std::int64_t> total;  // as the app states it
};

// What an event (webhook) says about a record. Never acted on, only compared and used to look.
struct EventFacts {
    std::string type;         // canonical: "contact.created|updated|deleted", else the wire type
    std::string record_id;    // of the contact; empty when the event is about something else
    std::string delivery_id;  // the app's own id of the delivery; empty when it gives none
    std::string account_key;  // what routes it to a connection
    std::optional<TimePoint> sent_at;
    std::optional<contacts::Record> record;  // the bound fields the event carries, absent ones as blank
};

class RecordBinding {
public:
    virtual ~RecordBinding() = default;

    virtual std::vector<BoundField> fields() const = 0;  // without custom fields
    BoundField field(std::string_view name) const;       // "custom.x" gives a text field

    // Each returns nullopt where the profile has no such operation: "not available with this profile".
    virtual std::optional<BoundCall> get(std::string_view id) const = 0;
    virtual std::optional<BoundCall> list(ConnectionSettings const& settings) const = 0;  // first page of everything
    // The same by a listing that may show records whole, which is believed only after comparing some with direct reads.
    virtual std::optional<BoundCall> list_whole(ConnectionSettings const& settings) const = 0;
    virtual std::optional<BoundCall> changed_since(
        ConnectionSettings const& settings, TimePoint since, std::optional<std::string> const& cursor) const = 0;
    virtual std::optional<BoundCall> find_by_email(ConnectionSettings const& settings, std::string_view email) const = 0;
    // By the field that holds the other side's id: the marker of a create whose answer was lost.
    virtual std::optional<BoundCall> find_by_other_id(ConnectionSettings const& settings, std::string_view field,
        std::string_view other_id, CustomFields const& custom) const = 0;
    virtual std::optional<BoundCall> list_custom_fields(ConnectionSettings const& settings) const = 0;
    virtual std::optional<BoundCall> create_custom_field(
        ConnectionSettings const& settings, std::string_view key, std::string_view name) const = 0;
    // The fields without which the app makes no record, of those that these writes leave blank.
    virtual std::vector<std::string> missing_for_create(contacts::FieldWrites const& writes) const = 0;
    // Unsupported when the profile cannot create or the required fields are blank: invalid "catalogue.create_needs" names them.
    virtual Result<BoundCall> create(
        ConnectionSettings const& settings, contacts::FieldWrites const& writes, CustomFields const& custom) const = 0;
    // One call for plain fields, one each for added and removed set elements. Conditional on `version` where the app can.
    virtual Result<std::vector<BoundCall>> update(ConnectionSettings const& settings, std::string_view id,
        std::optional<std::string> const& version, contacts::FieldWrites const& writes, CustomFields const& custom) const = 0;

    // The record in a reply of `operation`; nullopt when the reply of that operation carries none.
    virtual Result<std::optional<contacts::Record>> read(
        std::string_view operation, Json const& body, CustomFields const& custom) const = 0;
    virtual Result<ListedPage> read_page(
        BoundCall const& call, Json const& body, CustomFields const& custom, std::int64_t page_number) const = 0;
    virtual Result<CustomFields> read_custom_fields(Json const& body) const = 0;
    // Ids of the records in a changed_since page, and the cursor to go on with (also when the page is empty).
    struct ChangedPage {
        std::vector<ListedRecord> items;
        std::optional<JsonObject> next;
        std::optional<std::string> cursor;
    };
    virtual Result<ChangedPage> read_changed(
        BoundCall const& call, Json const& body, CustomFields const& custom, std::int64_t page_number) const = 0;

    // Type, record, delivery and account of an event; its record is left unread. invalid when the payload is no event of this
    // app.
    virtual Result<EventFacts> identify_event(Json const& payload) const = 0;
    // The same with the record.
    virtual Result<EventFacts> read_event(Json const& payload, CustomFields const& custom) const = 0;

    bool writes_are_conditional = false;          // update() carries the version and the app refuses a stale one
    bool other_id_listing_is_consistent = false;  // find_by_other_id sees a record at once (else after the index lag)
    bool event_carries_all = false;               // an event carries every bound field (empty ones may be absent)
};

}  // namespace lockstep::catalogue
