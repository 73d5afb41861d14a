// SPDX-License-Identifier: Apache-2.0
#include "catalogue/declaration_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/schema_check.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

using NameSet = std::set<std::string, std::less<>>;

bool contains(std::vector<std::string> const& list, std::string_view text) { return std::ranges::find(list, text) != list.end(); }

class Check {
public:
    Check(ParsedFile const& connector, std::vector<ParsedFile> const& operations) : connector_(connector) {
        for (auto const& operation : operations) operations_.emplace(text_at(operation.json, "id"), &operation);
        if (auto const* settings = find_array(connector.json, "/settings")) {
            for (auto const& setting : *settings) settings_.insert("setting." + text_at(setting, "name"));
        }
        for (auto const& profile : connector.json.at("profiles").get_array()) profiles_.insert(text_at(profile, "id"));
    }

    std::vector<DeclarationProblem> run(std::vector<ParsedFile> const& operations) {
        check_head();
        for (auto const& operation : operations) check_operation(operation);
        auto const& profiles = connector_.json.at("profiles").get_array();
        for (std::size_t i = 0; i < profiles.size(); ++i) check_profile(profiles[i], "/profiles/" + std::to_string(i));
        return std::move(problems_);
    }

private:
    void add(std::string const& file, std::string pointer, std::string message) {
        problems_.push_back({file, std::move(pointer), std::move(message)});
    }
    void add(std::string pointer, std::string message) { add(connector_.path, std::move(pointer), std::move(message)); }

    // Every ${name} must be one of `allowed`.
    void check_names(std::string const& file, std::string const& pointer, Json const& pattern, NameSet const& allowed) {
        for (auto const& name : names_in(pattern)) {
            if (allowed.contains(name)) continue;
            std::string known;
            for (auto const& one : allowed) known += (known.empty() ? "" : ", ") + one;
            if (name.empty())
                add(file, pointer, "has a \"${\" that is not closed; write ${name}");
            else
                add(file, pointer,
                    "names ${" + name + "}, which has no value here; use one of: " + (known.empty() ? "none" : known));
        }
    }

    void check_headers(std::string const& file, std::string const& pointer, Json const* headers, NameSet const& allowed) {
        auto const* object = headers ? headers->if_object() : nullptr;
        if (!object) return;
        for (auto const& member : *object) {
            auto const place = pointer + "/" + std::string(member.key());
            auto const is_name = [](unsigned char letter) { return std::isalnum(letter) || letter == '-' || letter == '_'; };
            if (member.key().empty() || !std::ranges::all_of(member.key(), is_name))
                add(file, place, "is no header name; use letters, digits and '-'");
            check_names(file, place, member.value(), allowed);
            std::string_view const value = member.value().get_string();
            if (std::ranges::any_of(value, [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; }))
                add(file, place, "holds a control character; take it out");
        }
    }

    void check_assumptions(std::string const& file, Json const& json) {
        auto const* list = find_array(json, "/assumptions");
        if (!list) return;
        for (std::size_t i = 0; i < list->size(); ++i) {
            auto const target = text_at((*list)[i], "switch");
            if (!target.empty() && !find(json, target)) {
                add(file, "/assumptions/" + std::to_string(i) + "/switch",
                    "points to " + target + ", which is not in this file; point to the member that decides it");
            }
        }
    }

