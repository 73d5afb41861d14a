// SPDX-License-Identifier: Apache-2.0
#include "catalogue/composed.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/request_headers.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

// What belongs to the transport: whoever sends sets it.
constexpr std::array<std::string_view, 9> transport_headers{
    "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect", "proxy-authorization"};

std::unexpected<Error> bad_input(Operation const& operation, std::string_view input, std::string_view problem) {
    return fail(ErrorKind::invalid, "catalogue.bad_input",
        "rendering " + operation.id + ": input \"" + std::string(input) + "\" " + std::string(problem));
}

std::string text_of(JsonObject const& inputs, std::string_view name) {
    auto const* value = inputs.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Neither a list nor an object: those have no one way of standing in a form or a header.
bool is_plain(Json const& value) { return !value.is_array() && !value.is_object() && !value.is_null(); }

Result<std::string> encoded_pairs(Operation const& operation, std::string_view input, Json const& object) {
    std::string text;
    for (auto const& member : object.as_object()) {
        auto const add = [&](Json const& value) {
            if (!is_plain(value)) return false;
            text += (text.empty() ? "" : "&") + percent_encode(member.key()) + "=" + percent_encode(plain_text(value));
            return true;
        };
        bool is_good = true;
        if (auto const* list = member.value().if_array())
            is_good = std::ranges::all_of(*list, add);
        else
            is_good = add(member.value());
        if (!is_good) return bad_input(operation, input, "may hold texts, numbers, true and false, and lists of those");
    }
    return text;
}

bool is_token(std::string_view name) {
    return !name.empty() && name.size() <= 200 && std::ranges::all_of(name, [](unsigned char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
               std::string_view("!#$%&'*+-.^_`|~").contains(static_cast<char>(letter));
    });
}

Result<void> add_given_headers(Operation const& operation, JsonObject const& inputs, HttpRequest& request) {
    auto const* given = inputs.if_contains("headers");
    if (given == nullptr) return {};
    for (auto const& member : given->as_object()) {
        std::string_view const name = member.key();
        if (!is_token(name) || !is_plain(member.value()))
            return bad_input(operation, "headers", "may hold names of headers and a text each");
        if (std::ranges::any_of(transport_headers, [&](auto each) { return equal_ignoring_case(each, name); }))
            return bad_input(operation, "headers", "may not hold \"" + std::string(name) + "\": that is set by itself");
        auto value = plain_text(member.value());
        if (!is_clean_header_value(value))
            return fail(ErrorKind::invalid, "catalogue.bad_header",
                "rendering " + operation.id + ": the value of header \"" + std::string(name) + "\" holds a control character");
        request.headers.set(name, std::move(value));
    }
    return {};
}

Result<void> add_body(Operation const& operation, JsonObject const& inputs, HttpRequest& request) {
    auto const* json = inputs.if_contains("json");
    auto const* form = inputs.if_contains("form");
    auto const* text = inputs.if_contains("text");
    auto const count = (json != nullptr ? 1 : 0) + (form != nullptr ? 1 : 0) + (text != nullptr ? 1 : 0);
    if (count == 0) return {};
    if (count > 1) return bad_input(operation, "json", "is not the only body: give one of json, form and text");
    if (request.method == "GET" || request.method == "HEAD")
        return bad_input(operation, "method", "sends no body; choose POST, PUT, PATCH or DELETE");
    std::string_view type = "text/plain; charset=utf-8";
    if (json != nullptr) {
        request.body = to_text(*json);
        type = "application/json";
    } else if (form != nullptr) {
        TRY(request.body, encoded_pairs(operation, "form", *form));
        type = "application/x-www-form-urlencoded";
    } else {
        request.body = text_of(inputs, "text");
    }
    if (!request.headers.find("Content-Type")) request.headers.set("Content-Type", std::string(type));
    return {};
}

bool is_path(std::string_view url) { return url.starts_with('/') && !url.starts_with("//"); }

std::string_view standard_port(std::string_view scheme) { return scheme == "https" ? "443" : "80"; }

bool is_same_origin(boost::urls::url_view one, boost::urls::url_view other) {
    auto const port = [](boost::urls::url_view url) {
        return url.port().empty() ? std::string(standard_port(url.scheme())) : std::string(url.port());
    };
    return one.scheme() == other.scheme() && equal_ignoring_case(one.encoded_host(), other.encoded_host()) &&
           port(one) == port(other);
}

}  // namespace

