// SPDX-License-Identifier: Apache-2.0
// NoBinding: an app of which nothing is known. Included by tests and fuzz programs only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/binding.hpp"

namespace lockstep::webhooks {

class NoBinding : public catalogue::RecordBinding {
public:
    std::vector<catalogue::BoundField> fields() const override { return {}; }
    std::optional<catalogue::BoundCall> get(std::string_view) const override { return {}; }
    std::optional<catalogue::BoundCall> list(catalogue::ConnectionSettings const&) const override { return {}; }
    std::optional<catalogue::BoundCall> list_whole(catalogue::ConnectionSettings const&) const override { return {}; }
    std::optional<catalogue::BoundCall> changed_since(
        catalogue::ConnectionSettings const&, TimePoint, std::optional<std::string> const&) const override {
        return {};
    }
    std::optional<catalogue::BoundCall> find_by_email(catalogue::ConnectionSettings const&, std::string_view) const override {
        return {};
    }
    std::optional<catalogue::BoundCall> find_by_other_id(
        catalogue::ConnectionSettings const&, std::string_view, std::string_view, catalogue::CustomFields const&) const override {
        return {};
    }
    std::optional<catalogue::BoundCall> list_custom_fields(catalogue::ConnectionSettings const&) const override { return {}; }
    std::optional<catalogue::BoundCall> create_custom_field(
        catalogue::ConnectionSettings const&, std::string_view, std::string_view) const override {
        return {};
    }
    std::vector<std::string> missing_for_create(contacts::FieldWrites const&) const override { return {}; }
    Result<catalogue::BoundCall> create(
        catalogue::ConnectionSettings const&, contacts::FieldWrites const&, catalogue::CustomFields const&) const override {
        return catalogue::BoundCall{};
    }
    Result<std::vector<catalogue::BoundCall>> update(catalogue::ConnectionSettings const&, std::string_view,
        std::optional<std::string> const&, contacts::FieldWrites const&, catalogue::CustomFields const&) const override {
        return {};
    }
    Result<std::optional<contacts::Record>> read(std::string_view, Json const&, catalogue::CustomFields const&) const override {
        return {};
    }
    Result<catalogue::ListedPage> read_page(
        catalogue::BoundCall const&, Json const&, catalogue::CustomFields const&, std::int64_t) const override {
        return {};
    }
    Result<catalogue::CustomFields> read_custom_fields(Json const&) const override { return {}; }
    Result<ChangedPage> read_changed(
        catalogue::BoundCall const&, Json const&, catalogue::CustomFields const&, std::int64_t) const override {
        return {};
    }
    Result<catalogue::EventFacts> identify_event(Json const&) const override {
        return fail(ErrorKind::invalid, "catalogue.not_an_event", "reading an event: this app has none");
    }
    Result<catalogue::EventFacts> read_event(Json const& payload, catalogue::CustomFields const&) const override {
        return identify_event(payload);
    }
};

}  // namespace lockstep::webhooks
