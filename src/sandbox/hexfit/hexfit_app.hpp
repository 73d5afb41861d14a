// SPDX-License-Identifier: Apache-2.0
// HexfitApp: the simulated Hexfit. A personal key, a monthly quota, Standard Webhooks that are tried again a few times.
#pragma once

#include "sandbox/hexfit/routes.hpp"
#include "sandbox/modelled_app.hpp"
#include "sandbox/people/people.hpp"

namespace lockstep::sandbox {

using HexfitSettings = hexfit::Settings;

class HexfitApp final : public ModelledApp {
public:
    explicit HexfitApp(HexfitSettings settings);

    // Without events, invitations, quota or faults. People without a name get a dash, because names are required here.
    // Returns their ids.
    std::vector<std::string> add_people(std::vector<Person> const& people, TimePoint now);

    std::string const& key() const { return model_.settings.key; }
    // Of deliveries to the address given with set_webhook_url.
    std::string const& webhook_secret() const { return model_.settings.webhook_secret; }
    std::uint64_t invitations() const { return model_.invitations; }
    hexfit::HexfitModel& model() { return model_; }
    // The key's owner logged out, or the key expired: every call is refused until a new one is set.
    void expire_key(std::string new_key) { model_.settings.key = std::move(new_key); }
    // Calls of this month that somebody else has made.
    void use_quota(std::uint64_t used, TimePoint now) {
        roll_month(now);
        used_ = used;
    }

    std::vector<RecordView> records() const override;
    std::optional<RecordView> record(std::string_view id) const override;
    Result<std::string> create_as_person(JsonObject const& fields, TimePoint now) override;
    Result<void> edit_as_person(std::string_view id, JsonObject const& changes, TimePoint now) override;
    Result<void> remove_as_person(std::string_view id, TimePoint now) override;
    Result<void> merge_as_person(std::string_view kept, std::string_view gone, TimePoint now) override;

protected:
    Matched match(Request const& request) const override;
    std::optional<HttpReply> gate(Request const& request, Matched const& matched, TimePoint now) override;
    HttpReply perform(Request const& request, TimePoint now) override;
    void add_headers(HttpReply& reply, TimePoint now) const override;
    HttpReply fault_reply(int status) override;
    HttpReply not_found_reply(std::string_view record) override;
    ShownRecords shown_records(Request const& request, Matched const& matched) const override;
    std::optional<HttpRequest> sign_webhook(QueuedWebhook const& webhook, TimePoint now) override;
    std::optional<Duration> retry_after(int status, int attempt) override;
    void clear_records() override;
    Json identity() const override;
    Json limits() const override;
    Result<void> apply_limits(Json const& json) override;
    std::string name_of(JsonObject const& fields) const override;
    std::vector<FormField> form() const override;
    std::vector<Allowance> allowances(TimePoint now) override;
    AttachedForm notes_of(std::string_view record) const override;
    AttachedForm tasks_of(std::string_view record) const override;
    // Every read sees every write before it, and no automation rewrites anything.
    bool can_have(FaultKind kind) const override {
        return kind != FaultKind::stale_read && kind != FaultKind::old_read && kind != FaultKind::index_lag &&
               kind != FaultKind::long_index_lag && kind != FaultKind::automation;
    }
    std::vector<OwnFault> own_faults() override { return {{"quota_spent", "refusals", &quota_spent_since_}}; }

private:
    HexfitApp(HexfitSettings settings, Prng const& root);
    hexfit::Routes const& routes() const;
    void publish(std::string_view type, JsonObject client, TimePoint now);
    void roll_month(TimePoint now);
    void put_names_in_proper_case(std::string const& client_id, TimePoint now);
    RecordView view_of(hexfit::Client const& client) const;
    Result<void> apply_person_fields(JsonObject const& fields, hexfit::Client& client);

    hexfit::HexfitModel model_;
    RateLimit per_second_;
    std::int64_t month_ = 0;                      // months since year 0
    std::uint64_t used_ = 0;                      // of the quota
    std::optional<TimePoint> quota_spent_since_;  // turned on: as if the month's calls were spent, whatever the quota
};

}  // namespace lockstep::sandbox