Result<HttpRequest> compose_request(Operation const& operation, JsonObject const& inputs) {
    HttpRequest request;
    request.method = text_of(inputs, "method");
    request.url = std::string(trim_ascii(text_of(inputs, "url")));
    if (auto const mark = request.url.find('#'); mark != std::string::npos) request.url.resize(mark);
    if (is_path(request.url)) {
        if (!boost::urls::parse_origin_form(request.url)) return bad_input(operation, "url", "is no path");
    } else {
        auto const parsed = boost::urls::parse_uri(request.url);
        bool const is_web = parsed && (parsed->scheme() == "https" || parsed->scheme() == "http") && !parsed->host().empty();
        if (!is_web) return bad_input(operation, "url", "is no address beginning with https:// or http://");
        if (parsed->has_userinfo()) return bad_input(operation, "url", "holds a name or password; use a header or a connection");
    }
    if (auto const* query = inputs.if_contains("query")) {
        TRY(auto const pairs, encoded_pairs(operation, "query", *query));
        if (!pairs.empty()) request.url += (request.url.contains('?') ? "&" : "?") + pairs;
    }
    TRY_VOID(add_given_headers(operation, inputs, request));
    TRY_VOID(add_body(operation, inputs, request));
    return request;
}

Result<HttpRequest> authorize_composed(
    Connector const& connector, HttpRequest request, ConnectionSettings const& settings, Secret const& credential) {
    TRY(auto const base, checked_base(connector, settings));
    if (is_path(request.url)) request.url = base + request.url;
    auto const wanted = boost::urls::parse_uri(request.url);
    auto const own = boost::urls::parse_uri(base);
    if (!wanted || !own || !is_same_origin(*wanted, *own))
        return fail(ErrorKind::invalid, "catalogue.other_host",
            "rendering a request: with a connection only its own host may be named", {{"reason", "named"}, {"name", base}});
    auto names = setting_names(settings);
    auto const label = "http.send_request";
    auto given = std::exchange(request.headers, {});
    TRY_VOID(add_headers(request, find(connector.declaration, "/headers"), names, label, true));
    for (auto const& header : given.all()) request.headers.set(header.name, header.value);
    TRY_VOID(add_credential(request, connector, std::move(names), credential, label));
    return request;
}

Operation composed_operation(std::string_view id, std::string_view method) {
    Operation operation;
    operation.id = id;
    operation.method = method;
    bool const reads = method == "GET" || method == "HEAD";
    operation.effect = reads ? Effect::read : method == "DELETE" ? Effect::remove : Effect::update;
    operation.idempotency = reads ? Idempotency::reads : Idempotency::repeats;
    operation.retry_is_safe = reads;
    return operation;
}

ReplyClass class_of_status(int status) {
    if (status < 400) return ReplyClass::ok;
    switch (status) {
        case 401:
        case 403: return ReplyClass::forbidden;
        case 404:
        case 410: return ReplyClass::not_found;
        case 409:
        case 412: return ReplyClass::changed_since;
        case 429: return ReplyClass::limited;
        default: return status < 500 ? ReplyClass::invalid : ReplyClass::unavailable;
    }
}

JsonObject composed_reply(HttpReply const& reply, std::size_t bytes_max) {
    JsonObject headers;
    for (auto const& header : reply.headers.all()) {
        auto name = lower_ascii(header.name);
        auto value = with_valid_utf8(header.value);
        auto& place = headers[printable(name)];
        place = place.is_string() ? std::string(place.get_string()) + ", " + value : value;
    }
    bool const is_cut = reply.body.size() > bytes_max;
    auto const type = reply.headers.find("Content-Type").value_or("");
    Json body = nullptr;
    bool is_json = false;
    if (!is_cut && type.contains("json")) {
        if (auto parsed = parse_json(reply.body)) {
            body = *std::move(parsed);
            is_json = true;
        }
    }
    if (!is_json && !reply.body.empty()) {
        auto const kept = std::string_view(reply.body).substr(0, bytes_max);
        body = with_valid_utf8(kept);
    }
    return {{"status", reply.status}, {"headers", std::move(headers)}, {"body", std::move(body)}, {"is_json", is_json},
        {"bytes", reply.body.size()}, {"is_cut", is_cut}};
}

}  // namespace lockstep::catalogue
