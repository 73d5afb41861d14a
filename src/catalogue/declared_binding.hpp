// SPDX-License-Identifier: Apache-2.0
// DeclaredBinding: RecordBinding by a profile's "bindings.contact". The declaration has been checked (declaration_check.hpp).
#pragma once

#include "catalogue/binding.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {

class DeclaredBinding final : public RecordBinding {
public:
    // `operations` are those of the profile; `webhooks` is null when the profile sends none.
    DeclaredBinding(Json binding, Json webhooks, std::vector<Operation> const& operations);

    std::vector<BoundField> fields() const override;
    std::optional<BoundCall> get(std::string_view id) const override;
    std::optional<BoundCall> list(ConnectionSettings const& settings) const override;
    std::optional<BoundCall> list_whole(ConnectionSettings const& settings) const override;
    std::optional<BoundCall> changed_since(
        ConnectionSettings const& settings, TimePoint since, std::optional<std::string> const& cursor) const override;
    std::optional<BoundCall> find_by_email(ConnectionSettings const& settings, std::string_view email) const override;
    std::optional<BoundCall> find_by_other_id(ConnectionSettings const& settings, std::string_view field,
        std::string_view other_id, CustomFields const& custom) const override;
    std::optional<BoundCall> list_custom_fields(ConnectionSettings const& settings) const override;
    std::optional<BoundCall> create_custom_field(
        ConnectionSettings const& settings, std::string_view key, std::string_view name) const override;
    std::vector<std::string> missing_for_create(contacts::FieldWrites const& writes) const override;
    Result<BoundCall> create(
        ConnectionSettings const& settings, contacts::FieldWrites const& writes, CustomFields const& custom) const override;
    Result<std::vector<BoundCall>> update(ConnectionSettings const& settings, std::string_view id,
        std::optional<std::string> const& version, contacts::FieldWrites const& writes,
        CustomFields const& custom) const override;
    Result<std::optional<contacts::Record>> read(
        std::string_view operation, Json const& body, CustomFields const& custom) const override;
    Result<ListedPage> read_page(
        BoundCall const& call, Json const& body, CustomFields const& custom, std::int64_t page_number) const override;
    Result<CustomFields> read_custom_fields(Json const& body) const override;
    Result<ChangedPage> read_changed(
        BoundCall const& call, Json const& body, CustomFields const& custom, std::int64_t page_number) const override;
    Result<EventFacts> identify_event(Json const& payload) const override;
    Result<EventFacts> read_event(Json const& payload, CustomFields const& custom) const override;

private:
    struct Field {
        BoundField bound;
        std::string read, listing;  // pointers; is_readable and is_listed say whether they count
        bool is_readable = false, is_listed = false;
        std::string create_input, update_input;
        Json add, remove;  // sets: "add" and "remove" of the declaration
        Json clear_as;
    };

    Field const* find_field(std::string_view name) const;
    std::optional<BoundCall> call(std::string_view pointer, Names const& names) const;
    // Puts a plain or custom field into the inputs of a create or update.
    Result<void> add_value(
        BoundCall& call, std::string_view name, contacts::Value const& value, bool is_create, CustomFields const& custom) const;
    Result<contacts::Record> read_record(Json const& shown, bool is_complete, CustomFields const& custom) const;
    void keep(contacts::Record& record, std::string name, Json const* shown) const;
    void read_custom(Json const& shown, CustomFields const& custom, contacts::Record& record) const;
    Result<std::vector<ListedRecord>> read_items(Json const& page, Json const& body, CustomFields const& custom) const;

    Json binding_;
    Json webhooks_;
    std::vector<Field> fields_;
    bool leaves_out_blanks_ = false;
    std::map<std::string, Operation, std::less<>> paged_operations_;
    Pointers id_;
};

}  // namespace lockstep::catalogue
