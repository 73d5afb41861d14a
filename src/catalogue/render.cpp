// SPDX-License-Identifier: Apache-2.0
// render_request: an operation and its inputs become one HTTP request. Nothing that comes from outside can change the host,
// leave its place in the path or add a header.
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <list>
#include <map>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "catalogue/connector.hpp"
#include "catalogue/declaration_check.hpp"
#include "catalogue/operation_file.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/request_headers.hpp"
#include "catalogue/schema_check.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

std::unexpected<Error> bad_input(Operation const& operation, std::string_view input, std::string_view problem) {
    return fail(ErrorKind::invalid, "catalogue.bad_input",
        "rendering " + operation.id + ": input \"" + printable(input.substr(0, 60)) + "\" " + std::string(problem));
}

// The inputs that have a value, by name: borrowed from what was given, or made from the declared default.
struct Values {
    std::map<std::string_view, Json const*> by_name;
    std::list<Json> made;

    Json const* find(std::string_view name) const {
        auto const found = by_name.find(name);
        return found == by_name.end() ? nullptr : found->second;
    }
};

// Every declared input that has a value. The declarations stand in `operation.declaration` in the same order.
Result<Values> check_inputs(
    Operation const& operation, JsonArray const& declared, JsonObject const& inputs, Names const& settings) {
    for (auto const& member : inputs) {
        if (std::ranges::find(operation.inputs, std::string_view(member.key()), &Input::name) != operation.inputs.end()) continue;
        return fail(ErrorKind::invalid, "catalogue.unknown_input",
            "rendering " + operation.id + ": there is no input \"" + printable(std::string_view(member.key()).substr(0, 60)) +
                "\"");
    }
    Values values;
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
        auto const& input = operation.inputs[i];
        auto const& declaration = declared[i];
        Json const* value = inputs.if_contains(input.name);
        if (value != nullptr) {
            // Given.
        } else if (auto const* standing_in = declaration.get_object().if_contains("default")) {
            auto filled = substitute(*standing_in, settings);
            if (!filled) {
                return fail(ErrorKind::invalid, "catalogue.missing_setting",
                    "rendering " + operation.id + ": the connection lacks the setting that input \"" + input.name +
                        "\" is filled from");
            }
            value = &values.made.emplace_back(std::move(*filled));
        } else if (input.required) {
            return fail(ErrorKind::invalid, "catalogue.missing_input",
                "rendering " + operation.id + ": input \"" + input.name + "\" (" + input.label.en + ") is required");
        } else {
            continue;
        }
        if (auto const problems = check_schema(declaration, declaration, *value, {.other_words = input_words()});
            !problems.empty()) {
            auto const& first = problems.front();
            return bad_input(operation, input.name, (first.pointer.empty() ? "" : "at " + first.pointer + " ") + first.message);
        }
        values.by_name.emplace(input.name, value);
    }
    return values;
}

Result<std::string> fill_path(Operation const& operation, Values const& values) {
    std::string path;
    std::string_view rest = operation.path;
    while (!rest.empty()) {
        auto const open = rest.find('{');
        path += rest.substr(0, open);
        if (open == std::string_view::npos) break;
        auto const close = rest.find('}', open);
        CHECK(close != std::string_view::npos);  // the declaration was checked
        auto const name = rest.substr(open + 1, close - open - 1);
        auto const* value = values.find(name);
        if (value == nullptr) return bad_input(operation, name, "is required for the path");
        auto const text = plain_text(*value);
        // A dot segment would be taken out by whoever normalises the URL and lead elsewhere.
        if (text.empty() || text == "." || text == "..") return bad_input(operation, name, "cannot stand in a path");
        path += percent_encode(text);
        rest = rest.substr(close + 1);
    }
    return path;
}

void add_query(std::string& url, std::string_view name, std::string_view value) {
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += percent_encode(name);
    url += '=';
    url += percent_encode(value);
}

}  // namespace

Names setting_names(ConnectionSettings const& settings) {
    Names names;
    for (auto const& member : settings.values) names["setting." + std::string(member.key())] = member.value();
    return names;
}

Result<std::string> checked_base(Connector const& connector, ConnectionSettings const& settings) {
    std::string base = settings.base_url.empty() ? connector.default_base_url : settings.base_url;
    while (base.ends_with('/')) base.pop_back();
    if (!address_problem(base).empty()) {
        return fail(ErrorKind::invalid, "catalogue.bad_base_url",
            "rendering a request: the base URL must be http or https with a host, without user, query or fragment");
    }
    return base;
}

