// SPDX-License-Identifier: Apache-2.0
// HighLevelApp: the simulated HighLevel. Bearer token, Version header, rate limits, signed webhooks that are retried on 429 only.
#pragma once

#include <map>
#include <memory>

#include "base/secret.hpp"
#include "sandbox/highlevel/model.hpp"
#include "sandbox/highlevel/oauth_desk.hpp"
#include "sandbox/modelled_app.hpp"
#include "sandbox/people/people.hpp"
#include "sandbox/resource_store.hpp"

namespace lockstep::sandbox {

using HighLevelSettings = highlevel::Settings;

class HighLevelApp final : public ModelledApp {
public:
    explicit HighLevelApp(HighLevelSettings settings);

    // Authorisation as well, which knows no limits and has faults of its own: lost_request and lost_reply of "oauth".
    Answer handle(HttpRequest const& request, TimePoint now) override;

    // Without events, limits or faults; at once in the search index. Language and gender go into custom fields of these keys
    // when they exist. Family members who share a key are kept even where duplicates are not allowed.
    // Returns their ids.
    std::vector<std::string> add_people(std::vector<Person> const& people, TimePoint now);

    std::string const& location_id() const { return model_.settings.location_id; }
    std::string const& token() const { return model_.settings.token; }
    std::string const& webhook_public_key() const { return public_key_; }  // 32 bytes
    std::string webhook_public_key_pem() const;
    highlevel::HighLevelModel& model() { return model_; }
    highlevel::OAuthDesk& oauth() { return oauth_; }
    // What an administrator does at the marketplace. False: the app was not installed there.
    bool uninstall(std::string const& owner, TimePoint now);
    RateLimit& rate_limit() { return limit_; }
    ResourceStore& resources() { return resources_; }

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
    Json everything_else() override { return resources_.everything(); }
    Result<void> provoke(std::string_view type, TimePoint now) override { return resources_.provoke(type, now); }
    std::string name_of(JsonObject const& fields) const override;
    std::vector<FormField> form() const override;
    std::vector<Allowance> allowances(TimePoint now) override;
    AttachedForm notes_of(std::string_view record) const override;
    AttachedForm tasks_of(std::string_view record) const override;
    std::vector<std::string> event_types() const override { return resources_.event_types(); }

private:
    explicit HighLevelApp(HighLevelSettings settings, Prng const& root);
    std::string event_body(std::string_view type, JsonObject fields, std::string const& id, TimePoint now) const;
    void publish(std::string_view type, JsonObject fields, TimePoint now);
    void run_automation(std::string const& contact_id, std::uint64_t variant, TimePoint now);
    void put_names_in_capitals(std::string const& contact_id, TimePoint now);
    void save_own_change(highlevel::ContactPointer const& before, highlevel::Contact after, TimePoint now);
    RecordView view_of(highlevel::Contact const& contact) const;
    // Fields as a person edits them; custom fields by key in an object.
    Result<void> apply_person_fields(JsonObject const& fields, highlevel::Contact& contact);

    // The location that the request's token opens: the one with data, or one of the agency's others, which are empty at first.
    std::optional<std::string> location_of(Request const& request, TimePoint now) const;
    highlevel::HighLevelModel& model_of(std::string const& location);

    highlevel::HighLevelModel model_;
    highlevel::OAuthDesk oauth_;
    std::map<std::string, std::unique_ptr<highlevel::HighLevelModel>, std::less<>> others_;  // by location
    ResourceStore resources_;
    RateLimit limit_;
    Prng webhook_ids_;
    std::string app_id_;
    std::string public_key_;
    Secret private_key_;
};

}  // namespace lockstep::sandbox
