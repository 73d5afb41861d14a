// SPDX-License-Identifier: Apache-2.0
#include "imports/operation.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "catalogue/declaration_check.hpp"
#include "catalogue/schema_check.hpp"

namespace lockstep::imports {
namespace {

constexpr std::size_t inputs_max = 100;
constexpr std::size_t path_bytes_max = 300;
constexpr std::size_t name_bytes_max = 80;
constexpr std::size_t label_letters = 80;
constexpr std::size_t help_letters = 300;
constexpr std::size_t title_letters = 100;
constexpr std::size_t sample_bytes_max = 8000;
constexpr std::size_t input_bytes_max = 60'000;
constexpr std::size_t left_out_max = 1000;

using Refusal = std::unexpected<LeftOut>;

JsonObject both(std::string const& text) { return {{"en", text}, {"fr", text}}; }

std::string text_of(JsonObject const& object, std::string_view name) {
    auto const* found = object.if_contains(name);
    return found && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
}
bool flag_of(JsonObject const& object, std::string_view name) {
    auto const* found = object.if_contains(name);
    return found && found->is_bool() && found->get_bool();
}
JsonArray const* list_of(JsonObject const& object, std::string_view name) {
    auto const* found = object.if_contains(name);
    return found ? found->if_array() : nullptr;
}
JsonObject const* object_of(JsonObject const& object, std::string_view name) {
    auto const* found = object.if_contains(name);
    return found ? found->if_object() : nullptr;
}

bool is_json_type(std::string_view type) {
    auto const essence = lower_ascii(trim_ascii(type.substr(0, type.find(';'))));
    return essence == "application/json" || essence.ends_with("+json") || essence == "*/*" || essence == "application/*";
}

// The media type object of JSON; null when there is none.
JsonObject const* json_content(JsonObject const& content) {
    for (auto const& each : content) {
        if (is_json_type(each.key())) return each.value().if_object();
    }
    return nullptr;
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, [](unsigned char letter) {
        return std::isalnum(letter) || letter == '_' || letter == '-' || letter == '.';
    });
}

std::string escaped(std::string_view name) {
    std::string pointer = "/";
    for (char letter : name) {
        if (letter == '~' || letter == '/')
            pointer += letter == '~' ? "~0" : "~1";
        else
            pointer += letter;
    }
    return pointer;
}

// Headers that a request has by itself, or that would change what it is.
bool is_own_header(std::string_view name) {
    constexpr std::array<std::string_view, 12> own{"accept", "authorization", "connection", "content-length", "content-type",
        "cookie", "expect", "host", "proxy-authorization", "te", "transfer-encoding", "upgrade"};
    return std::ranges::find(own, lower_ascii(name)) != own.end();
}

std::string_view effect_of(std::string_view method) {
    if (method == "GET") return "read";
    if (method == "POST") return "create";
    return method == "DELETE" ? "remove" : "update";
}

class Making {
public:
    Making(OperationSource const& source, OperationMaking& context)
        : source_(source), context_(context), key_(source.method + " " + printable(source.path.substr(0, path_bytes_max))) {}

    std::expected<Json, LeftOut> run() {
        if (auto const reason = odd_path(); !reason.empty()) return refuse(reason);
        if (list_of(source_.operation, "servers") || list_of(source_.item, "servers")) return refuse("other_server");
        if (auto const scheme = missing_auth()) return refuse("other_auth", *scheme);
        for (auto const* holder : {&source_.item, &source_.operation}) {
            if (auto const read = read_parameters(*holder); !read) return Refusal(read.error());
        }
        if (auto const read = read_body(); !read) return Refusal(read.error());
        if (auto const read = read_replies(); !read) return Refusal(read.error());
        if (auto const fitted = fit_path(); !fitted) return Refusal(fitted.error());
        bound_inputs();
        return finish();
    }

private:
    Refusal refuse(std::string_view reason, std::string detail = {}) const {
        return Refusal({key_, std::string(reason), fit_line(detail, 120), true});
    }
    void note(std::string_view reason, std::string const& detail) {
        if (context_.left_out.size() >= left_out_max) return;
        auto shown = fit_line(detail, 120);
        for (auto const& each : context_.left_out) {
            if (each.place == key_ && each.reason == reason && each.detail == shown) return;
        }
        context_.left_out.push_back({key_, std::string(reason), std::move(shown), false});
    }

