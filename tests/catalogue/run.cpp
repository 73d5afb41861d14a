// SPDX-License-Identifier: Apache-2.0
#include "catalogue/run.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

namespace lockstep::catalogue_tests {
namespace {

using catalogue::Connector;
using catalogue::Effect;
using catalogue::Operation;

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    std::stringstream stream{std::string(path)};
    for (std::string segment; std::getline(stream, segment, '/');) {
        if (!segment.empty()) segments.push_back(segment);
    }
    return segments;
}

bool is_placeholder(std::string const& segment) { return segment.starts_with('{'); }

bool same_path(std::vector<std::string> const& one, std::vector<std::string> const& other) {
    return std::ranges::equal(
        one, other, [](auto const& a, auto const& b) { return (is_placeholder(a) && is_placeholder(b)) || a == b; });
}

Operation const* find_read(Connector const& connector, std::vector<std::string> const& path) {
    auto const found = std::ranges::find_if(connector.operations,
        [&](Operation const& each) { return each.method == "GET" && same_path(segments_of(each.path), path); });
    return found == connector.operations.end() ? nullptr : &*found;
}

struct Sent {
    catalogue::Reading reading;
    std::string problem;
    std::string text;  // of the reply
};

Sent send(Stage& stage, Connector const& connector, Operation const& operation, JsonObject const& inputs) {
    auto const request = catalogue::render_request(connector, operation, inputs, stage.settings, stage.credential);
    if (!request) return {{}, "cannot be rendered: " + request.error().message, {}};
    auto const reply = stage.send(*request);
    auto reading = catalogue::read_reply(connector, operation, reply);
    std::string problem;
    if (reading.reply_class != catalogue::ReplyClass::ok)
        problem = request->method + " " + request->url + " was answered " + std::to_string(reply.status) + ", read as " +
                  std::string(catalogue::to_string(reading.reply_class)) + ": " + reply.body.substr(0, 200);
    return {std::move(reading), std::move(problem), reply.body};
}

// Every id of everything that the app keeps.
std::set<std::string> ids_in(Json const& everything) {
    std::set<std::string> ids;
    for (auto const& kind : everything.as_object()) {
        for (auto const& item : kind.value().as_array()) {
            for (auto const* name : {"id", "_id"}) {
                if (auto const* id = item.as_object().if_contains(name))
                    ids.insert(std::string(kind.key()) + " " + std::string(id->as_string()));
            }
        }
    }
    return ids;
}

// What is there now and was not before; the one that the reply names, where several are.
std::string only_new(std::set<std::string> const& before, std::set<std::string> const& after, std::string_view reply) {
    std::string found;
    for (auto const& each : after) {
        if (before.contains(each)) continue;
        auto const id = each.substr(each.rfind(' ') + 1);
        if (found.empty() || reply.find("\"messageId\":\"" + id + '"') != std::string_view::npos) found = id;
    }
    return found;
}

// An update with the very values that are there would show nothing.
void change_values(Operation const& operation, JsonObject& inputs) {
    auto const* declared = find_array(operation.declaration, "/inputs");
    if (declared == nullptr || operation.effect != Effect::update) return;
    for (auto const& input : *declared) {
        auto* value = inputs.if_contains(*find_text(input, "/name"));
        if (value == nullptr || find_text(input, "/place") != "body") continue;
        constexpr std::array free_texts{"name", "title", "body", "firstName", "firstname", "description"};
        bool const is_free =
            find(input, "/enum") == nullptr && std::ranges::find(free_texts, *find_text(input, "/name")) != free_texts.end();
        if (value->is_bool())
            *value = !value->get_bool();
        else if (value->is_string() && is_free)
            *value = std::string(value->get_string()) + " 2";
    }
}

// The inputs of another entry whose path begins like this one's: what both name is the same.
JsonObject inputs_for(Operation const& other, Operation const& operation, JsonObject const& given, std::string const& last_id,
    Exceptions const& exceptions) {
    auto inputs = example_inputs(other, exceptions, true);
    auto const theirs = segments_of(other.path);
    auto const ours = segments_of(operation.path);
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        if (!is_placeholder(theirs[i])) continue;
        auto const name = theirs[i].substr(1, theirs[i].size() - 2);
        if (i < ours.size() && is_placeholder(ours[i])) {
            if (auto const* value = given.if_contains(ours[i].substr(1, ours[i].size() - 2))) inputs[name] = *value;
        } else if (i + 1 == theirs.size() && !last_id.empty()) {
            inputs[name] = last_id;
        }
    }
    return inputs;
}

