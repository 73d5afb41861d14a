// SPDX-License-Identifier: Apache-2.0
// AttachedBinding: how the notes or tasks of a contact are listed, created and changed, by a profile's "bindings.note" and
// "bindings.task". Pure: calls and readings, nothing else. What a profile does not declare it cannot do.
#pragma once

#include <array>
#include <set>

#include "catalogue/binding.hpp"

namespace lockstep::catalogue {

enum class AttachedKind : std::uint8_t {
    note,
    task
};
inline constexpr std::array attached_kinds{AttachedKind::note, AttachedKind::task};
std::string_view to_string(AttachedKind kind);
std::optional<AttachedKind> attached_kind_from(std::string_view text);

enum class AttachedField : std::uint8_t {
    title,
    text,
    due,
    completed
};
inline constexpr std::array attached_fields{
    AttachedField::title, AttachedField::text, AttachedField::due, AttachedField::completed};
std::string_view to_string(AttachedField field);

// What a note or task says. Plain text, without the line that tells a copy's origin.
struct AttachedValues {
    std::string title{};
    std::string text{};
    std::optional<TimePoint> due{};
    bool completed = false;

    bool operator==(AttachedValues const&) const = default;
};
// As a text, for comparing and for the history; blank fields give "".
std::string shown(AttachedValues const& values, AttachedField field);
// The same to whoever reads it: white space apart, times to the second.
bool says_the_same(AttachedValues const& one, AttachedValues const& other, AttachedField field);
void take(AttachedValues& into, AttachedValues const& from, AttachedField field);
Json to_json(AttachedValues const& values);
AttachedValues attached_values_from_json(Json const& json);

struct AttachedItem {
    std::string id;
    AttachedValues values;
    std::string origin{};  // of which item at the other side this is a copy; empty: of none
    std::optional<TimePoint> created_at{};
    std::optional<TimePoint> changed_at{};
};

struct AttachedPage {
    std::vector<AttachedItem> items;
    std::optional<JsonObject> next{};  // inputs of the next page
};

// What a copy says it is a copy of.
struct Origin {
    std::string_view app_title;
    std::string_view id;
};

class AttachedBinding {
public:
    AttachedBinding(Json binding, AttachedKind kind, std::vector<Operation> const& operations);

    AttachedKind kind() const { return kind_; }
    bool can_create() const { return find(binding_, "/create") != nullptr; }
    bool can_update() const { return find(binding_, "/update") != nullptr; }
    bool can_update(AttachedField field) const;
    bool can_clear(AttachedField field) const;
    // Writing one of them changes the contact's own time of change, so that a changed contact may have a changed note.
    bool touches_contact() const { return touches_contact_; }
    // Whether an event of this type (as on the wire) tells of one of them.
    bool is_told_by(std::string_view event_type) const;

    // What the app could hold of these: texts cut to their length, a time where it demands one (`otherwise`).
    AttachedValues fitted(AttachedValues values, TimePoint otherwise) const;

    std::optional<BoundCall> list(ConnectionSettings const& settings, std::string_view parent) const;
    std::optional<BoundCall> create(
        ConnectionSettings const& settings, std::string_view parent, AttachedValues const& values, Origin const& origin) const;
    // `origin` is set where the item is a copy, so that its text keeps saying so.
    std::optional<BoundCall> update(ConnectionSettings const& settings, std::string_view parent, std::string_view id,
        AttachedValues const& values, std::set<AttachedField> const& fields, std::optional<Origin> const& origin) const;

    // `operation` is the one that was called. corrupt when the reply is no list, or an item has no id.
    Result<AttachedPage> read_page(BoundCall const& call, Json const& body, std::int64_t page_number) const;
    // The item in the reply of a create or update, as far as it carries one.
    std::optional<AttachedItem> read(Json const& body) const;

private:
    struct Field {
        std::string read, create, update;
        std::size_t length = 0;
        bool is_html = false, is_needed = false, can_clear = true;
    };

    Field const* field(AttachedField which) const {
        return fields_[static_cast<std::size_t>(which)] ? &*fields_[static_cast<std::size_t>(which)] : nullptr;
    }
    std::optional<BoundCall> call(
        std::string_view member, ConnectionSettings const& settings, std::string_view parent, std::string_view id) const;
    Json written(AttachedField which, AttachedValues const& values, std::optional<Origin> const& origin) const;
    AttachedItem read_item(Json const& shown) const;
    bool has_stamp() const { return find(binding_, "/origin") == nullptr; }

    Json binding_;
    AttachedKind kind_;
    bool touches_contact_ = false;
    std::array<std::optional<Field>, 4> fields_;
    std::optional<Operation> list_operation_;
};

}  // namespace lockstep::catalogue
