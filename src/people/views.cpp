// SPDX-License-Identifier: Apache-2.0
#include "people/views.hpp"

#include <algorithm>
#include <tuple>

#include "people/external_ids.hpp"
#include "sync/person_name.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::people {
namespace {

using contacts::Side;

constexpr std::int64_t changes_per_page = 200;
constexpr int pages_at_most = 10;  // a person with many changes at once takes many rows for one item

Json or_null(std::string const& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json or_null(std::optional<std::string> const& text) { return text ? Json(*text) : Json(nullptr); }

std::string text_of(contacts::Projection const& seen, std::string const& row) {
    auto const found = seen.find(row);
    if (found == seen.end()) return {};
    auto const* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

struct NewsItem {
    std::string id;
    bool is_new = false;
    TimePoint at{};
    std::string link;
    std::vector<std::string> fields{};
};

Result<std::vector<NewsItem>> made(sync::Scope const& scope, std::int64_t limit) {
    TRY(auto const links, sync::newest_complete_links(scope, limit));
    std::vector<NewsItem> items;
    for (auto const& link : links) items.push_back({link.id.text(), true, link.created_at, link.id.text()});
    return items;
}

// Written and stored, one item for each person and run. What a create was made with is no change of the person.
Result<std::vector<NewsItem>> changed(sync::Scope const& scope, sync::Sync const& sync, std::int64_t limit) {
    std::vector<NewsItem> items;
    sync::ChangeFilter filter{.limit = changes_per_page};
    for (int page = 0; page < pages_at_most; ++page) {
        TRY(auto const changes, sync::list_changes(scope, filter));
        for (auto const& change : changes) {
            bool const counts = change.outcome == "done" && change.reason != "create" && sync.mapping.row(change.row) != nullptr;
            if (!counts || change.link.empty()) continue;
            auto const id = change.batch + ":" + change.link;
            auto found = std::ranges::find(items, id, &NewsItem::id);
            if (found == items.end()) {
                if (static_cast<std::int64_t>(items.size()) == limit) return items;
                items.push_back({id, false, change.created_at, change.link});
                found = items.end() - 1;
            }
            if (std::ranges::find(found->fields, change.row) == found->fields.end()) found->fields.push_back(change.row);
        }
        if (static_cast<std::int64_t>(changes.size()) < changes_per_page) break;
        filter.before = changes.back().id;
    }
    return items;
}

}  // namespace

Result<JsonObject> person_json(sync::Scope const& scope, sync::Sync const& sync, sync::Person const& person) {
    auto const& mapping = sync.mapping;
    contacts::Projection seen;
    std::string external_id;
    std::optional<TimePoint> updated_at;
    for (auto const side : {Side::b, Side::a}) {  // side a last: its values are shown where both have them
        auto const& id = person.record(side);
        if (!id) continue;
        TRY(auto const given, external_id_of(scope, {side, *id}));
        if (!given.empty()) external_id = given;
        TRY(auto const mirror, sync::load_mirror(scope, side, *id));
        if (!mirror) continue;
        seen = contacts::project(mapping, side, mirror->record);
        updated_at = std::max(updated_at.value_or(mirror->observed_at), mirror->observed_at);
    }
    JsonObject fields;
    for (auto const& [row, value] : seen) fields[row] = contacts::to_json(value);
    auto const& any_record = person.a ? person.a : person.b;
    bool const was_read = updated_at && *updated_at > TimePoint{};
    return JsonObject{{"id", person.link_id.empty() ? any_record.value_or("") : person.link_id},
        {"link_id", or_null(person.link_id)}, {"a_record", or_null(person.a)}, {"b_record", or_null(person.b)},
        {"external_id", or_null(external_id)}, {"full_name", sync::person_name(mapping, seen)},
        {"first_name", text_of(seen, mapping.first_name_field)}, {"last_name", text_of(seen, mapping.last_name_field)},
        {"email", or_null(text_of(seen, mapping.email_field))}, {"phone", or_null(text_of(seen, mapping.phone_field))},
        {"fields", std::move(fields)}, {"state", person.state},
        {"updated_at", was_read ? Json(format_time(*updated_at)) : Json(nullptr)}};
}

Result<Json> person_of_link(Transaction& transaction, vault::Vault const& vault, AccountId const& account, SyncId const& sync,
    LinkId const& link, TimePoint now) {
    TRY(auto const of, sync::load_sync(transaction, account, sync));
    if (!of) return Json(nullptr);
    sync::Scope const scope{transaction, vault, account, sync, now};
    TRY(auto const found, sync::load_link(scope, link));
    if (!found) return Json(nullptr);
    TRY(auto person, person_json(scope, *of, sync::person_of(*found)));
    return Json(std::move(person));
}

Result<JsonArray> news_json(sync::Scope const& scope, sync::Sync const& sync, NewsKind kind, std::int64_t limit) {
    std::vector<NewsItem> items;
    if (kind != NewsKind::changed) {
        TRY(items, made(scope, limit));
    }
    if (kind != NewsKind::made) {
        TRY(auto more, changed(scope, sync, limit));
        std::ranges::move(more, std::back_inserter(items));
    }
    std::ranges::sort(items,
        [](NewsItem const& left, NewsItem const& right) { return std::tie(right.at, right.id) < std::tie(left.at, left.id); });
    if (static_cast<std::int64_t>(items.size()) > limit) items.resize(static_cast<std::size_t>(limit));
    JsonArray news;
    for (auto const& item : items) {
        TRY(auto const link, sync::load_link(scope, LinkId{item.link}));
        if (!link) continue;  // taken apart since
        TRY(auto person, person_json(scope, sync, sync::person_of(*link)));
        JsonArray fields;
        for (auto const& field : item.fields) fields.emplace_back(field);
        news.emplace_back(JsonObject{{"id", item.id}, {"kind", item.is_new ? "new" : "updated"}, {"at", format_time(item.at)},
            {"fields", std::move(fields)}, {"person", std::move(person)}});
    }
    return news;
}

}  // namespace lockstep::people
