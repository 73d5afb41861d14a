// SPDX-License-Identifier: Apache-2.0
#include "workflows/builder.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalogue/general.hpp"
#include "catalogue/schema_check.hpp"
#include "general/schedule.hpp"
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows {
namespace {

std::string list_of(JsonArray const& values) {
    std::string text;
    for (auto const& value : values) text += (text.empty() ? "" : ", ") + shown_in_text(value);
    return text;
}

// "/connections/crm/app" as people write it: "connections.crm.app".
std::string dotted(std::string_view pointer) {
    std::string text;
    for (auto const part : split(pointer, '/')) {
        if (part.empty()) continue;
        bool const is_place = part.find_first_not_of("0123456789") == std::string_view::npos;
        if (is_place) {
            text += "[" + std::string(part) + "]";
        } else {
            text += (text.empty() ? "" : ".") + std::string(part);
        }
    }
    return text;
}

// The schema with any steps in the place of steps: each step is checked by the part for its kind, which says better what is
// wrong.
Json const& schema_of_heads() {
    static Json const schema = [] {
        Json heads = definition_schema();
        heads.as_object()["$defs"].as_object()["steps"] = JsonObject{{"type", "array"}};
        return heads;
    }();
    return schema;
}

std::string_view type_of_input(std::string_view declared) {
    if (declared == "string") return "text";
    if (declared == "integer" || declared == "number") return "number";
    if (declared == "boolean") return "flag";
    if (declared == "array") return "list";
    return declared == "object" ? "object" : any_shape;
}

}  // namespace

JsonObject const& object_at(JsonObject const& from, std::string_view member) {
    static JsonObject const none;
    auto const* value = from.if_contains(member);
    auto const* object = value == nullptr ? nullptr : value->if_object();
    return object == nullptr ? none : *object;
}

std::string text_at(JsonObject const& from, std::string_view member, std::string_view otherwise) {
    auto const* value = from.if_contains(member);
    auto const* text = value == nullptr ? nullptr : value->if_string();
    return std::string(text == nullptr ? otherwise : std::string_view(*text));
}

Shape contact_shape() {
    JsonObject shape;
    for (std::string_view const name : {"id", "first_name", "last_name", "email", "phone", "date_of_birth", "address", "city",
             "state", "country", "postal_code", "app"})
        shape[name] = "text";
    shape["tags"] = "list";
    return shape;
}

Builder::Builder(Apps const& apps, Program& program, std::vector<Error>& problems)
    : apps_(apps), program_(program), problems_(problems) {
    shapes_["trigger"] = "object";
    shapes_["contact"] = contact_shape();
    shapes_["steps"] = JsonObject{};
    shapes_["vars"] = JsonObject{};
    shapes_["now"] = "text";
    shapes_["run"] = JsonObject{{"id", "text"}, {"workflow", "text"}, {"started_at", "text"}};
}

void Builder::problem(std::string_view code, std::string_view field, MessageParams params) {
    auto const where = place_ + std::string(field);
    for (auto& [name, value] : params) {
        if (name == "choices" && value.empty()) value = "–";
    }
    params.emplace_back("step", step_);
    params.emplace_back("field", where);
    if (std::ranges::find(params, "reason", &std::pair<std::string, std::string>::first) == params.end())
        params.emplace_back("reason", "named");
    auto message = "checking a workflow: " + (step_.empty() ? std::string() : "step " + step_ + ", ") + where + ": " +
                   std::string(code.substr(code.find('.') + 1));
    problems_.push_back({ErrorKind::invalid, std::string(code), std::move(message), {}, std::move(params)});
}

void Builder::problems(std::vector<Error> found, std::string_view field) {
    for (auto& each : found) {
        auto const choices = std::ranges::find(each.params, "choices", &std::pair<std::string, std::string>::first);
        if (choices != each.params.end() && choices->second.empty()) {
            for (auto const& [name, shape] : shapes_) choices->second += (choices->second.empty() ? "" : ", ") + name;
        }
        problem(each.code, field, std::move(each.params));
    }
}

void Builder::check_words(JsonObject const& value, Json const& schema, std::string_view where) {
    for (auto const& found : catalogue::check_schema(schema_of_heads(), schema, value)) {
        auto field = dotted(found.pointer);
        if (!where.empty()) field = std::string(where) + (field.empty() ? "" : ".") + field;
        if (found.word == "required") {
            problem(
                "workflows.missing_setting", field.empty() ? found.member : field + "." + found.member, {{"name", found.member}});
        } else if (found.word == "additionalProperties" || found.word == "false") {
            problem("workflows.unknown_setting", field, {{"name", found.member.empty() ? field : found.member}});
        } else {
            auto const* wanted = found.schema == nullptr ? nullptr : found.schema->if_contains(found.word);
            problem("workflows.bad_setting", field,
                {{"name", field}, {"wanted", wanted == nullptr ? std::string() : to_text(*wanted)},
                    {"detail", printable(found.message)}});
        }
    }
}

void Builder::remember_shapes(std::string_view step) {
    if (looked_at_ != step) return;
    for (auto const& [name, shape] : shapes_) seen_there_[name] = shape;
}

void Builder::build(JsonObject const& definition) {
    remember_shapes("");
    check_words(definition, schema_of_heads(), "");
    if (!problems_.empty()) return;  // what has not even the right form cannot be read
    program_.id = text_at(definition, "id");
    auto const& name = object_at(definition, "name");
    program_.name = {text_at(name, "en"), text_at(name, "fr")};
    auto const& about = object_at(definition, "about");
    program_.about = {text_at(about, "en"), text_at(about, "fr")};
    auto const again = text_at(definition, "again", "always");
    program_.again = again == "once" ? Again::once : again == "always" ? Again::always : Again::not_while_running;
    auto const& own = object_at(definition, "own_changes");
    if (auto const* start = own.if_contains("start")) program_.starts_by_own = start->get_bool();
    if (auto const* deepest = own.if_contains("deepest")) program_.deepest = deepest->to_number<std::int64_t>();
    connections(definition);
    std::size_t number = 0;
    for (auto const& each : definition.at("triggers").get_array()) trigger(each.get_object(), number++);
    auto const& steps = definition.at("steps").get_array();
    program_.first = list(steps, at_the_end, ListKind::plain);
    if (program_.nodes.size() > steps_max)
        problem("workflows.too_many", "steps", {{"reason", "steps"}, {"most", std::to_string(steps_max)}});
    resolve_jumps();
}

void Builder::connections(JsonObject const& definition) {
    for (auto const& [slot, value] : object_at(definition, "connections")) {
        auto const app = text_at(value.get_object(), "app");
        auto const field = "connections." + std::string(slot) + ".app";
        if (slot == general_slot || slot == own_slot) {
            problem("workflows.bad_setting", field, {{"name", std::string(slot)}, {"wanted", "another name"}, {"detail", ""}});
            continue;
        }
        bool const is_known =
            app == webhook_app || std::ranges::any_of(apps_, [&](auto const& connector) { return connector->profile == app; });
        if (!is_known) {
            JsonArray names;
            for (auto const& connector : apps_) names.emplace_back(connector->profile);
            names.emplace_back(webhook_app);
            problem("workflows.unknown_app", field, {{"name", printable(app)}, {"choices", list_of(names)}});
            continue;
        }
        program_.apps[std::string(slot)] = app;
    }
}

std::optional<Operation> Builder::operation(std::string_view text, std::string_view field, bool is_trigger) {
    Operation found;
    found.slot = text.substr(0, text.find('/'));
    found.id = text.substr(text.find('/') + 1);
    auto const app = program_.apps.find(found.slot);
    catalogue::Connector const* connector = nullptr;
    if (found.slot == general_slot || (app != program_.apps.end() && app->second == webhook_app)) {
        connector = catalogue::general_operations().get();
    } else if (app != program_.apps.end()) {
        for (auto const& each : apps_) {
            if (each->profile == app->second) connector = each.get();
        }
    }
    if (connector == nullptr) {
        std::string choices(general_slot);
        for (auto const& [name, profile] : program_.apps) choices += ", " + name;
        problem("workflows.unknown_connection", field, {{"name", found.slot}, {"choices", choices}});
        return std::nullopt;
    }
    found.declared = connector->find(found.id);
    bool const is_webhook = found.id == "webhook.received";
    bool const is_at_hook = app != program_.apps.end() && app->second == webhook_app;
    if (found.declared == nullptr || is_webhook != is_at_hook) {
        std::string near;
        int count = 0;
        auto const wanted = found.id.substr(found.id.find('.') + 1);
        for (auto const& each : connector->operations) {
            if ((each.kind == catalogue::OperationKind::trigger) != is_trigger || !each.id.contains(wanted.substr(0, 6)))
                continue;
            if (++count <= 6) near += (near.empty() ? "" : ", ") + each.id;
        }
        problem(is_trigger ? "workflows.unknown_trigger" : "workflows.unknown_operation", field,
            {{"name", printable(text)}, {"app", app == program_.apps.end() ? std::string(general_slot) : app->second},
                {"choices", near}});
        return std::nullopt;
    }
    if ((found.declared->kind == catalogue::OperationKind::trigger) != is_trigger) {
        problem(is_trigger ? "workflows.unknown_trigger" : "workflows.unknown_operation", field,
            {{"reason", is_trigger ? "no_trigger" : "trigger"}, {"name", printable(text)}});
        return std::nullopt;
    }
    return found;
}

std::optional<Expression> Builder::condition(JsonObject const& from, std::string_view member, std::string_view field) {
    if (!from.contains(member)) return std::nullopt;
    if (field.empty()) field = member;
    auto parsed = parse_condition(text_at(from, member));
    if (!parsed) {
        problems({parsed.error()}, field);
        return std::nullopt;
    }
    std::vector<Error> found;
    auto const shape = parsed->check(
        [this](std::string_view name) -> Shape const* {
            auto const known = shapes_.find(name);
            return known == shapes_.end() ? nullptr : &known->second;
        },
        found);
    if (found.empty() && !may_be(type_of(shape), "flag"))
        problem("workflows.wrong_type", field, {{"reason", "flag"}, {"name", printable(parsed->text())}});
    problems(std::move(found), field);
    return *std::move(parsed);
}

Pattern Builder::pattern(Json const& json, std::string_view field, std::string_view wanted, Shape* shape) {
    auto parsed = Pattern::parse(json);
    if (!parsed) {
        problems({parsed.error()}, field);
        return {};
    }
    std::vector<Error> found;
    auto given = parsed->check(
        [this](std::string_view name) -> Shape const* {
            auto const known = shapes_.find(name);
            return known == shapes_.end() ? nullptr : &known->second;
        },
        found);
    if (found.empty() && !may_be(type_of(given), wanted))
        problem("workflows.wrong_type", field,
            {{"reason", std::string(wanted)}, {"name", printable(shown_in_text(json).substr(0, 80))}});
    problems(std::move(found), field);
    if (shape != nullptr) *shape = std::move(given);
    return *std::move(parsed);
}

// The schema has seen to its form.
Duration Builder::duration(std::string_view text, std::string_view field) {
    bool const is_before = text.starts_with('-');
    auto const digits = text.substr(is_before ? 1 : 0, text.size() - 1 - (is_before ? 1 : 0));
    auto const number = std::stoll(std::string(digits));
    auto const unit = text.back();
    auto const seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86'400 : 7 * 86'400;
    Duration const length = std::chrono::seconds{number * seconds};
    if (length > wait_max) problem("workflows.too_many", field, {{"reason", "wait"}, {"most", "3660"}});
    return is_before ? -length : length;
}

Pattern Builder::inputs(catalogue::Operation const& operation, JsonObject const& step, std::string_view field) {
    auto const& given = object_at(step, "with");
    std::string choices;
    for (auto const& input : operation.inputs) choices += (choices.empty() ? "" : ", ") + input.name;
    auto const base = std::string(field) + ".";
    for (auto const& [name, value] : given) {
        auto const input = std::ranges::find(operation.inputs, std::string_view(name), &catalogue::Input::name);
        if (input == operation.inputs.end()) {
            problem("workflows.unknown_input", base + std::string(name),
                {{"name", printable(name)}, {"operation", operation.id}, {"choices", choices}});
            continue;
        }
        Shape shape;
        auto const count = problems_.size();
        auto const made = pattern(value, base + std::string(name), any_shape, &shape);
        auto const wanted = type_of_input(input->type);
        auto const type = type_of(shape);
        if (problems_.size() == count && !may_be(type, wanted))
            problem(
                "workflows.bad_input", base + std::string(name), {{"reason", std::string(wanted)}, {"name", std::string(name)}});
        for (auto const& declared : operation.declaration.at("inputs").get_array()) {
            auto const* words = declared.at("name") == Json(input->name) ? find_array(declared, "/enum") : nullptr;
            if (words == nullptr || !made.is_constant() || !made.constant().is_string()) continue;
            if (std::ranges::find(*words, made.constant()) == words->end())
                problem("workflows.bad_input", base + std::string(name),
                    {{"reason", "word"}, {"name", std::string(name)}, {"given", printable(made.constant().get_string())},
                        {"choices", list_of(*words)}});
        }
    }
    auto const* declared = find_array(operation.declaration, "/inputs");
    for (std::size_t at = 0; at < operation.inputs.size(); ++at) {
        auto const& input = operation.inputs[at];
        bool const has_default = declared != nullptr && at < declared->size() && (*declared)[at].get_object().contains("default");
        if (input.required && !has_default && !given.contains(input.name))
            problem("workflows.missing_input", base + input.name,
                {{"name", input.name}, {"operation", operation.id}, {"label", input.label.en}});
    }
    auto parsed = Pattern::parse(given);
    return parsed ? *std::move(parsed) : Pattern{};
}

void Builder::trigger(JsonObject const& json, std::size_t number) {
    place_ = "triggers[" + std::to_string(number) + "].";
    Trigger made;
    if (auto const operation = this->operation(text_at(json, "on"), "on", true)) {
        made.slot = operation->slot;
        made.operation = operation->id;
        made.event_type = made.inbox_type = operation->declared->event_type;
        app_trigger(json, *operation, made);
        made.when = condition(json, "when");
        if (auto const* fields = json.if_contains("changed")) {
            for (auto const& field : fields->get_array()) {
                auto parsed = Expression::parse(shown_in_text(field));
                if (parsed) {
                    std::vector<Error> found;
                    parsed->check(
                        [this](std::string_view name) -> Shape const* {
                            auto const known = shapes_.find(name);
                            return known == shapes_.end() ? nullptr : &known->second;
                        },
                        found);
                    problems(std::move(found), "changed");
                    made.changed.push_back(*std::move(parsed));
                } else {
                    problems({parsed.error()}, "changed");
                }
            }
        }
        if (auto const* key = json.if_contains("key")) made.key = pattern(*key, "key", "text");
    }
    bool const is_about_nobody = made.operation == "schedule.due" || made.operation == "webhook.received";
    if (program_.again == Again::once && !made.key && is_about_nobody)
        problem("workflows.missing_setting", "key", {{"reason", "key"}, {"name", "key"}});
    program_.triggers.push_back(std::move(made));
    place_.clear();
}

void Builder::app_trigger(JsonObject const& json, Operation const& operation, Trigger& made) {
    auto const app = program_.apps.find(operation.slot);
    if (app != program_.apps.end() && app->second != webhook_app) {
        for (auto const& each : apps_) {
            if (each->profile != app->second) continue;
            auto const* canonical = find_object(each->declaration, "/webhooks/events/canonical");
            if (auto const* word = canonical == nullptr ? nullptr : canonical->if_contains(made.event_type))
                made.inbox_type = std::string_view(word->get_string());
        }
    }
    auto const& with = object_at(json, "with");
    if (operation.id != "schedule.due") {
        if (!with.empty() && operation.id != "manual.started") problem("workflows.unknown_setting", "with", {{"name", "with"}});
        return;
    }
    auto const before = problems_.size();
    auto const made_inputs = inputs(*operation.declared, json, "with");
    if (!made_inputs.is_constant()) problem("workflows.bad_schedule", "with", {{"reason", "fixed"}});
    made.inputs = with;
    if (!made.inputs.contains("at")) made.inputs["at"] = "09:00";
    if (!made.inputs.contains("minutes")) made.inputs["minutes"] = 15;
    if (!made.inputs.contains("zone")) made.inputs["zone"] = "America/Toronto";
    if (auto const schedule = general::read_schedule(made.inputs); problems_.size() == before && !schedule)
        problem("workflows.bad_schedule", "with", {{"reason", "named"}, {"detail", printable(schedule.error().message)}});
    made.catches_up = text_at(json, "missed", "once") == "once";
}

int Builder::list(JsonObject const& step, std::string_view field, int after, ListKind kind) {
    auto const* steps = step.if_contains(field);
    if (steps == nullptr || !steps->is_array()) return after;
    return list(steps->get_array(), after, kind);
}

int Builder::list(JsonArray const& steps, int after, ListKind kind) {
    if (steps.empty()) return after;
    if (depth_ >= nesting_max) {
        problem("workflows.too_many", "steps", {{"reason", "nesting"}, {"most", std::to_string(nesting_max)}});
        return after;
    }
    auto const step_before = std::exchange(step_, "");
    auto const list_before = std::exchange(list_, static_cast<int>(lists_.size()));
    lists_.push_back({list_before, kind, owner_});
    ++depth_;
    auto const first = static_cast<int>(program_.nodes.size());
    program_.nodes.resize(program_.nodes.size() + steps.size());
    bool is_over = false;
    for (std::size_t number = 0; number < steps.size(); ++number) {
        auto const at = first + static_cast<int>(number);
        list_of_[at] = list_;
        auto const* step = steps[number].if_object();
        step_ = step_before;
        if (step == nullptr) {
            problem("workflows.bad_setting", "steps[" + std::to_string(number) + "]",
                {{"name", "steps"}, {"wanted", "object"}, {"detail", ""}});
            continue;
        }
        auto const id = text_at(*step, "id");
        step_ = id.empty() ? "#" + std::to_string(number + 1) : printable(id.substr(0, 60));
        if (is_over) problem("workflows.unreachable", "id", {{"name", step_}});
        build_step(*step, at, number + 1 < steps.size() ? at + 1 : after);
        auto const kind_now = node(at).kind;
        is_over = is_over ||
                  (!node(at).step.empty() && (kind_now == StepKind::stop || (kind_now == StepKind::go_to && node(at).most == 0)));
    }
    --depth_;
    step_ = step_before;
    list_ = list_before;
    return first;
}

void Builder::build_step(JsonObject const& step, int at, int after) {
    if (auto const named = text_at(step, "id"); !named.empty()) remember_shapes(named);
    auto const word = text_at(step, "do");
    auto const kind = step_kind_from(word);
    if (!kind) {
        std::string choices;
        for (auto const& each : step_kinds()) choices += (choices.empty() ? "" : ", ") + std::string(to_string(each.kind));
        problem(step.contains("do") ? "workflows.unknown_kind" : "workflows.missing_setting", "do",
            {{"name", word.empty() ? "do" : printable(word)}, {"choices", choices}});
        return;
    }
    auto const before = problems_.size();
    check_words(step, schema_of_heads().at("$defs").at(word), "");
    if (problems_.size() != before) return;
    auto const id = text_at(step, "id");
    node(at).step = id;
    node(at).kind = *kind;
    node(at).next = after;
    if (!ids_.emplace(id, at).second) problem("workflows.repeated_id", "id", {{"name", id}});
    auto const owner_before = std::exchange(owner_, at);
    code_of(*kind).build(*this, step, at);
    if (step.contains("on_error")) {
        gives_error(at);
        auto const first = list(step, "on_error", after);
        node(at).on_error = first;
    }
    owner_ = owner_before;
}

void Builder::gives(int at, Shape shape) { shapes_["steps"].as_object()[node(at).step] = std::move(shape); }

void Builder::gives_error(int at) {
    auto& shape = shapes_["steps"].as_object()[node(at).step];
    Json const error = JsonObject{{"code", "text"}, {"message", "text"}};
    if (auto* object = shape.if_object()) {
        (*object)["error"] = error;
    } else if (shape.is_null()) {
        shape = JsonObject{{"error", error}};
    }
}

void Builder::knows_variable(std::string_view name, Shape shape) {
    auto& vars = shapes_["vars"].as_object();
    auto const* known = vars.if_contains(name);
    // Set in two places to two kinds of values: which one it is depends on the way that the run took.
    vars[name] = known != nullptr && *known != shape ? Shape(any_shape) : std::move(shape);
}

void Builder::see(Seen seen) {
    shapes_["steps"] = std::move(seen.steps);
    shapes_["vars"] = std::move(seen.vars);
}

void Builder::see_also(Seen const& seen) {
    for (auto const& [name, shape] : seen.steps.get_object()) shapes_["steps"].as_object()[name] = shape;
    for (auto const& [name, shape] : seen.vars.get_object()) {
        if (!shapes_["vars"].as_object().contains(name)) shapes_["vars"].as_object()[name] = shape;
    }
}

void Builder::jump(int at, std::string target) { jumps_.push_back({at, list_, std::move(target), step_}); }

bool Builder::is_within(int list, int of) const {
    for (; list >= 0; list = lists_[static_cast<std::size_t>(list)].parent) {
        if (list == of) return true;
    }
    return false;
}

void Builder::resolve_jumps() {
    for (auto const& each : jumps_) {
        step_ = each.step;
        auto const found = ids_.find(each.target);
        if (found == ids_.end()) {
            std::string choices;
            for (auto const& [id, at] : ids_) choices += choices.size() > 200 ? "" : (choices.empty() ? "" : ", ") + id;
            problem(
                "workflows.bad_go_to", "step", {{"reason", "unknown"}, {"name", printable(each.target)}, {"choices", choices}});
            continue;
        }
        auto const target_list = list_of_.at(found->second);
        if (!is_within(each.list, target_list)) {
            problem("workflows.bad_go_to", "step", {{"reason", "inside"}, {"name", each.target}});
            continue;
        }
        bool leaves_branch = false;
        int loops = 0;
        auto from = each.at;  // the step of the target's list in which it stands
        for (auto at = each.list; at != target_list; at = lists_[static_cast<std::size_t>(at)].parent) {
            auto const& left = lists_[static_cast<std::size_t>(at)];
            leaves_branch = leaves_branch || left.kind == ListKind::branch;
            loops += left.kind == ListKind::loop ? 1 : 0;
            from = left.owner;
        }
        if (leaves_branch) problem("workflows.bad_go_to", "step", {{"reason", "branch"}, {"name", each.target}});
        // A step that stands before it, or around it, comes again.
        if (found->second <= from && node(each.at).most == 0)
            problem("workflows.bad_go_to", "at_most", {{"reason", "endless"}, {"name", each.target}});
        node(each.at).target = found->second;
        node(each.at).leaves = loops;
    }
    step_.clear();
}

Checked check(Json const& definition, Apps const& apps) {
    Checked checked;
    if (!definition.is_object()) {
        checked.problems.push_back({ErrorKind::invalid, "workflows.unreadable", "reading a workflow: it is no object", {},
            {{"reason", "object"}, {"step", ""}, {"field", ""}}});
        return checked;
    }
    Builder(apps, checked.program, checked.problems).build(definition.get_object());
    return checked;
}

JsonObject fields_at(Json const& definition, Apps const& apps, std::string_view step) {
    if (!definition.is_object()) return {};
    Program program;
    std::vector<Error> problems;
    Builder builder(apps, program, problems);
    builder.look_at(step);
    builder.build(definition.get_object());
    return builder.seen_there();
}

}  // namespace lockstep::workflows