// What was written is looked at through other entries, where there are some: by id and in the listing.
std::string look(Stage& stage, Connector const& connector, Operation const& operation, JsonObject const& inputs,
    std::string const& new_id, Exceptions const& exceptions, bool& seen) {
    auto path = segments_of(operation.path);
    auto const list_path = operation.effect == Effect::create ? path : std::vector(path.begin(), path.end() - 1);
    if (operation.effect == Effect::create) path.push_back("{new}");
    auto const* get = find_read(connector, path);
    auto const* listing = find_read(connector, list_path);
    auto const last = segments_of(operation.path).back();
    auto id = new_id;
    if (operation.effect != Effect::create && is_placeholder(last)) {
        auto const* value = inputs.if_contains(last.substr(1, last.size() - 2));
        if (value != nullptr && value->is_string()) id = std::string(value->as_string());
    }
    if (id.empty()) return {};
    bool const is_gone = operation.effect == Effect::remove;
    if (get != nullptr) {
        auto const got = send(stage, connector, *get, inputs_for(*get, operation, inputs, id, exceptions));
        if (got.problem.empty() == is_gone)
            return is_gone ? get->id + " still finds what was removed" : "afterwards " + get->id + ": " + got.problem;
        seen = true;
    }
    bool const lists = listing != nullptr && listing->kind == catalogue::OperationKind::search &&
                       (operation.effect == Effect::create || is_gone);
    if (lists) {
        auto const got = send(stage, connector, *listing, inputs_for(*listing, operation, inputs, {}, exceptions));
        if (!got.problem.empty()) return "afterwards " + listing->id + ": " + got.problem;
        bool const is_there = got.text.find('"' + id + '"') != std::string::npos;
        if (is_there == is_gone)
            return listing->id + (is_gone ? " still lists what was removed" : " does not list what was created");
        seen = true;
    }
    return {};
}

// The next page, where the declaration says that there is one.
std::string turn_page(
    Stage& stage, Connector const& connector, Operation const& operation, JsonObject const& inputs, Json const& body) {
    if (find(operation.declaration, "/paging") == nullptr) return {};
    auto const next = catalogue::next_page(operation, inputs, body, 1);
    if (!next) return "its reply cannot be paged: " + next.error().message;
    if (!*next) return {};
    auto const sent = send(stage, connector, operation, **next);
    return sent.problem.empty() ? std::string{} : "the next page: " + sent.problem;
}

bool has_something(Json const& value) {
    if (value.is_array()) return !value.get_array().empty();
    if (value.is_object())
        return std::ranges::any_of(value.get_object(), [](auto const& member) {
            return (member.value().is_array() && !member.value().get_array().empty()) ||
                   (member.value().is_object() && !member.value().get_object().empty());
        });
    return false;
}

bool goes_on_with(Operation const& operation, std::string_view name) {
    auto const* paging = find(operation.declaration, "/paging");
    if (paging == nullptr) return false;
    if (find_text(*paging, "/input") == name) return true;
    auto const* copies = find_array(*paging, "/copies");
    return copies != nullptr && std::ranges::any_of(*copies, [&](Json const& copy) { return find_text(copy, "/input") == name; });
}

}  // namespace