    std::string odd_path() const {
        auto const& path = source_.path;
        bool const is_odd = !path.starts_with('/') || path.size() > path_bytes_max ||
                            path.find_first_of("?#$ \\") != std::string::npos ||
                            std::ranges::any_of(path, [](unsigned char letter) { return letter <= ' ' || letter >= 0x7F; });
        if (is_odd) return "odd_path";
        for (auto const step : split(path, '/')) {
            if (step == "." || step == "..") return "odd_path";
        }
        return {};
    }

    // The scheme that is asked for and not sent; nothing when one of the alternatives is.
    std::optional<std::string> missing_auth() const {
        auto const* own = list_of(source_.operation, "security");
        auto const* asked = own ? own : context_.security;
        if (!asked || asked->empty()) return std::nullopt;
        std::string missing;
        for (auto const& alternative : *asked) {
            auto const* schemes = alternative.if_object();
            if (!schemes || schemes->empty()) return std::nullopt;
            bool const is_sent = std::ranges::all_of(*schemes, [&](auto const& scheme) {
                auto const found = context_.schemes.find(std::string_view(scheme.key()));
                return found != context_.schemes.end() && !found->second.empty() && found->second == context_.auth;
            });
            if (is_sent) return std::nullopt;
            for (auto const& scheme : *schemes) missing.append(missing.empty() ? "" : ", ").append(scheme.key());
        }
        return missing;
    }

    std::expected<void, LeftOut> read_parameters(JsonObject const& holder) {
        auto const* list = list_of(holder, "parameters");
        if (!list) return {};
        for (auto const& each : *list) {
            auto const resolved = context_.shapes.resolve(each);
            if (!resolved) return refuse(resolved.error().reason, resolved.error().reference);
            auto const* parameter = (*resolved)->if_object();
            if (!parameter) continue;
            if (auto const read = read_parameter(*parameter); !read) return read;
        }
        return {};
    }

    // What of a parameter cannot be sent; empty when it can.
    std::string parameter_trouble(JsonObject const& parameter, std::string_view where, JsonObject const& shape) const {
        if (where == "cookie") return "cookie";
        auto const name = text_of(parameter, "name");
        if (name.empty() || name.size() > name_bytes_max) return "odd_name";
        if (where == "header" && !is_plain_name(name)) return "odd_name";
        if (!parameter.contains("schema")) return "no_schema";
        auto const style = text_of(parameter, "style");
        auto const* type = shape.if_contains("type");
        bool const is_object = type && *type == "object";
        bool const is_list = type && *type == "array";
        auto const* explode = parameter.if_contains("explode");
        bool const is_joined = explode && explode->is_bool() && !explode->get_bool();
        if (where == "query" && is_object) return "style";
        if (where == "query" && is_list && (is_joined || (!style.empty() && style != "form"))) return "style";
        if (where != "query" && (is_object || is_list)) return "style";
        if (where == "path" && !style.empty() && style != "simple") return "style";
        return {};
    }

    std::expected<void, LeftOut> read_parameter(JsonObject const& parameter) {
        auto const name = text_of(parameter, "name");
        auto const where = text_of(parameter, "in");
        if (where != "path" && where != "query" && where != "header" && where != "cookie") return {};
        if (where == "header" && (is_own_header(name) || is_credential("header:", name))) return {};
        if (where == "query" && is_credential("query:", name)) return {};
        auto const* schema = parameter.if_contains("schema");
        auto shape = schema ? context_.shapes.shape(*schema, teller(name)) : JsonObject();
        bool const is_needed = flag_of(parameter, "required") || where == "path";
        if (auto const trouble = parameter_trouble(parameter, where, shape); !trouble.empty()) {
            if (is_needed) return refuse("parameter_" + trouble, name);
            note("parameter_" + trouble, name);
            return {};
        }
        // The operation's own parameter stands for the path's one of that name.
        std::erase_if(inputs_, [&](Made const& made) { return made.place == where && made.wire_name == name; });
        Made made{.name = {}, .wire_name = name, .place = where, .declared = std::move(shape), .is_needed = is_needed};
        made.declared["help"] = both(fit_line(text_of(parameter, "description"), help_letters));
        made.is_advanced = flag_of(parameter, "deprecated");
        set_example(made, parameter, *schema);
        inputs_.push_back(std::move(made));
        return {};
    }

    bool is_credential(std::string_view kind, std::string_view name) const {
        auto const& auth = context_.auth;
        return auth.starts_with(kind) && equal_ignoring_case(std::string_view(auth).substr(kind.size()), name);
    }

    Shapes::Tell teller(std::string const& name) {
        return [this, name](std::string_view reason, std::string const& detail) {
            note(reason, reason == "many_choices" || detail.empty() ? name : detail);
        };
    }