    void check_head() {
        auto const& json = connector_.json;
        auto const folder = connector_.path.substr(0, connector_.path.find('/'));
        if (text_at(json, "id") != folder) add("/id", "must be the folder's name, \"" + folder + "\"");
        auto const base = text_at(json, "base_url");
        // What a person imports may be an app of their own, without a certificate; the address is judged when it is called.
        bool const is_imported = find(json, "/imported") != nullptr;
        bool const has_scheme = base.starts_with("https://") || (is_imported && base.starts_with("http://"));
        if (!has_scheme || base.ends_with('/')) add("/base_url", "must begin with https:// and not end with /");
        check_headers(connector_.path, "/headers", find(json, "/headers"), settings_);
        auto with_credential = settings_;
        with_credential.insert("credential");
        with_credential.insert("credential.base64");
        check_headers(connector_.path, "/auth/headers", find(json, "/auth/headers"), with_credential);
        auto sent = names_in(*find(json, "/auth/headers"));
        if (auto const* query = find(json, "/auth/query")) {
            check_names(connector_.path, "/auth/query", *query, with_credential);
            std::ranges::move(names_in(*query), std::back_inserter(sent));
        }
        bool const needs_none = find_bool(json, "/auth/none").value_or(false);
        if ((contains(sent, "credential") || contains(sent, "credential.base64")) == needs_none)
            add("/auth/headers", needs_none ? "sends ${credential}, although \"none\" says that there is none"
                                            : "never sends ${credential}; add the header that carries it");
        if (auto const* limits = find(json, "/limits")) check_limits(*limits, "/limits");
        if (auto const* rules = find_array(json, "/reply/error_classes")) {
            for (std::size_t i = 0; i < rules->size(); ++i) {
                if ((*rules)[i].get_object().contains("existing_id") && text_at((*rules)[i], "class") != "duplicate") {
                    add("/reply/error_classes/" + std::to_string(i) + "/existing_id",
                        "only makes sense with class \"duplicate\"; remove one of the two");
                }
            }
        }
        check_assumptions(connector_.path, json);
        check_webhooks();
        NameSet options;
        if (auto const* settings = find_array(json, "/settings")) {
            for (auto const& setting : *settings) {
                auto const option = text_at(setting, "option");
                if (!options.insert(option.empty() ? text_at(setting, "name") : option).second)
                    add("/settings", "has two settings that the command line calls the same; rename one");
            }
        }
        check_default_profiles();
        if (profiles_.size() != json.at("profiles").get_array().size())
            add("/profiles", "has two profiles with one id; rename one");
    }

    // Naming the app alone must mean one profile at either kind of address.
    void check_default_profiles() {
        auto const& profiles = connector_.json.at("profiles").get_array();
        if (profiles.size() == 1) return;
        for (auto const* where : {"own_address", "other_address"}) {
            auto const count = std::ranges::count_if(
                profiles, [&](Json const& profile) { return contains(texts_at(profile, "default_at"), where); });
            if (count != 1)
                add("/profiles",
                    "has " + std::to_string(count) + " profiles with \"" + where + "\" in default_at; one is needed");
        }
    }

    void check_limits(Json const& limits, std::string const& pointer) {
        if (find(limits, "/burst") == nullptr && find(limits, "/interval_ms") == nullptr) return;
        if (find(limits, "/burst") == nullptr || find(limits, "/interval_ms") == nullptr)
            add(pointer, "needs both burst and interval_ms, or neither");
    }

    void check_webhooks() {
        auto const* events = find(connector_.json, "/webhooks/events");
        if (!events) return;
        auto const known = texts_at(*events, "known");
        for (auto const& member : events->at("canonical").get_object()) {
            if (!contains(known, member.key()))
                add("/webhooks/events/canonical/" + std::string(member.key()), "is not in \"known\"; add the type there");
        }
        auto const* routing = find_array(connector_.json, "/webhooks/routing/account_key");
        auto const* settings = find_array(connector_.json, "/settings");
        bool const has_route =
            settings && std::ranges::any_of(*settings, [](Json const& each) { return flag_at(each, "routes", false); });
        if ((routing != nullptr) != has_route)
            add("/settings", "needs \"routes\": true at one setting exactly when /webhooks/routing/account_key is declared");
        auto const scheme = text_at(*find(connector_.json, "/webhooks/signature"), "scheme");
        if (scheme == "ed25519" && texts_at(*find(connector_.json, "/webhooks/signature"), "keys").empty())
            add("/webhooks/signature", "needs \"keys\" for ed25519");
    }