Exceptions read_exceptions() {
    std::ifstream file(LOCKSTEP_CATALOGUE_TESTS "/exceptions.json");
    std::stringstream text;
    text << file.rdbuf();
    auto const json = parse_json(text.str()).value();
    return {*find_object(json, "/inputs"), *find_object(json, "/empty_listings"), *find_object(json, "/kept_values"),
        *find_object(json, "/not_looked_at")};
}

JsonObject example_inputs(Operation const& operation, Exceptions const& exceptions, bool only_required) {
    JsonObject inputs;
    auto const* declared = find_array(operation.declaration, "/inputs");
    if (declared != nullptr) {
        for (auto const& input : *declared) {
            auto const name = *find_text(input, "/name");
            auto const* example = find(input, "/example");
            bool const is_required = find_bool(input, "/required").value_or(false);
            bool const is_cursor = goes_on_with(operation, name) && !is_required;  // comes from a reply only
            if (example != nullptr && (is_required || !only_required) && !is_cursor) inputs[name] = *example;
        }
    }
    if (auto const* own = exceptions.inputs.if_contains(operation.id)) {
        for (auto const& [name, value] : own->as_object()) {
            if (value.is_null())
                inputs.erase(name);
            else
                inputs[name] = value;
        }
    }
    return inputs;
}

Ran run(Connector const& connector, Operation const& operation, Exceptions const& exceptions) {
    for (bool const only_required : {true, false}) {
        auto inputs = example_inputs(operation, exceptions, only_required);
        auto const stage = make_stage(connector, &operation, inputs);
        if (!stage) return {"its app is not simulated"};
        if (!exceptions.kept_values.contains(operation.id)) change_values(operation, inputs);
        auto const before = stage->everything();
        auto const sent = send(*stage, connector, operation, inputs);
        if (!sent.problem.empty()) return {(only_required ? "with the fewest inputs: " : "with all inputs: ") + sent.problem};
        auto const after = stage->everything();
        bool const names_one = is_placeholder(segments_of(operation.path).back());
        bool const listed = operation.kind == catalogue::OperationKind::search && only_required && !names_one;
        if (operation.effect == Effect::read) {
            if (before != after) return {"it only reads, and changed something"};
            if (listed && !has_something(sent.reading.body) && !exceptions.empty_listings.contains(operation.id))
                return {"it found nothing: " + sent.text.substr(0, 200)};
            if (auto problem = turn_page(*stage, connector, operation, inputs, sent.reading.body); !problem.empty())
                return {problem};
            continue;
        }
        if (only_required && before == after) continue;  // what changes something may be optional
        if (before == after) return {"nothing changed in the app"};
        auto const old_ids = ids_in(before);
        auto const new_ids = ids_in(after);
        auto const new_id = only_new(old_ids, new_ids, sent.text);
        if (operation.effect == Effect::remove && !new_id.empty()) return {"it removes, and made something"};
        Ran ran;
        if (exceptions.not_looked_at.contains(operation.id)) return {};
        ran.problem = look(*stage, connector, operation, inputs, new_id, exceptions, ran.seen_by_api);
        if (!ran.problem.empty() || !only_required) return ran;
    }
    return {{}, true};
}

std::string problem_with_choices(Connector const& connector, Json const& from, Exceptions const&) {
    auto const* search = connector.find(*find_text(from, "/operation"));
    if (search == nullptr) return "no such operation";
    auto const stage = make_stage(connector, search);
    auto const sent = send(*stage, connector, *search, {});  // a form gives it no inputs
    if (!sent.problem.empty()) return sent.problem;
    auto const* items = find_array(sent.reading.body, *find_text(from, "/items"));
    if (items == nullptr || items->empty()) return "no list where it should be: " + sent.text.substr(0, 200);
    for (auto const* part : {"/value", "/label"}) {
        if (!find_text(items->front(), *find_text(from, part))) return "an item has no " + std::string(part).substr(1);
    }
    return {};
}

}  // namespace lockstep::catalogue_tests
