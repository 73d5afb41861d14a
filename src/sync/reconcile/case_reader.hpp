// SPDX-License-Identifier: Apache-2.0
// CaseReader: reads the members of one object of a case, with defaults, and refuses those that nobody asked for.
#pragma once

#include <set>
#include <string>

#include "base/json.hpp"
#include "contacts/value.hpp"
#include "sync/reconcile/decide_case.hpp"

namespace lockstep::sync {

constexpr std::string_view bad_case = "sync.bad_case";

class CaseReader {
public:
    // `where` names the object in errors: "a.told[0]". Null: as an empty object.
    CaseReader(JsonObject const* object, std::string where, TimePoint now)
        : object_(object), where_(std::move(where)), now_(now) {}

    Json const* find(std::string_view name);
    bool has(std::string_view name) { return find(name) != nullptr; }
    std::string text(std::string_view name, std::string fallback = {});
    // One of these words.
    std::string word(std::string_view name, std::initializer_list<std::string_view> words, std::string fallback);
    bool flag(std::string_view name, bool fallback = false);
    std::int64_t number(std::string_view name, std::int64_t fallback);
    // "-3s", "+2m", "-1h", "-2d", "now", or a time like 2026-03-01T10:04:00Z.
    std::optional<TimePoint> time(std::string_view name);
    contacts::Value value(std::string_view name);
    std::map<std::string, contacts::Value, std::less<>> values(std::string_view name);
    std::vector<std::string> texts(std::string_view name);
    contacts::Side side(std::string_view name);
    CaseReader object(std::string_view name);
    std::vector<CaseReader> objects(std::string_view name);
    std::vector<std::string> names() const;  // of all members

    void wrong(std::string_view name, std::string_view expected);
    // Nothing was wrong, and every member was read.
    Result<void> finish();
    // What went wrong in an object within.
    void join(CaseReader& inner);
    std::string const& where() const { return where_; }

private:
    JsonObject const* object_;
    std::string where_;
    TimePoint now_;
    std::set<std::string, std::less<>> read_;
    std::string problem_;
};

// "-3s" as a span; none where it is something else.
std::optional<Duration> span_from(std::string_view text);
// A span as a reader would write it: "3s", "2m", "1h30m".
std::string span_text(Duration span);

}  // namespace lockstep::sync