    void check_operation(ParsedFile const& file) {
        auto const& json = file.json;
        auto const id = text_at(json, "id");
        auto const steps = split(file.path, '/');  // app/operations/<group>/<name>.json
        auto const stem = steps.back().substr(0, steps.back().rfind('.'));
        auto const due = std::string(steps[steps.size() - 2]) + "." + std::string(stem);
        if (id != due) add(file.path, "/id", "must be the folder's and the file's name, \"" + due + "\"");
        for (auto const& profile : texts_at(json, "profiles")) {
            if (!profiles_.contains(profile))
                add(file.path, "/profiles", "names \"" + profile + "\", which connector.json does not declare");
        }
        check_assumptions(file.path, json);
        auto const& object = json.get_object();
        if (text_at(json, "kind") == "trigger") {
            if (text_at(json, "event_type").empty())
                add(file.path, "/event_type", "is needed for a trigger: the event's type on the wire");
            for (auto const* member : {"method", "path", "inputs", "paging", "body"}) {
                if (object.contains(member)) add(file.path, "/" + std::string(member), "does not belong to a trigger; remove it");
            }
            auto const* events = find(connector_.json, "/webhooks/events");
            if (!events)
                add(file.path, "/kind", "is a trigger, but connector.json has no webhooks");
            else if (!contains(texts_at(*events, "known"), text_at(json, "event_type")))
                add(file.path, "/event_type", "is not in connector.json /webhooks/events/known; add it there");
            return;
        }
        if (object.contains("event_type")) add(file.path, "/event_type", "only belongs to a trigger; remove it");
        if (text_at(json, "method").empty()) add(file.path, "/method", "is needed for an action or search");
        if (text_at(json, "kind") == "search" && text_at(json, "effect") != "read")
            add(file.path, "/effect", "must be \"read\" for a search");
        if ((text_at(json, "effect") == "read") != (text_at(json, "idempotency") == "reads"))
            add(file.path, "/idempotency", "must be \"reads\" for what only reads, and for nothing else");
        if (find_integer(json, "/calls") == 0)
            add(file.path, "/calls", "must be at least 1: whoever calls the app spends of its allowance");
        auto const effects = texts_at(json, "side_effects");
        for (auto const* word : {"sends_message", "sends_invitation", "bills_somebody", "publishes_reply"}) {
            if (contains(effects, word) && !contains(effects, "cannot_be_undone"))
                add(file.path, "/side_effects", "needs \"cannot_be_undone\" beside \"" + std::string(word) + "\"");
        }
        check_path_and_inputs(file);
        check_paging(file);
    }

    void check_choices(ParsedFile const& file, Json const& input, std::string const& pointer) {
        auto const* from = find(input, "/choices_from");
        if (from == nullptr) return;
        auto const id = text_at(*from, "operation");
        auto const found = operations_.find(id);
        if (found == operations_.end() || text_at(found->second->json, "kind") != "search")
            add(file.path, pointer + "/choices_from/operation", "is no search of this connector: \"" + id + "\"");
    }

    void check_path_and_inputs(ParsedFile const& file) {
        auto const& json = file.json;
        auto const path = text_at(json, "path");
        if (!path.starts_with('/')) add(file.path, "/path", "must begin with /");
        if (path.find_first_of("?#$ ") != std::string::npos)
            add(file.path, "/path", "may only hold a path with {input} parts; declare query inputs instead");
        NameSet in_path;
        for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
            auto const close = path.find('}', at);
            if (close == std::string::npos) {
                add(file.path, "/path", "has a \"{\" that is not closed");
                break;
            }
            in_path.insert(path.substr(at + 1, close - at - 1));
        }

