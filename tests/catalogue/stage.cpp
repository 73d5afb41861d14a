// SPDX-License-Identifier: Apache-2.0
#include "catalogue/stage.hpp"

#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"

namespace lockstep::catalogue_tests {
namespace {

using catalogue::Connector;

// The contact, and what belongs to it, by the ids of the examples.
class HighLevelStage final : public Stage {
public:
    HighLevelStage() : app_(sandbox::HighLevelSettings{.location_id = "ve9EPM428h8vShlRW1KT", .token = "token"}) {
        settings.base_url = "http://127.0.0.1:1";
        settings.values["locationId"] = app_.location_id();
        credential = Secret{app_.token()};
        app_.rate_limit().settings = {0, std::chrono::seconds{10}, 0};
        app_.set_webhook_url("http://127.0.0.1:2/webhooks/contacts");
        auto& model = app_.model();
        sandbox::highlevel::Contact contact;
        contact.id = contact_id;
        contact[sandbox::highlevel::Field::first_name] = "Zoé";
        contact[sandbox::highlevel::Field::last_name] = "Tremblay";
        contact[sandbox::highlevel::Field::email] = "zoe.plante@example.com";
        contact[sandbox::highlevel::Field::business_id] = "63b7ec34ea409a9a8bd2a4ff";
        contact.tags = {"vip"};
        contact.added = contact.updated = now;
        model.plant(contact, now);
    }

    // What takes something away from the contact needs it there; what names other contacts, too.
    void take_part(catalogue::Operation const& operation, JsonObject const& examples) {
        auto contact = *app_.model().contacts.find(contact_id);
        auto const texts = [&](std::string_view name) {
            std::vector<std::string> list;
            auto const* value = examples.if_contains(name);
            if (value != nullptr && value->is_string()) list.emplace_back(value->get_string());
            if (value != nullptr && value->is_array()) {
                for (auto const& each : value->get_array()) list.emplace_back(each.as_string());
            }
            return list;
        };
        if (operation.method == "DELETE") {
            for (auto const& tag : texts("tags")) contact.tags.push_back(tag);
            contact.followers = texts("followers");
            for (auto const& id : texts("campaignId")) contact.campaigns.insert(id);
            for (auto const& id : texts("workflowId")) contact.workflows.insert(id);
            if (operation.path.ends_with("removeAll")) contact.campaigns.insert("one");
        }
        app_.model().plant(contact, now);
        for (auto const* name : {"contacts", "ids"}) {
            for (auto const& id : texts(name)) {
                sandbox::highlevel::Contact other;
                other.id = id;
                other.added = other.updated = now;
                app_.model().plant(other, now);
            }
        }
    }
    // What an operation's path names must be there: of a kind that is told by the path.
    void put(std::string_view path, JsonObject const& examples) {
        auto& model = app_.model();
        auto const example = [&](std::string_view name) {
            auto const* value = examples.if_contains(name);
            return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string{};
        };
        if (path.find("/notes") != std::string_view::npos && path.starts_with("/contacts/"))
            model.notes.emplace(example("id").empty() ? "n1" : example("id"),
                sandbox::highlevel::Note{
                    example("id").empty() ? "n1" : example("id"), std::string(contact_id), JsonObject{{"body", "x"}}, now});
        if (path.find("/tasks") != std::string_view::npos) {
            auto const id = example("taskId").empty() ? "t1" : example("taskId");
            model.tasks.emplace(
                id, sandbox::highlevel::ContactTask{id, std::string(contact_id),
                        JsonObject{{"title", "x"}, {"dueDate", "2026-03-04T14:00:00Z"}, {"completed", false}}, now});
        }
        if (path.find("/tags") != std::string_view::npos && path.starts_with("/locations/"))
            model.tags.emplace(example("tagId").empty() ? "g9" : example("tagId"), "front desk");
        if (path.find("/customFields") != std::string_view::npos) {
            auto const id = example("id").empty() ? "f9" : example("id");
            sandbox::highlevel::CustomField field;
            field.id = id;
            field.name = "Badge";
            field.key = "contact.badge";
            model.custom_fields.emplace(id, std::move(field));
        }
    }

