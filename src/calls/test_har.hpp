// SPDX-License-Identifier: Apache-2.0
// What HTTP Archive 1.2 demands of a document, for tests of whoever writes one (http://www.softwareishard.com/blog/har-12-spec/).
// Included by tests only.
#pragma once

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace lockstep::calls {

// One line for each thing that the format does not allow; empty for a good archive.
class HarProblems {
public:
    explicit HarProblems(Json const& document) {
        auto const& log = object(document, "log", "");
        members(log, "log", {"version", "creator", "entries"}, {"browser", "pages", "comment"});
        if (find_text(log, "/version") != "1.2") add("log", "version is not 1.2");
        auto const& creator = object(log, "creator", "log");
        members(creator, "creator", {"name", "version"}, {"comment"});
        texts(creator, "creator", {"name", "version"});
        std::string before;
        for (auto const& entry : list(log, "entries", "log")) {
            check_entry(entry);
            std::string const at{find_text(entry, "/startedDateTime").value_or("")};
            if (at < before) add("entries", "not the oldest first");
            before = at;
        }
    }
    std::vector<std::string> const& lines() const { return lines_; }

private:
    using Names = std::set<std::string, std::less<>>;

    void add(std::string const& where, std::string const& what) { lines_.push_back(where + ": " + what); }

    // Every required member is there, and every other is one that the format knows, or begins with an underscore.
    void members(Json const& value, std::string const& where, Names const& required, Names const& optional) {
        if (!value.is_object()) return add(where, "is no object");
        for (auto const& name : required) {
            if (!value.get_object().contains(name)) add(where, "lacks " + name);
        }
        for (auto const& [name, member] : value.get_object()) {
            std::string const given{name};
            if (!required.contains(given) && !optional.contains(given) && !given.starts_with('_'))
                add(where, "knows no " + given);
        }
    }
    Json const& member(Json const& value, std::string_view name) const {
        auto const* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
        return found == nullptr ? none_ : *found;
    }
    Json const& object(Json const& value, std::string_view name, std::string const& where) {
        auto const& found = member(value, name);
        if (!found.is_object()) add(where, std::string(name) + " is no object");
        return found;
    }
    JsonArray const& list(Json const& value, std::string_view name, std::string const& where) {
        auto const& found = member(value, name);
        if (found.is_array()) return found.get_array();
        add(where, std::string(name) + " is no list");
        return empty_;
    }
    void texts(Json const& value, std::string const& where, Names const& names) {
        for (auto const& name : names) {
            if (!member(value, name).is_string()) add(where, name + " is no text");
        }
    }
    void integers(Json const& value, std::string const& where, Names const& names) {
        for (auto const& name : names) {
            auto const& found = member(value, name);
            if (!found.is_int64() || found.get_int64() < -1) add(where, name + " is no size");
        }
    }
    void pairs(Json const& value, std::string_view name, std::string const& where) {
        for (auto const& each : list(value, name, where)) {
            auto const place = where + "." + std::string(name);
            members(each, place, {"name", "value"}, {"comment"});
            texts(each, place, {"name", "value"});
        }
    }
    double length(Json const& value, std::string_view name) {
        auto const& found = member(value, name);
        auto const number = found.is_number() ? found.to_number<double>() : -1.0;
        if (number < 0) add("timings", std::string(name) + " is no length of time");
        return number;
    }

    void check_entry(Json const& entry) {
        members(entry, "entry", {"startedDateTime", "time", "request", "response", "cache", "timings"},
            {"pageref", "serverIPAddress", "connection", "comment"});
        if (!parse_time(find_text(entry, "/startedDateTime").value_or(""))) add("entry", "startedDateTime is no time");
        members(object(entry, "cache", "entry"), "cache", {}, {"beforeRequest", "afterRequest", "comment"});
        auto const& timings = object(entry, "timings", "entry");
        members(timings, "timings", {"send", "wait", "receive"}, {"blocked", "dns", "connect", "ssl", "comment"});
        double sum = 0;
        for (auto const* name : {"blocked", "send", "wait", "receive"}) sum += length(timings, name);
        if (std::abs(length(entry, "time") - sum) > 1e-6) add("entry", "time is not the sum of the timings");
        check_request(object(entry, "request", "entry"));
        check_response(object(entry, "response", "entry"));
    }
    void check_request(Json const& request) {
        members(request, "request",
            {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"},
            {"postData", "comment"});
        texts(request, "request", {"method", "url", "httpVersion"});
        integers(request, "request", {"headersSize", "bodySize"});
        for (auto const* name : {"cookies", "headers", "queryString"}) pairs(request, name, "request");
        auto const& data = member(request, "postData");
        if (data.is_null()) return;
        members(data, "postData", {"mimeType"}, {"params", "text", "comment"});
        texts(data, "postData", {"mimeType", "text"});
    }
    void check_response(Json const& response) {
        members(response, "response",
            {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"},
            {"comment"});
        texts(response, "response", {"statusText", "httpVersion", "redirectURL"});
        integers(response, "response", {"status", "headersSize", "bodySize"});
        for (auto const* name : {"cookies", "headers"}) pairs(response, name, "response");
        auto const& content = object(response, "content", "response");
        members(content, "content", {"size", "mimeType"}, {"compression", "text", "encoding", "comment"});
        texts(content, "content", {"mimeType", "text"});
        integers(content, "content", {"size"});
    }

    std::vector<std::string> lines_;
    Json none_;
    JsonArray empty_;
};

inline std::vector<std::string> har_problems(Json const& document) { return HarProblems(document).lines(); }

}  // namespace lockstep::calls
