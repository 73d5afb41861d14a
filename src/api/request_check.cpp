// SPDX-License-Identifier: Apache-2.0
#include "api/request_check.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

using catalogue::SchemaProblem;

constexpr catalogue::SchemaOptions strict{
    .refuse_unknown = false, .other_words = {}, .has_text_formats = true, .words_are_known = true};
constexpr std::size_t large_bytes = 32 * 1024;  // reading more keeps everybody else waiting

bool says_json(HttpRequest const& request) {
    auto const header = request.headers.find("Content-Type");
    if (!header) return false;
    return equal_ignoring_case(trim_ascii(header->substr(0, header->find(';'))), "application/json");
}

std::string word_list(Json const& list) {
    std::string text;
    for (auto const& each : list.as_array()) {
        auto const* word = each.if_string();
        if (word != nullptr && word->empty()) continue;
        text += (text.empty() ? "" : ", ") + (word != nullptr ? std::string(*word) : to_text(each));
    }
    return text;
}

std::string rule(SchemaProblem const& problem, std::string_view word) {
    auto const* found = problem.schema == nullptr ? nullptr : problem.schema->if_contains(word);
    return found == nullptr ? std::string() : to_text(*found);
}

bool has_rule(SchemaProblem const& problem, std::string_view word) {
    return problem.schema != nullptr && problem.schema->contains(word);
}

struct Fault {
    std::string_view reason;
    MessageParams params{};
};

Fault number_fault(SchemaProblem const& problem) {
    if (!has_rule(problem, "minimum") || !has_rule(problem, "maximum")) return {"form"};
    bool const is_whole = rule(problem, "type").contains("integer");
    return {is_whole ? "number" : "decimal", {{"least", rule(problem, "minimum")}, {"most", rule(problem, "maximum")}}};
}

Fault type_fault(SchemaProblem const& problem) {
    auto const type = rule(problem, "type");
    if (type.contains("string")) return {has_rule(problem, "enum") ? "word" : "text"};
    if (type.contains("integer") || type.contains("number")) return number_fault(problem);
    if (type.contains("boolean")) return {"switch"};
    if (type.contains("object")) return {"object"};
    if (type.contains("array")) return {"list"};
    return {"form"};
}

// `reason` as in error.api.bad_member.<reason> of messages/<language>.json.
Fault fault_of(SchemaProblem const& problem) {
    auto const& word = problem.word;
    auto fault = word == "type" ? type_fault(problem) : Fault{"form"};
    if (word == "required") fault = {"missing"};
    if (word == "minimum" || word == "maximum") fault = number_fault(problem);
    if (word == "minLength") {
        bool const is_empty = rule(problem, word) == "1";
        fault = is_empty ? Fault{"empty"} : Fault{"short", {{"least", rule(problem, word)}}};
    }
    if (word == "maxLength") fault = {"long", {{"most", rule(problem, word)}}};
    if (word == "minItems") fault = {"few", {{"least", rule(problem, word)}}};
    if (word == "maxItems") fault = {"many", {{"most", rule(problem, word)}}};
    if (word == "format") fault = {rule(problem, word) == "\"date-time\"" ? "form" : "control"};
    if (word == "enum") fault = {"word"};
    if (fault.reason == "word") fault.params = {{"choices", word_list(problem.schema->at("enum"))}};
    return fault;
}

std::string place_of(SchemaProblem const& problem) {
    bool const is_missing = problem.word == "required";
    return printable((is_missing ? problem.pointer + "/" + problem.member : problem.pointer).substr(0, 200));
}

Error error_of(std::string_view code, std::string_view doing, std::string_view reason, std::string name, MessageParams params) {
    params.insert(params.begin(), {{"reason", std::string(reason)}, {"name", std::move(name)}});
    Error error{ErrorKind::invalid, std::string(code), "", {}, std::move(params)};
    error.message = std::string(doing) + messages::error_words(messages::Language::en, error).detail;
    return error;
}

// The text of an address or header as what the schema wants: a number stays a text where it is none, and is refused as one.
Json value_of(std::string_view text, Json const& form) {
    auto const type = find_text(form, "/type").value_or("");
    if (type == "array") {
        JsonArray list;
        for (auto const each : split(text, ',')) list.emplace_back(each);
        return list;
    }
    if (type == "boolean" && (text == "true" || text == "false")) return text == "true";
    if (type == "integer") {
        std::int64_t value = 0;
        auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (failure == std::errc{} && end == text.data() + text.size()) return value;
    }
    return Json(text);
}

std::optional<std::string> given_as(Context const& context, Parameter const& parameter) {
    std::string const name{parameter.name};
    switch (parameter.place) {
        case ParameterPlace::path: return context.path(name);
        case ParameterPlace::query: return context.query.has(name) ? std::optional(context.query.text(name)) : std::nullopt;
        case ParameterPlace::header: {
            auto const header = context.request.headers.find(name);
            return header ? std::optional(std::string(*header)) : std::nullopt;
        }
    }
    return std::nullopt;
}