    std::expected<void, LeftOut> read_body() {
        auto const* given = source_.operation.if_contains("requestBody");
        if (!given) return {};
        auto const resolved = context_.shapes.resolve(*given);
        if (!resolved) return refuse(resolved.error().reason, resolved.error().reference);
        auto const* body = (*resolved)->if_object();
        auto const* content = body ? object_of(*body, "content") : nullptr;
        if (!content || content->empty()) return {};
        bool const is_needed = flag_of(*body, "required");
        auto const* media = json_content(*content);
        if (!media || source_.method == "GET") {
            if (is_needed || source_.method != "GET") return refuse("body_not_json", content->begin()->key());
            note("body_not_json", content->begin()->key());
            return {};
        }
        auto const* schema = media->if_contains("schema");
        auto const root = schema ? context_.shapes.resolve(*schema) : std::expected<Json const*, RefTrouble>(nullptr);
        if (!root) return refuse(root.error().reason, root.error().reference);
        auto shape = schema ? context_.shapes.shape(*schema, teller("")) : JsonObject();
        auto* properties = shape.if_contains("properties");
        if (!properties || !properties->is_object() || properties->get_object().empty()) {
            auto const* type = shape.if_contains("type");
            bool const is_bare = schema && type && *type == "object";
            if (is_needed || !is_bare) return refuse("body_not_object");
            return {};
        }
        has_body_ = true;
        auto const* needed = shape.if_contains("required");
        auto const examples = body_example(*media, *schema);
        for (auto& member : properties->get_object()) {
            std::string const name{member.key()};
            if (name.size() > name_bytes_max || !member.value().is_object()) {
                note("parameter_odd_name", name);
                continue;
            }
            Made made{.name = {}, .wire_name = name, .place = "body", .declared = std::move(member.value().get_object())};
            made.is_needed = needed && needed->is_array() && std::ranges::any_of(needed->get_array(), [&](Json const& each) {
                return each.is_string() && std::string_view(each.get_string()) == name;
            });
            made.declared["help"] = both(fit_line(help_of(*schema, name), help_letters));
            if (auto const* example = examples.if_contains(name); example && !example->is_null()) made.example = *example;
            inputs_.push_back(std::move(made));
        }
        return {};
    }

    // The description of a property, where the schema or one that it is made of has it.
    std::string help_of(Json const& schema, std::string const& name, int depth = 0) const {
        auto const resolved = context_.shapes.resolve(schema);
        auto const* object = resolved ? (*resolved)->if_object() : nullptr;
        if (!object || depth > 4) return {};
        if (auto const* properties = object_of(*object, "properties")) {
            if (auto const* property = properties->if_contains(name)) {
                if (auto const* own = property->if_object(); own && own->contains("description"))
                    return text_of(*own, "description");
                auto const target = context_.shapes.resolve(*property);
                if (target && (*target)->is_object()) return text_of((*target)->get_object(), "description");
            }
        }
        auto const* all = list_of(*object, "allOf");
        for (std::size_t i = 0; all && i < std::min<std::size_t>(all->size(), 20); ++i) {
            if (auto text = help_of((*all)[i], name, depth + 1); !text.empty()) return text;
        }
        return {};
    }

    JsonObject body_example(JsonObject const& media, Json const& schema) const {
        if (auto const given = media_example(media); given.is_object()) return given.get_object();
        auto const made = context_.shapes.sample(schema);
        return made.is_object() ? made.get_object() : JsonObject();
    }

    Json media_example(JsonObject const& media) const {
        if (auto const* example = media.if_contains("example")) return *example;
        auto const* named = object_of(media, "examples");
        if (!named || named->empty()) return nullptr;
        auto const resolved = context_.shapes.resolve(named->begin()->value());
        auto const* example = resolved ? (*resolved)->if_object() : nullptr;
        auto const* value = example ? example->if_contains("value") : nullptr;
        return value ? *value : Json(nullptr);
    }

