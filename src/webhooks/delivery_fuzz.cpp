// SPDX-License-Identifier: Apache-2.0
// Fuzzes what follows an accepted signature: reading any JSON as a delivery never fails in another way than by saying so, and
// what it says is short and printable.
#include <cstddef>
#include <cstdint>

#include "base/text.hpp"
#include "catalogue/binding.hpp"
#include "webhooks/classify.hpp"

namespace {

using namespace lockstep;

class NoBinding final : public catalogue::RecordBinding {
public:
    std::vector<catalogue::BoundField> fields() const override { return {}; }
    std::optional<catalogue::BoundCall> get(std::string_view) const override { return {}; }
    std::optional<catalogue::BoundCall> list(catalogue::ConnectionSettings const&) const override { return {}; }
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
    Result<catalogue::EventFacts> read_event(Json const&, catalogue::CustomFields const&) const override {
        return fail(ErrorKind::invalid, "catalogue.not_an_event", "reading an event: this app has none");
    }
};

void check_word(std::string const& word) {
    CHECK(word.size() <= 1024);
    CHECK(is_valid_utf8(word));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static catalogue::Connector const connector = [] {
        catalogue::Connector made;
        made.contacts = std::make_shared<NoBinding>();
        return made;
    }();
    auto const body = parse_json({reinterpret_cast<char const*>(data), size});
    if (!body) return 0;
    auto const destination = webhooks::peek_destination(*body);
    check_word(destination.account_key);
    check_word(destination.connection);
    auto const app = webhooks::classify_app_delivery(*body, connector);
    CHECK(!app.type.empty());
    check_word(app.type);
    check_word(app.account_key);
    check_word(app.delivery_id);
    if (auto const classified = webhooks::classify_authenticated(*body, connector)) {
        CHECK(!classified->type.empty());
        check_word(classified->type);
        check_word(classified->record_id);
        check_word(classified->delivery_id);
    }
    return 0;
}