Result<void> check_parameter(Context& context, Parameter const& parameter) {
    auto const given = given_as(context, parameter);
    if (!given) {
        if (auto const* usual = find(*parameter.form, "/default"); usual != nullptr && parameter.place == ParameterPlace::query)
            context.query.set(parameter.name, usual->is_string() ? std::string(usual->as_string()) : to_text(*usual));
        return {};
    }
    // An empty text says as much as none.
    bool const is_text = find_text(*parameter.form, "/type").value_or("") != "integer";
    if (given->empty() && is_text && !parameter.is_required) return {};
    auto const problems =
        catalogue::check_schema(contract().document(), *parameter.schema, value_of(*given, *parameter.form), strict);
    if (problems.empty()) return {};
    if (parameter.place == ParameterPlace::path)
        return fail(ErrorKind::not_found, "api.no_such_address", "looking for an address: there is nothing here");
    context.fault_place = parameter.name;
    return std::unexpected(parameter_error(parameter.name, first_problem(problems)));
}

Result<void> expect_no_body(HttpRequest const& request) {
    auto const text = request.body.size() > 64 ? std::string_view("...") : trim_ascii(request.body);
    if (text.empty() || text == "{}") return {};
    return fail(ErrorKind::invalid, "api.unexpected_body", "reading the body: this request takes none");
}

Result<JsonObject> read_body(HttpRequest const& request, std::size_t bytes_max) {
    if (request.body.size() > bytes_max) {
        return fail(ErrorKind::invalid, "api.body_too_large",
            "reading the body: more than " + std::to_string(bytes_max) + " bytes",
            {{"reason", "limit"}, {"most", std::to_string(bytes_max)}});
    }
    if (!says_json(request))
        return fail(ErrorKind::invalid, "api.not_json", "reading the body: Content-Type has to be application/json");
    auto json = parse_json(request.body,
        {.bytes = bytes_max, .depth = 32, .members = 200'000, .string_bytes = std::max(JsonLimits{}.string_bytes, bytes_max)});
    if (!json) return fail(ErrorKind::invalid, "api.malformed_json", "reading the body: " + json.error().message);
    if (!json->is_object()) return fail(ErrorKind::invalid, "api.malformed_json", "reading the body: it has to be a JSON object");
    return std::move(json->as_object());
}

struct ReadBody {
    Result<JsonObject> object;
    std::vector<SchemaProblem> problems{};
};

ReadBody read_and_check(HttpRequest const& request, std::size_t bytes_max, Json const& schema) {
    ReadBody read{read_body(request, bytes_max)};
    if (!read.object) return read;
    Json value(*std::move(read.object));
    read.problems = catalogue::check_schema(contract().document(), schema, value, strict);
    read.object = std::move(value.as_object());
    return read;
}

}  // namespace

SchemaProblem const& first_problem(std::vector<SchemaProblem> const& problems) {
    auto const unknown = std::ranges::find(problems, "additionalProperties", &SchemaProblem::word);
    return unknown == problems.end() ? problems.front() : *unknown;
}

Error body_error(SchemaProblem const& problem) {
    constexpr std::string_view doing = "reading the body: ";
    if (problem.word == "additionalProperties")
        return error_of("api.unknown_member", doing, "named", printable(problem.member.substr(0, 60)), {});
    auto fault = fault_of(problem);
    auto const place = place_of(problem);
    return error_of("api.bad_member", doing, fault.reason, place.substr(place.empty() ? 0 : 1), std::move(fault.params));
}

Error parameter_error(std::string_view name, SchemaProblem const& problem) {
    auto fault = fault_of(problem);
    bool const is_known = fault.reason == "number" || fault.reason == "word";
    if (!is_known) fault = {problem.word == "pattern" || fault.reason == "form" ? "form" : "text"};
    return error_of("api.bad_parameter", "reading the address: ", fault.reason, std::string(name), std::move(fault.params));
}

Task<Result<void>> check_request(Context& context, ContractOperation const& operation) {
    for (auto const& parameter : operation.parameters) CO_TRY_VOID(check_parameter(context, parameter));
    auto const& request = context.request;
    if (operation.takes_a_file || request.method == "GET" || request.method == "HEAD") co_return Result<void>{};
    if (operation.body == nullptr) co_return expect_no_body(request);
    if (!operation.is_body_required && trim_ascii(request.body).empty()) co_return Result<void>{};
    auto const bytes_max = operation.body_bytes_max == 0 ? context.options.body_bytes_max : operation.body_bytes_max;
    ReadBody read;
    if (request.body.size() > large_bytes && request.body.size() <= bytes_max)
        co_await context.parts.offload.run([&] { read = read_and_check(request, bytes_max, *operation.body); });
    else
        read = read_and_check(request, bytes_max, *operation.body);
    CO_TRY(context.body, std::move(read.object));
    if (read.problems.empty()) co_return Result<void>{};
    auto const& problem = first_problem(read.problems);
    context.fault_place = place_of(problem);
    co_return std::unexpected(body_error(problem));
}

}  // namespace lockstep::api