    std::expected<void, LeftOut> read_replies() {
        auto const* replies = object_of(source_.operation, "responses");
        bool has_good = false, may_be_empty = false, has_json = false;
        Json sample = nullptr;
        if (replies) {
            for (auto const& each : *replies) {
                std::string_view const status = each.key();
                if (!status.starts_with('2') && status != "default") continue;
                if (status == "default" && has_good) continue;
                auto const resolved = context_.shapes.resolve(each.value());
                auto const* reply = resolved ? (*resolved)->if_object() : nullptr;
                if (!reply) continue;
                has_good = true;
                auto const* content = object_of(*reply, "content");
                if (!content || content->empty()) {
                    may_be_empty = true;
                    continue;
                }
                auto const* media = json_content(*content);
                if (!media) continue;
                has_json = true;
                if (!sample.is_null()) continue;
                sample = media_example(*media);
                auto const* schema = media->if_contains("schema");
                if (sample.is_null() && schema) sample = context_.shapes.sample(*schema);
            }
        }
        // A file, a page or a picture: nothing here could read it.
        if (has_good && !has_json && !may_be_empty) return refuse("reply_not_json");
        if (!has_good || !has_json || may_be_empty) reply_["may_be_empty"] = true;
        bool const is_shown = sample.is_object() || sample.is_array();
        if (is_shown && to_text(sample).size() <= sample_bytes_max) reply_["sample"] = std::move(sample);
        return {};
    }

    struct Made {
        std::string name;       // of the input; unique
        std::string wire_name;  // as the document calls it
        std::string place;
        JsonObject declared;
        bool is_needed = false;
        bool is_advanced = false;
        Json example = nullptr;
    };

    void set_example(Made& made, JsonObject const& parameter, Json const& schema) const {
        made.example = media_example(parameter);
        if (made.example.is_null()) made.example = context_.shapes.sample(schema);
    }

    std::string unique_name(std::string_view wanted) const {
        auto const is_taken = [&](std::string const& name) {
            return std::ranges::any_of(inputs_, [&](Made const& each) { return each.name == name; });
        };
        std::string const base = is_plain_name(wanted) ? std::string(wanted) : word_from(wanted);
        auto name = base.empty() ? "input" : base;
        for (int i = 2; is_taken(name); ++i) name = (base.empty() ? "input" : base) + "_" + std::to_string(i);
        return name;
    }

    // Each {part} of the path needs an input, and each input of the path its part.
    std::expected<void, LeftOut> fit_path() {
        for (auto& each : inputs_) each.name = unique_name(each.wire_name);
        std::set<std::string, std::less<>> parts;
        std::string_view rest = source_.path;
        while (!rest.empty()) {
            auto const open = rest.find('{');
            path_ += rest.substr(0, open);
            if (open == std::string_view::npos) break;
            auto const close = rest.find('}', open);
            if (close == std::string_view::npos) return refuse("odd_path");
            auto const part = rest.substr(open + 1, close - open - 1);
            rest = rest.substr(close + 1);
            auto const found =
                std::ranges::find_if(inputs_, [&](Made const& each) { return each.place == "path" && each.wire_name == part; });
            if (found == inputs_.end()) return refuse("path_part", std::string(part));
            if (!parts.insert(found->name).second) return refuse("odd_path");
            path_ += "{" + found->name + "}";
        }
        if (path_.find('}') != std::string::npos && std::ranges::count(path_, '{') != std::ranges::count(path_, '}'))
            return refuse("odd_path");
        for (auto const& each : inputs_) {
            if (each.place == "path" && !parts.contains(each.name)) note("parameter_unused", each.wire_name);
        }
        std::erase_if(inputs_, [&](Made const& each) { return each.place == "path" && !parts.contains(each.name); });
        return {};
    }

    void bound_inputs() {
        if (inputs_.size() <= inputs_max) return;
        note("many_inputs", std::to_string(inputs_.size()));
        std::vector<Made> kept;
        for (bool const is_needed : {true, false}) {
            for (auto& each : inputs_) {
                if (each.is_needed == is_needed && kept.size() < inputs_max) kept.push_back(std::move(each));
            }
        }
        inputs_ = std::move(kept);
    }

    Json declare(Made& made) {
        auto& declared = made.declared;
        auto const help = declared["help"];
        declared.erase("help");
        declared.erase("required");  // of an object's members; here the word says whether the input itself is needed
        auto* type = declared.if_contains("type");
        if (!type) {
            note("no_type", made.wire_name);
            declared["type"] = made.example.is_object() ? "object" : made.example.is_array() ? "array" : "string";
        }
        if (to_text(declared).size() > input_bytes_max) {
            note("cut_schema", "");
            JsonObject kept{{"type", declared["type"]}};
            declared = std::move(kept);
        }
        // Descriptions of a value that cannot be asked for piece by piece.
        JsonObject input{{"name", made.name}, {"place", made.place}};
        for (auto& member : declared) input[member.key()] = std::move(member.value());
        if (made.is_needed) input["required"] = true;
        if (made.place == "body")
            input["wire_name"] = escaped(made.wire_name);
        else if (made.place == "query" && made.name != made.wire_name)
            input["wire_name"] = made.wire_name;
        auto label = title_from(made.wire_name);
        if (label.empty()) label = fit_line(made.wire_name, label_letters);
        input["label"] = both(label.empty() ? made.name : fit_line(label, label_letters));
        if (auto const text = find_text(help, "/en"); text && !text->empty()) input["help"] = help;
        set_fixed(input, made);
        if (made.is_advanced && !made.is_needed) input["advanced"] = true;
        Json shown = std::move(input);
        for (auto const& example : {made.example, made.is_needed ? simplest(shown) : Json(nullptr)}) {
            if (example.is_null() || shown.get_object().contains("example")) continue;
            if (catalogue::check_schema(shown, shown, example, {.other_words = catalogue::input_words()}).empty())
                shown.get_object()["example"] = example;
        }
        return shown;
    }