        NameSet seen, header_names = settings_;
        bool const has_body = text_at(json, "body") == "json";
        if (has_body && text_at(json, "method") == "GET") add(file.path, "/body", "cannot go with GET");
        auto const* inputs = find_array(json, "/inputs");
        for (std::size_t i = 0; inputs && i < inputs->size(); ++i) {
            auto const& input = (*inputs)[i];
            auto const place = "/inputs/" + std::to_string(i);
            auto const name = text_at(input, "name"), where = text_at(input, "place");
            for (auto const& problem : check_words(input, input_words()))
                add(file.path, place + problem.pointer, problem.message);
            check_choices(file, input, place);
            if (!seen.insert(name).second) add(file.path, place + "/name", "occurs twice; input names are unique");
            if (where == "path" && !in_path.erase(name))
                add(file.path, place + "/place", "is \"path\", but the path has no {" + name + "}");
            if (where == "body" && !has_body)
                add(file.path, place + "/place", "is \"body\", but the operation sends none; add \"body\": \"json\"");
            if (where == "header") header_names.insert("input." + name);
            if (auto const* value = input.get_object().if_contains("default"))
                check_names(file.path, place + "/default", *value, settings_);
            auto const* required = input.get_object().if_contains("required");
            if (where == "path" && !(required && required->is_bool() && required->get_bool()))
                add(file.path, place + "/required", "must be true for a path input");
        }
        for (auto const& name : in_path)
            add(file.path, "/path", "asks for {" + name + "}, but no input of that name has place \"path\"");
        check_headers(file.path, "/headers", find(json, "/headers"), header_names);
    }

    void check_paging(ParsedFile const& file) {
        auto const* paging = find(file.json, "/paging");
        if (!paging) return;
        auto const inputs = input_names(file.json);
        auto const need_input = [&](std::string const& pointer, std::string const& name) {
            if (!inputs.contains(name))
                add(file.path, pointer, "names input \"" + name + "\", which this operation does not have");
        };
        for (auto const& name : texts_at(*paging, "drops")) need_input("/paging/drops", name);
        if (text_at(*paging, "style") == "copy") {
            auto const* copies = find_array(*paging, "/copies");
            if (!copies)
                add(file.path, "/paging/copies", "is needed for style \"copy\"");
            else
                for (auto const& copy : *copies) need_input("/paging/copies", text_at(copy, "input"));
            return;
        }
        need_input("/paging/input", text_at(*paging, "input"));
        if (!find(*paging, "/items")) add(file.path, "/paging/items", "is needed for this style");
        if (text_at(*paging, "style") == "last_item" && !find(*paging, "/item_cursor"))
            add(file.path, "/paging/item_cursor", "is needed for style \"last_item\"");
    }

    static NameSet input_names(Json const& operation) {
        NameSet names;
        if (auto const* inputs = find_array(operation, "/inputs")) {
            for (auto const& input : *inputs) names.insert(text_at(input, "name"));
        }
        return names;
    }

    // The operation of this profile, or a problem.
    Json const* need_operation(std::string const& profile, std::string const& pointer, std::string const& id) {
        auto const found = operations_.find(id);
        if (found == operations_.end()) {
            add(pointer, "names operation \"" + id + "\", which has no file in operations/");
            return nullptr;
        }
        if (!is_in_profile(found->second->json, profile)) {
            add(pointer, "names operation \"" + id + "\", which does not belong to profile \"" + profile + "\"");
            return nullptr;
        }
        if (text_at(found->second->json, "kind") == "trigger") {
            add(pointer, "names \"" + id + "\", which is a trigger and cannot be called");
            return nullptr;
        }
        return &found->second->json;
    }

    // `given` are inputs that the binding fills in itself.
    void check_call(
        std::string const& profile, std::string const& pointer, Json const& call, NameSet const& offered, NameSet given) {
        auto const* operation = need_operation(profile, pointer + "/operation", text_at(call, "operation"));
        if (!operation) return;
        auto const known = input_names(*operation);
        auto allowed = settings_;
        allowed.insert(offered.begin(), offered.end());
        if (auto const* inputs = call.get_object().if_contains("inputs"); inputs && inputs->is_object()) {
            check_names(connector_.path, pointer + "/inputs", *inputs, allowed);
            for (auto const& member : inputs->get_object()) given.insert(member.key());
        }
        for (auto const& name : given) {
            if (!name.empty() && !known.contains(name))
                add(pointer, "gives input \"" + name + "\", which " + text_at(*operation, "id") + " does not have");
        }
        auto const* inputs = find_array(*operation, "/inputs");
        for (std::size_t i = 0; inputs && i < inputs->size(); ++i) {
            auto const& input = (*inputs)[i];
            bool const is_needed = flag_at(input, "required", false) && !input.get_object().contains("default");
            if (is_needed && !given.contains(text_at(input, "name")))
                add(pointer,
                    "does not give input \"" + text_at(input, "name") + "\", which " + text_at(*operation, "id") + " requires");
        }
    }

    void check_profile(Json const& profile, std::string const& pointer) {
        auto const id = text_at(profile, "id");
        if (auto const* limits = find(profile, "/limits")) check_limits(*limits, pointer + "/limits");
        bool const is_imported = find(connector_.json, "/imported") != nullptr;
        if (!is_imported || find(profile, "/verify_operation") != nullptr) {
            auto const* operation = need_operation(id, pointer + "/verify_operation", text_at(profile, "verify_operation"));
            if (operation && text_at(*operation, "effect") != "read") add(pointer + "/verify_operation", "must only read");
        }
        if (auto const* contact = find(profile, "/bindings/contact"))
            check_binding(id, *contact, pointer + "/bindings/contact");
        else if (!is_imported)
            add(pointer + "/bindings", "is needed: it says where the app's contacts stand");
        for (std::string const kind : {"note", "task"}) {
            if (auto const* attached = find(profile, "/bindings/" + kind))
                check_attached(id, *attached, pointer + "/bindings/" + kind);
        }
    }

    void check_attached(std::string const& profile, Json const& binding, std::string const& pointer) {
        auto const given_by = [&](std::string const& member) {
            NameSet given;
            for (auto const& field : binding.at("fields").get_array()) given.insert(text_at(field, member));
            return given;
        };
        check_call(profile, pointer + "/list", binding.at("list"), {"parent"}, {});
        if (auto const* create = find(binding, "/create")) {
            auto given = given_by("create");
            if (auto const* origin = find(binding, "/origin")) given.insert(text_at(*origin, "create"));
            check_call(profile, pointer + "/create", *create, {"parent"}, given);
        }
        if (auto const* update = find(binding, "/update"))
            check_call(profile, pointer + "/update", *update, {"parent", "id"}, given_by("update"));
        NameSet seen;
        auto const& fields = binding.at("fields").get_array();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (!seen.insert(text_at(fields[i], "means")).second)
                add(pointer + "/fields/" + std::to_string(i) + "/means", "occurs twice");
        }
        if (!seen.contains("text")) add(pointer + "/fields", "has none that means \"text\"");
    }

    void check_binding(std::string const& profile, Json const& binding, std::string const& pointer) {
        auto const& object = binding.get_object();
        auto const check_named = [&](std::string const& member, NameSet const& offered) {
            if (auto const* call = object.if_contains(member)) check_call(profile, pointer + "/" + member, *call, offered, {});
        };
        check_named("get", {"id"});
        check_named("list", {});
        check_named("list_whole", {});
        check_named("changed_since", {"since"});
        check_named("changed_after_cursor", {"cursor"});
        check_named("find_by_email", {"email"});
        if (auto const* finds = find_object(binding, "/find_by_other_id")) {
            for (auto const& find : *finds)
                check_call(profile, pointer + "/find_by_other_id/" + std::string(find.key()), find.value(),
                    {"other_id", "custom_id"}, {});
        }
        for (auto const* member : {"list", "list_whole", "changed_since", "changed_after_cursor", "find_by_email"})
            check_has_page(binding, pointer, object.if_contains(member), member);
        if (auto const* finds = find_object(binding, "/find_by_other_id")) {
            for (auto const& find : *finds) check_has_page(binding, pointer, &find.value(), "find_by_other_id");
        }
        for (auto const* member : {"records", "pages"}) {
            if (auto const* entries = object.if_contains(member); entries && entries->is_object()) {
                for (auto const& entry : entries->get_object())
                    need_operation(profile, pointer + "/" + member, std::string(entry.key()));
            }
        }
        check_fields(profile, binding, pointer);
        check_writes(profile, binding, pointer);
    }

    void check_has_page(Json const& binding, std::string const& pointer, Json const* call, std::string const& member) {
        if (!call) return;
        auto const operation = text_at(*call, "operation");
        auto const* pages = find_object(binding, "/pages");
        if (!pages || !pages->contains(operation))
            add(pointer + "/" + member, "calls \"" + operation + "\", but \"pages\" does not say where its records stand");
    }

    void check_fields(std::string const& profile, Json const& binding, std::string const& pointer) {
        NameSet seen;
        auto const& fields = binding.at("fields").get_array();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto const& field = fields[i];
            auto const place = pointer + "/fields/" + std::to_string(i);
            auto const name = text_at(field, "name");
            if (!seen.insert(name).second) add(place + "/name", "occurs twice; field names are unique");
            if (name.starts_with("custom."))
                add(place + "/name", "must not begin with \"custom.\"; custom fields are read from the app");
            bool const is_set = text_at(field, "kind") == "set";
            bool const edits = field.get_object().contains("add") || field.get_object().contains("remove");
            if (is_set && field.get_object().contains("update"))
                add(place + "/update", "is not for sets; declare \"add\" and \"remove\"");
            if (!is_set && edits) add(place, "has \"add\" or \"remove\", which are only for kind \"set\"");
            for (auto const* member : {"add", "remove"}) {
                auto const* edit = field.get_object().if_contains(member);
                if (edit)
                    check_call(profile, place + "/" + member, *edit, {}, {text_at(*edit, "id_input"), text_at(*edit, "input")});
            }
        }
    }

    void check_writes(std::string const& profile, Json const& binding, std::string const& pointer) {
        auto const given_by = [&](std::string const& member) {
            NameSet given;
            for (auto const& field : binding.at("fields").get_array()) {
                auto input = text_at(field, member);
                if (!input.empty()) given.insert(std::move(input));
            }
            if (auto const* custom = find(binding, "/custom")) given.insert(text_at(*custom, "write_input"));
            return given;
        };
        NameSet field_names;
        for (auto const& field : binding.at("fields").get_array()) field_names.insert(text_at(field, "name"));
        if (auto const* create = find(binding, "/create")) {
            check_call(profile, pointer + "/create", *create, {}, given_by("create"));
            for (auto const* member : {"needs", "needs_one_of"}) {
                for (auto const& name : texts_at(*create, member)) {
                    if (!field_names.contains(name))
                        add(pointer + "/create/" + member, "names field \"" + name + "\", which is not bound");
                }
            }
        } else if (given_by("create").size() > (find(binding, "/custom") ? 1U : 0U)) {
            add(pointer + "/fields", "say \"create\", but the binding has no \"create\"");
        }
        if (auto const* update = find(binding, "/update")) {
            auto given = given_by("update");
            given.insert(text_at(*update, "id_input"));
            given.insert(text_at(*update, "version_input"));
            check_call(profile, pointer + "/update", *update, {}, given);
        } else if (given_by("update").size() > (find(binding, "/custom") ? 1U : 0U)) {
            add(pointer + "/fields", "say \"update\", but the binding has no \"update\"");
        }
        if (auto const* custom = find(binding, "/custom")) {
            check_call(profile, pointer + "/custom/list", custom->at("list"), {}, {});
            if (auto const* create = find(*custom, "/create"))
                check_call(profile, pointer + "/custom/create", *create, {"name"}, {});
            check_names(connector_.path, pointer + "/custom/write", custom->at("write"), {"id", "value"});
        }
    }

    ParsedFile const& connector_;
    std::map<std::string, ParsedFile const*, std::less<>> operations_;
    NameSet settings_;
    NameSet profiles_;
    std::vector<DeclarationProblem> problems_;
};

}  // namespace

std::span<std::string_view const> input_words() {
    static constexpr std::array<std::string_view, 7> words{
        "advanced", "choices_from", "help", "label", "name", "place", "wire_name"};
    return words;
}

bool is_in_profile(Json const& operation, std::string_view profile) {
    auto const profiles = texts_at(operation, "profiles");
    return profiles.empty() || contains(profiles, profile);
}

std::vector<DeclarationProblem> check_connector(ParsedFile const& connector, std::vector<ParsedFile> const& operations) {
    return Check(connector, operations).run(operations);
}

}  // namespace lockstep::catalogue
