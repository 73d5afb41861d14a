// SPDX-License-Identifier: Apache-2.0
#include "calls/har.hpp"

#include "base/text.hpp"

namespace lockstep::calls {
namespace {

constexpr std::string_view http_version = "HTTP/1.1";
constexpr int not_known = -1;  // as the format says it

JsonArray headers_of(Json const& side) {
    auto const* headers = find_array(side, "/headers");
    return headers == nullptr ? JsonArray{} : *headers;
}

std::string header(Json const& side, std::string_view wanted) {
    for (auto const& each : headers_of(side)) {
        if (equal_ignoring_case(find_text(each, "/name").value_or(""), wanted))
            return std::string(find_text(each, "/value").value_or(""));
    }
    return {};
}

JsonArray query_of(std::string_view url) {
    JsonArray parameters;
    auto const mark = url.find('?');
    if (mark == std::string_view::npos) return parameters;
    for (auto const part : split(url.substr(mark + 1), '&')) {
        auto const equals = std::min(part.find('='), part.size());
        parameters.push_back(JsonObject{{"name", with_valid_utf8(percent_decode(part.substr(0, equals)))},
            {"value", with_valid_utf8(percent_decode(part.substr(std::min(equals + 1, part.size()))))}});
    }
    return parameters;
}

JsonObject request_of(Json const& call) {
    static Json const none = JsonObject{};
    auto const* found = find(call, "/request");
    auto const& request = found != nullptr && found->is_object() ? *found : none;
    auto const url = find_text(request, "/url").value_or("");
    JsonObject view{{"method", find_text(request, "/method").value_or("GET")}, {"url", url}, {"httpVersion", http_version},
        {"cookies", JsonArray{}}, {"headers", headers_of(request)}, {"queryString", query_of(url)}, {"headersSize", not_known},
        {"bodySize", find_integer(request, "/body/bytes").value_or(0)}};
    if (auto const text = find_text(request, "/body/text"); text && !text->empty())
        view["postData"] = JsonObject{{"mimeType", header(request, "Content-Type")}, {"text", *text}};
    return view;
}

JsonObject response_of(Json const& call) {
    static Json const none = JsonObject{};
    auto const* found = find(call, "/reply");
    auto const& reply = found != nullptr && found->is_object() ? *found : none;
    JsonObject content{{"size", find_integer(reply, "/body/bytes").value_or(0)}, {"mimeType", header(reply, "Content-Type")},
        {"text", find_text(reply, "/body/text").value_or("")}};
    if (find_bool(reply, "/body/is_cut").value_or(false)) content["comment"] = "cut";
    return {{"status", find_integer(reply, "/status").value_or(0)}, {"statusText", ""}, {"httpVersion", http_version},
        {"cookies", JsonArray{}}, {"headers", headers_of(reply)}, {"content", std::move(content)},
        {"redirectURL", header(reply, "Location")}, {"headersSize", not_known},
        {"bodySize", find_integer(reply, "/body/bytes").value_or(0)}};
}

double number(Json const& call, std::string_view pointer) {
    auto const* value = find(call, pointer);
    return value != nullptr && value->is_number() ? value->to_number<double>() : 0.0;
}

JsonObject entry_of(Json const& call) {
    auto const took = number(call, "/took_ms");
    auto const waited = number(call, "/waited_ms");
    JsonObject entry{{"startedDateTime", call.at("at")}, {"time", took + waited}, {"request", request_of(call)},
        {"response", response_of(call)}, {"cache", JsonObject{}},
        {"timings", JsonObject{{"blocked", waited}, {"send", 0}, {"wait", took}, {"receive", 0}}}};
    // What the format has no word for; names of one's own begin with an underscore.
    for (auto const* own : {"id", "connection", "operation", "purpose", "outcome", "tries", "lane", "record_id", "budget"}) {
        if (auto const* value = find(call, "/" + std::string(own))) entry["_" + std::string(own)] = *value;
    }
    return entry;
}

}  // namespace

Json har_document(std::vector<Json> const& calls, std::string_view version, std::string_view comment) {
    JsonArray entries;
    for (auto each = calls.rbegin(); each != calls.rend(); ++each) entries.push_back(entry_of(*each));
    JsonObject log{{"version", "1.2"}, {"creator", JsonObject{{"name", "Lockstep"}, {"version", version}}},
        {"pages", JsonArray{}}, {"entries", std::move(entries)}};
    if (!comment.empty()) log["comment"] = comment;
    return JsonObject{{"log", std::move(log)}};
}

}  // namespace lockstep::calls