    static Json simplest(Json const& input) {
        auto const type = find_text(input, "/type").value_or("");
        if (auto const* choices = find_array(input, "/enum")) return choices->front();
        if (type == "boolean") return true;
        if (type == "integer" || type == "number") return 1;
        if (type == "array") return JsonArray();
        return type == "object" ? Json(JsonObject()) : Json("text");
    }

    // What is needed and can only be one thing is sent without asking.
    static void set_fixed(JsonObject& input, Made const& made) {
        auto const* allowed = input.if_contains("enum");
        bool const is_one = made.is_needed && made.place != "path" && allowed && allowed->get_array().size() == 1;
        if (!is_one) return;
        auto const& only = allowed->get_array().front();
        if (only.is_null() || to_text(only).find("${") != std::string::npos) return;
        input["default"] = only;
        input["advanced"] = true;
    }

    Json finish() {
        JsonArray inputs;
        JsonObject headers;
        for (auto& each : inputs_) {
            if (each.place == "header") headers[each.wire_name] = "${input." + each.name + "}";
            inputs.push_back(declare(each));
        }
        auto const effect = effect_of(source_.method);
        bool const is_read = effect == "read";
        JsonArray effects;
        if (!is_read) effects.emplace_back(source_.method == "DELETE" ? "cannot_be_undone" : "effects_unknown");
        auto title = fit_line(text_of(source_.operation, "summary"), title_letters);
        if (title.empty()) title = fit_line(title_from(text_of(source_.operation, "operationId")), title_letters);
        if (title.empty()) title = fit_line(key_, title_letters);
        auto const help = fit_line(text_of(source_.operation, "description"), help_letters);
        bool const repeats = source_.method == "POST" || source_.method == "PATCH";
        JsonObject operation{{"id", make_id()}, {"kind", is_read ? "search" : "action"}, {"effect", effect},
            {"evidence", "documented"}, {"calls", 1},
            {"idempotency", is_read   ? "reads"
                            : repeats ? "repeats"
                                      : "same"},
            {"title", both(title)}, {"method", source_.method}, {"path", path_}, {"side_effects", std::move(effects)},
            {"inputs", std::move(inputs)}};
        if (!help.empty() && help != title) operation["help"] = both(help);
        if (!headers.empty()) operation["headers"] = std::move(headers);
        if (has_body_) operation["body"] = "json";
        if (!reply_.empty()) operation["reply"] = std::move(reply_);
        return operation;
    }

    // Of the first tag, else of the path's first fixed step; and of operationId, else of method and path.
    std::string make_id() {
        if (auto const kept = context_.kept_ids.find(source_.method + " " + path_); kept != context_.kept_ids.end())
            return kept->second;
        std::string group;
        if (auto const* tags = list_of(source_.operation, "tags"); tags && !tags->empty() && tags->front().is_string())
            group = word_from(std::string_view(tags->front().get_string()));
        if (group.empty()) {
            for (auto const step : split(source_.path, '/')) {
                if (step.empty() || step.front() == '{') continue;
                group = word_from(step);
                break;
            }
        }
        if (group.empty()) group = "operations";
        auto name = word_from(text_of(source_.operation, "operationId"));
        if (name.empty()) name = word_from(source_.method + " " + source_.path);
        auto id = group + "." + name;
        for (int i = 2; !context_.ids.insert(id).second; ++i) id = group + "." + name + "_" + std::to_string(i);
        return id;
    }

    OperationSource const& source_;
    OperationMaking& context_;
    std::string key_;
    std::string path_;
    std::vector<Made> inputs_;
    bool has_body_ = false;
    JsonObject reply_;
};

}  // namespace

std::expected<Json, LeftOut> make_operation(OperationSource const& source, OperationMaking& making) {
    return Making(source, making).run();
}

}  // namespace lockstep::imports