    sandbox::App& app() override { return app_; }
    Json everything() override {
        JsonObject all = app_.resources().everything();
        for (auto const& view : app_.records()) {
            auto const contact = app_.model().contacts.find(view.id);
            JsonArray list;
            for (auto const& name : contact->followers) list.emplace_back("follower " + name);
            for (auto const& name : contact->campaigns) list.emplace_back("campaign " + name);
            for (auto const& name : contact->workflows) list.emplace_back("workflow " + name);
            all["contact"].is_array() ? void() : void(all["contact"] = JsonArray{});
            all["contact"].as_array().push_back(JsonObject{{"id", view.id}, {"fields", view.fields}, {"takes_part", list}});
        }
        JsonArray others;
        for (auto const& [id, note] : app_.model().notes) others.push_back(JsonObject{{"id", id}, {"fields", note.fields}});
        for (auto const& [id, task] : app_.model().tasks) others.push_back(JsonObject{{"id", id}, {"fields", task.fields}});
        for (auto const& [id, name] : app_.model().tags) others.push_back(JsonObject{{"id", id}, {"name", name}});
        for (auto const& [id, field] : app_.model().custom_fields)
            others.push_back(JsonObject{{"id", id}, {"name", field.name}, {"hint", field.placeholder}});
        all["others"] = std::move(others);
        return all;
    }
    std::string person() const override { return std::string(contact_id); }
    std::string webhook_key() const override { return app_.webhook_public_key(); }
    std::string webhook_secret() const override { return {}; }
    std::string account_key() const override { return app_.location_id(); }

private:
    static constexpr std::string_view contact_id = "ocQHyuzHvysMo5N5VsXc";
    sandbox::HighLevelApp app_;
};

class HexfitStage final : public Stage {
public:
    explicit HexfitStage(bool serves_full)
        : app_(sandbox::HexfitSettings{.monthly_quota = 0, .per_second_most = 0, .serves_full = serves_full}) {
        settings.base_url = "http://127.0.0.1:1";
        credential = Secret{app_.key()};
        app_.set_webhook_url("http://127.0.0.1:2/webhooks/in/token");
        auto& model = app_.model();
        sandbox::hexfit::Client client;
        client.id = client_id;
        client[sandbox::hexfit::Field::firstname] = "Zoé";
        client[sandbox::hexfit::Field::lastname] = "Tremblay";
        client[sandbox::hexfit::Field::email] = "zoe.plante@example.com";
        client.groups.insert(model.group_for("Pilates"));
        client.stage = "invited";
        client.created = client.updated = now;
        model.plant(client, now, now);
        model.notes.emplace("n1", sandbox::hexfit::Attachment{"n1", client_id, JsonObject{{"body", "x"}}, now, now});
        model.tasks.emplace(
            "t1", sandbox::hexfit::Attachment{"t1", client_id, JsonObject{{"title", "x"}, {"completed", false}}, now, now});
        model.targets.emplace(
            "w1", sandbox::hexfit::WebhookTarget{"w1", "https://receiver.example/in", {"client.created"}, "whsec_eA==", now});
    }
    void archive(bool is_archived) {
        auto client = app_.model().clients.at(client_id);
        client.archived = is_archived;
        app_.model().plant(client, now, now);
    }

    sandbox::App& app() override { return app_; }
    Json everything() override {
        JsonArray clients, others;
        for (auto const& view : app_.records()) clients.push_back(to_json(view));
        auto& model = app_.model();
        for (auto const& [id, note] : model.notes) others.push_back(JsonObject{{"id", id}, {"fields", note.fields}});
        for (auto const& [id, task] : model.tasks) others.push_back(JsonObject{{"id", id}, {"fields", task.fields}});
        for (auto const& [id, name] : model.groups) others.push_back(JsonObject{{"id", id}, {"name", name}});
        for (auto const& [id, target] : model.targets) others.push_back(JsonObject{{"id", id}, {"url", target.url}});
        for (auto const& [id, client] : model.clients)
            others.push_back(JsonObject{{"id", "of " + id}, {"access", client.access_enabled}, {"stage", client.stage}});
        return JsonObject{{"client", std::move(clients)}, {"others", std::move(others)}};
    }
    std::string person() const override { return client_id; }
    std::string webhook_key() const override { return {}; }
    std::string webhook_secret() const override { return app_.webhook_secret(); }
    std::string account_key() const override { return {}; }

private:
    static constexpr char const* client_id = "48213";
    sandbox::HexfitApp app_;
};

}  // namespace

HttpReply Stage::send(HttpRequest const& request) { return app().handle(request, now).reply; }

std::unique_ptr<Stage> make_stage(Connector const& connector, catalogue::Operation const* operation, JsonObject const& examples) {
    if (connector.id == "highlevel") {
        auto stage = std::make_unique<HighLevelStage>();
        if (operation != nullptr) {
            stage->put(operation->path, examples);
            stage->take_part(*operation, examples);
        }
        return stage;
    }
    if (connector.id != "hexfit") return nullptr;
    auto stage = std::make_unique<HexfitStage>(connector.profile != "hexfit-v2");
    if (operation != nullptr && operation->id == "clients.unarchive_client") stage->archive(true);
    return stage;
}

}  // namespace lockstep::catalogue_tests