bool is_clean_header_value(std::string_view value) {
    return std::ranges::none_of(value, [](unsigned char letter) { return (letter < 0x20 && letter != '\t') || letter == 0x7F; });
}

Result<void> add_headers(HttpRequest& request, Json const* templates, Names const& names, std::string_view label, bool optional) {
    auto const* object = templates ? templates->if_object() : nullptr;
    if (!object) return {};
    for (auto const& member : *object) {
        std::string_view const pattern = member.value().get_string();
        bool const is_left_out =
            optional && std::ranges::any_of(names_in(pattern), [&](auto const& name) { return !names.contains(name); });
        if (is_left_out) continue;
        TRY(auto value, substitute_text(pattern, names));
        if (!is_clean_header_value(value)) {
            return fail(ErrorKind::invalid, "catalogue.bad_header",
                "rendering " + std::string(label) + ": the value of header \"" + std::string(member.key()) +
                    "\" holds a control character");
        }
        request.headers.set(member.key(), std::move(value));
    }
    return {};
}

Result<void> add_credential(
    HttpRequest& request, Connector const& connector, Names names, Secret const& credential, std::string_view label) {
    names["credential"] = Json(credential.reveal());
    names["credential.base64"] = Json(to_base64(credential.reveal()));
    TRY_VOID(add_headers(request, find(connector.declaration, "/auth/headers"), names, label, false));
    auto const* query = find_object(connector.declaration, "/auth/query");
    if (!query) return {};
    for (auto const& member : *query) {
        TRY(auto const value, substitute_text(std::string_view(member.value().get_string()), names));
        add_query(request.url, member.key(), value);
    }
    return {};
}

Result<JsonObject> fill_inputs(Operation const& operation, JsonObject const& inputs, Names const& settings) {
    auto const* declared = find_array(operation.declaration, "/inputs");
    static JsonArray const none;
    TRY(auto const values, check_inputs(operation, declared != nullptr ? *declared : none, inputs, settings));
    JsonObject filled;
    for (auto const& [name, value] : values.by_name) filled[name] = *value;
    return filled;
}

std::string_view address_problem(std::string_view base_url) {
    auto const parsed = boost::urls::parse_uri(base_url);
    if (!parsed) return "form";
    if (parsed->scheme() != "https" && parsed->scheme() != "http") return "scheme";
    if (parsed->has_userinfo()) return "user";
    if (parsed->host().empty()) return "form";
    return parsed->has_query() || parsed->has_fragment() ? "extra" : "";
}

Result<HttpRequest> render_request(Connector const& connector, Operation const& operation, JsonObject const& inputs,
    ConnectionSettings const& settings, Secret const& credential) {
    if (operation.kind == OperationKind::trigger) {
        return fail(
            ErrorKind::invalid, "catalogue.not_callable", "rendering " + operation.id + ": it is a trigger, which the app calls");
    }
    TRY(auto base, checked_base(connector, settings));
    auto const* declared = find_array(operation.declaration, "/inputs");
    static JsonArray const none;
    Names names = setting_names(settings);
    TRY(auto const values, check_inputs(operation, declared != nullptr ? *declared : none, inputs, names));
    TRY(auto path, fill_path(operation, values));

    HttpRequest request;
    request.method = operation.method;
    request.url = base + path;
    JsonObject body;
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
        auto const& input = operation.inputs[i];
        auto const* value = values.find(input.name);
        if (value == nullptr) continue;
        auto wire_name = text_at((*declared)[i], "wire_name");
        if (wire_name.empty()) wire_name = input.name;
        if (input.place == "query") {
            if (auto const* list = value->if_array()) {
                for (auto const& element : *list) add_query(request.url, wire_name, plain_text(element));
            } else {
                add_query(request.url, wire_name, plain_text(*value));
            }
        } else if (input.place == "body") {
            put_at(body, wire_name, *value);
        } else if (input.place == "header") {
            names["input." + input.name] = *value;
        }
    }

    TRY_VOID(add_headers(request, find(connector.declaration, "/headers"), names, operation.id, false));
    TRY_VOID(add_headers(request, find(operation.declaration, "/headers"), names, operation.id, true));
    // Last, so that no other header can name it.
    TRY_VOID(add_credential(request, connector, std::move(names), credential, operation.id));
    if (text_at(operation.declaration, "body") == "json") {
        request.headers.set("Content-Type", "application/json");
        request.body = to_text(Json(std::move(body)));
    }
    return request;
}

}  // namespace lockstep::catalogue
