// SPDX-License-Identifier: Apache-2.0
// For tests: a small connector that uses every part of the declaration format, and a way to change one file of it.
#pragma once

#include <map>
#include <string>

#include "catalogue/connector.hpp"

namespace lockstep::catalogue {

inline constexpr char const* sample_connector_json = R"({
"id": "app", "title": "App", "base_url": "https://api.example.com",
"auth": {"option": "key", "label": {"en": "Key", "fr": "Clé"}, "help": {"en": "Ask.", "fr": "Demandez."}, "headers": {"Authorization": "Bearer ${credential}"}},
"headers": {"Accept": "application/json"},
"settings": [{"name": "place", "label": {"en": "Place", "fr": "Lieu"}, "help": {"en": "Where.", "fr": "Où."}, "routes": true}],
"limits": {"burst": 10, "interval_ms": 1000, "per_day": 1000, "headers": {"limit": "X-Limit", "remaining": "X-Remaining", "interval_ms": "X-Interval", "daily_remaining": "X-Day", "daily_reset_ms": "X-Day-Reset"}},
"reply": {"messages": ["/message", "/error"], "trace_id": "/trace"},
"webhooks": {"signature": {"scheme": "standard_webhooks", "header": "s"}, "routing": {"account_key": [{"path": "/place"}]},
  "events": {"type": "/type", "known": ["thing.changed", "other"], "canonical": {"thing.changed": "contact.updated"}, "record_id": [{"path": "/thing/id"}], "record": "/thing", "delivery_id": "/id"}},
"profiles": [{"id": "app", "title": "App", "verify_operation": "things.read", "bindings": {"contact": {
  "id": "/id", "version": "/v", "writes_are_conditional": true,
  "fields": [
    {"name": "name", "kind": "text", "label": {"en": "Name", "fr": "Nom"}, "read": "/name", "create": "name", "update": "name", "clear": false},
    {"name": "mail", "kind": "email", "label": {"en": "Mail", "fr": "Courriel"}, "read": "/mail", "listing": "/mail", "create": "mail", "update": "mail"},
    {"name": "labels", "kind": "set", "label": {"en": "Labels", "fr": "Étiquettes"}, "read": "/labels", "create": "labels",
     "add": {"operation": "things.label", "id_input": "id", "input": "labels"}}],
  "records": {"things.read": {"at": ""}, "things.write": {"at": ""}},
  "pages": {"things.list": {"items": "/items", "total": "/total"}},
  "get": {"operation": "things.read", "inputs": {"id": "${id}"}},
  "list": {"operation": "things.list"},
  "create": {"operation": "things.create", "needs": ["name"], "needs_one_of": ["mail", "labels"]},
  "update": {"operation": "things.write", "id_input": "id", "version_input": "version"}}}}]})";

// The files of a sound connector, by path.
inline std::map<std::string, std::string> sample_files() {
    std::string const head = R"(, "side_effects": [], "evidence": "own_contract", "title": {"en": "T", "fr": "T"}, )";
    std::string const id_input =
        R"({"name": "id", "place": "path", "type": "string", "required": true, "label": {"en": "Id", "fr": "Id"}})";
    auto const body_input = [](std::string const& name, std::string const& type) {
        return R"({"name": ")" + name + R"(", "place": "body", "type": ")" + type +
               R"(", "nullable": true, "wire_name": "/thing/)" + name + R"(", "label": {"en": "L", "fr": "L"}})";
    };
    return {
        {"app/connector.json", sample_connector_json},
        {"app/operations/things/read.json",
            R"({"id": "things.read", "kind": "search", "effect": "read", "calls": 1, "idempotency": "reads")" + head +
                R"("method": "GET", "path": "/things/{id}", "inputs": [)" + id_input + "]}"},
        {"app/operations/things/list.json",
            R"({"id": "things.list", "kind": "search", "effect": "read", "calls": 1, "idempotency": "reads")" + head +
                R"("method": "GET", "path": "/things", "inputs": [{"name": "after", "place": "query", "type": "string", "label": {"en": "A", "fr": "A"}},
               {"name": "place", "place": "query", "wire_name": "p", "type": "string", "required": true, "default": "${setting.place}", "label": {"en": "P", "fr": "P"}}],
               "reply": {"has": "/items"}, "paging": {"style": "copy", "copies": [{"from": "/next", "input": "after"}]}})"},
        {"app/operations/things/create.json",
            R"({"id": "things.create", "kind": "action", "effect": "create", "calls": 1, "idempotency": "repeats")" + head +
                R"("method": "POST", "path": "/things", "body": "json", "inputs": [)" + body_input("name", "string") + "," +
                body_input("mail", "string") + "," + body_input("labels", "array") + "]}"},
        {"app/operations/things/write.json",
            R"({"id": "things.write", "kind": "action", "effect": "update", "calls": 1, "idempotency": "same")" + head +
                R"("method": "PATCH", "path": "/things/{id}", "body": "json", "headers": {"If-Match": "\"${input.version}\""}, "inputs": [)" +
                id_input + R"(, {"name": "version", "place": "header", "type": "string", "label": {"en": "V", "fr": "V"}}, )" +
                body_input("name", "string") + "," + body_input("mail", "string") + "]}"},
        {"app/operations/things/label.json",
            R"({"id": "things.label", "kind": "action", "effect": "update", "calls": 1, "idempotency": "same")" + head +
                R"("method": "POST", "path": "/things/{id}/labels", "body": "json", "inputs": [)" + id_input + "," +
                body_input("labels", "array") + "]}"},
    };
}

inline Result<std::vector<std::shared_ptr<Connector const>>> load_files(std::map<std::string, std::string> const& files) {
    std::vector<DeclarationFile> list;
    for (auto const& [path, text] : files) list.push_back({path, text});
    return load_connectors(list);
}

}  // namespace lockstep::catalogue
