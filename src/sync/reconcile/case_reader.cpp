// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/case_reader.hpp"

#include <algorithm>
#include <charconv>

namespace lockstep::sync {

std::optional<Duration> span_from(std::string_view text) {
    if (text == "now") return Duration{0};
    bool const is_past = text.starts_with('-');
    if (is_past || text.starts_with('+')) text.remove_prefix(1);
    Duration sum{0};
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::int64_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || number < 0 || number > 1'000'000) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.starts_with("ms")) {
            sum += std::chrono::milliseconds{number};
            text.remove_prefix(2);
            continue;
        }
        if (text.empty()) return std::nullopt;
        switch (text.front()) {
            case 's': sum += std::chrono::seconds{number}; break;
            case 'm': sum += std::chrono::minutes{number}; break;
            case 'h': sum += std::chrono::hours{number}; break;
            case 'd': sum += std::chrono::days{number}; break;
            default: return std::nullopt;
        }
        text.remove_prefix(1);
    }
    return is_past ? -sum : sum;
}

std::string span_text(Duration span) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
    std::string text = left < 0 ? "-" : "";
    left = std::abs(left);
    struct Unit {
        std::int64_t length;
        std::string_view name;
    };
    constexpr std::array<Unit, 4> units{{{3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}}};
    auto const before = text.size();
    for (auto const& [length, name] : units) {
        if (left < length) continue;
        text += std::to_string(left / length) + std::string(name);
        left %= length;
    }
    return text.size() == before ? "0s" : text;
}

Json const* CaseReader::find(std::string_view name) {
    read_.emplace(name);
    return object_ == nullptr ? nullptr : object_->if_contains(name);
}

void CaseReader::wrong(std::string_view name, std::string_view expected) {
    if (!problem_.empty()) return;
    problem_ =
        "reading \"" + (where_.empty() ? "" : where_ + ".") + std::string(name) + "\": it has to be " + std::string(expected);
}

std::string CaseReader::text(std::string_view name, std::string fallback) {
    auto const* json = find(name);
    if (json == nullptr) return fallback;
    if (auto const* found = json->if_string()) return std::string(*found);
    wrong(name, "a text");
    return fallback;
}

std::string CaseReader::word(std::string_view name, std::initializer_list<std::string_view> words, std::string fallback) {
    auto found = text(name, fallback);
    if (std::ranges::find(words, found) != words.end()) return found;
    std::string list;
    for (auto const each : words) list += (list.empty() ? "" : ", ") + std::string(each);
    wrong(name, "one of " + list);
    return fallback;
}

bool CaseReader::flag(std::string_view name, bool fallback) {
    auto const* json = find(name);
    if (json == nullptr) return fallback;
    if (auto const* found = json->if_bool()) return *found;
    wrong(name, "true or false");
    return fallback;
}

std::int64_t CaseReader::number(std::string_view name, std::int64_t fallback) {
    auto const* json = find(name);
    if (json == nullptr) return fallback;
    if (auto const* found = json->if_int64(); found != nullptr && *found >= 0 && *found < 1'000'000) return *found;
    wrong(name, "a number from 0 to 999999");
    return fallback;
}

std::optional<TimePoint> CaseReader::time(std::string_view name) {
    auto const* json = find(name);
    if (json == nullptr || json->is_null()) return std::nullopt;
    if (auto const* found = json->if_string()) {
        std::string_view const given(found->data(), found->size());
        if (auto const span = span_from(given)) return now_ + *span;
        if (auto const at = parse_time(given)) return *at;
    }
    wrong(name, "a time like \"-3s\", \"+2m\" or \"2026-03-01T10:04:00Z\"");
    return std::nullopt;
}

contacts::Value CaseReader::value(std::string_view name) {
    auto const* json = find(name);
    if (json == nullptr) return {};
    if (auto found = contacts::value_from_json(*json)) return std::move(*found);
    wrong(name, "null, a text or a list of texts");
    return {};
}

std::map<std::string, contacts::Value, std::less<>> CaseReader::values(std::string_view name) {
    std::map<std::string, contacts::Value, std::less<>> found;
    auto inner = object(name);
    for (auto const& each : inner.names()) found.emplace(each, inner.value(each));
    join(inner);
    return found;
}

std::vector<std::string> CaseReader::texts(std::string_view name) {
    std::vector<std::string> found;
    auto const* json = find(name);
    if (json == nullptr) return found;
    auto const* list = json->if_array();
    if (list == nullptr) wrong(name, "a list of texts");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        if (auto const* each = (*list)[i].if_string())
            found.emplace_back(*each);
        else
            wrong(name, "a list of texts");
    }
    return found;
}

contacts::Side CaseReader::side(std::string_view name) { return contacts::side_from(word(name, {"a", "b"}, "a")); }

CaseReader CaseReader::object(std::string_view name) {
    auto const* json = find(name);
    auto const inside = (where_.empty() ? "" : where_ + ".") + std::string(name);
    if (json == nullptr || json->is_null()) return {nullptr, inside, now_};
    if (json->if_object() == nullptr) wrong(name, "an object");
    return {json->if_object(), inside, now_};
}

std::vector<CaseReader> CaseReader::objects(std::string_view name) {
    std::vector<CaseReader> found;
    auto const* json = find(name);
    if (json == nullptr) return found;
    auto const* list = json->if_array();
    if (list == nullptr) wrong(name, "a list of objects");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        auto const inside = (where_.empty() ? "" : where_ + ".") + std::string(name) + "[" + std::to_string(i) + "]";
        if ((*list)[i].if_object() == nullptr) wrong(name, "a list of objects");
        found.emplace_back((*list)[i].if_object(), inside, now_);
    }
    return found;
}

std::vector<std::string> CaseReader::names() const {
    std::vector<std::string> found;
    if (object_ == nullptr) return found;
    for (auto const& member : *object_) found.emplace_back(member.key());
    return found;
}

void CaseReader::join(CaseReader& inner) {
    if (auto const ended = inner.finish(); !ended && problem_.empty()) problem_ = ended.error().message;
}

Result<void> CaseReader::finish() {
    for (auto const& name : names()) {
        if (!problem_.empty() || read_.contains(name)) continue;
        problem_ = "reading \"" + (where_.empty() ? "" : where_ + ".") + name + "\": there is no such member here";
    }
    if (problem_.empty()) return {};
    return fail(ErrorKind::invalid, bad_case, problem_);
}

}  // namespace lockstep::sync
