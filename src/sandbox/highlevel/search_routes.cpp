// SPDX-License-Identifier: Apache-2.0
// POST /contacts/search: filters, full text, sorting, and paging by page number or by the searchAfter of the last contact seen.
#include <algorithm>
#include <limits>

#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/routes.hpp"
#include "sandbox/highlevel/search_filter.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array search_rules{BodyRule{"locationId", BodyType::text, true}, BodyRule{"pageLimit", BodyType::number, true},
    BodyRule{"page", BodyType::number}, BodyRule{"searchAfter", BodyType::list}, BodyRule{"filters", BodyType::list},
    BodyRule{"sort", BodyType::list}, BodyRule{"query", BodyType::text}};
constexpr std::array<std::string_view, 8> sort_fields{
    "firstNameLowerCase", "lastNameLowerCase", "businessName", "dateAdded", "dateUpdated", "email", "dnd", "source"};

struct SortKey {
    std::string field = "dateAdded";
    bool descending = true;
};

struct Search {
    std::size_t limit = 20;
    std::size_t page = 1;
    std::optional<JsonArray> after;
    SearchFilter filter;
    std::vector<SortKey> sort;
    std::string query;  // lower case
};

std::expected<Search, std::string> read_search(JsonObject const& body) {
    Search search;
    search.filter.is_group = true;
    Json const json(body);
    auto const limit = find_integer(json, "/pageLimit").value_or(0);
    auto const page = find_integer(json, "/page").value_or(1);
    if (limit < 1 || limit > 500) return std::unexpected("pageLimit must be between 1 and 500");
    if (page < 1) return std::unexpected("page must not be less than 1");
    search.limit = static_cast<std::size_t>(limit);
    search.page = static_cast<std::size_t>(page);
    if (auto const* after = find_array(json, "/searchAfter"); after != nullptr && !after->empty()) {
        if (body.contains("page")) return std::unexpected("page and searchAfter must not be used together");
        search.after = *after;
    } else if (page > 10'000 || limit * page > 10'000) {
        return std::unexpected("page * pageLimit must not exceed 10000, use searchAfter");
    }
    if (auto const* filters = find_array(json, "/filters")) {
        auto read = read_filters(*filters);
        if (!read) return std::unexpected(read.error());
        search.filter = std::move(*read);
    }
    if (auto const* sort = find_array(json, "/sort")) {
        if (sort->size() > 2) return std::unexpected("sort takes at most 2 fields");
        for (auto const& item : *sort) {
            SortKey key{
                std::string(find_text(item, "/field").value_or("")), find_text(item, "/direction").value_or("asc") == "desc"};
            if (std::ranges::find(sort_fields, key.field) == sort_fields.end())
                return std::unexpected("sort: unknown field " + key.field);
            search.sort.push_back(std::move(key));
        }
    }
    if (search.sort.empty()) search.sort.emplace_back();
    search.query = lower_case(find_text(json, "/query").value_or(""));
    if (search.query.size() > 75) return std::unexpected("query has at most 75 characters");
    return search;
}

Json sort_value(std::string const& field, Contact const& contact) {
    if (field == "dateAdded") return to_millis(contact.added);
    if (field == "dateUpdated") return to_millis(contact.updated);
    if (field == "firstNameLowerCase") return Json(lower_case(contact[Field::first_name]));
    if (field == "lastNameLowerCase") return Json(lower_case(contact[Field::last_name]));
    if (field == "dnd") return contact.dnd ? 1 : 0;
    if (auto const known = field_from(field)) return Json(lower_case(contact[*known]));
    return Json("");
}

// The cursor of a contact: its sort values and, to make it unique, its id.
JsonArray cursor_of(Search const& search, Contact const& contact) {
    JsonArray cursor;
    for (auto const& key : search.sort) cursor.push_back(sort_value(key.field, contact));
    cursor.emplace_back(contact.id);
    return cursor;
}

int compare_values(Json const& a, Json const& b) {
    if (a.is_int64() && b.is_int64()) return a.get_int64() < b.get_int64() ? -1 : a.get_int64() > b.get_int64() ? 1 : 0;
    if (a.is_string() && b.is_string()) return std::string_view(a.get_string()).compare(std::string_view(b.get_string()));
    return a.is_int64() ? -1 : 1;
}

// Before, same or after in the order of the search. The id goes the way of the first key.
int compare_cursors(Search const& search, JsonArray const& a, JsonArray const& b) {
    for (std::size_t i = 0; i <= search.sort.size(); ++i) {
        auto const& key = search.sort[i < search.sort.size() ? i : 0];
        auto const order = compare_values(a[i], b[i]);
        if (order != 0) return key.descending ? -order : order;
    }
    return 0;
}

bool fits_search(Search const& search, Contact const& contact) {
    if (!fits(search.filter, contact)) return false;
    if (search.query.empty()) return true;
    for (auto const field : {Field::email, Field::phone, Field::company_name}) {
        if (lower_case(contact[field]).find(search.query) != std::string::npos) return true;
    }
    return lower_case(contact.full_name()).find(search.query) != std::string::npos;
}

struct Page {
    std::vector<ContactPointer> contacts;
    std::size_t total = 0;
};

// Sorted by one date: walk that order and stop counting nothing but matches.
Page walk_dates(Search const& search, TimeOrder const& order) {
    Page page;
    auto const& key = search.sort.front();
    auto const least = lower_bound_of(search.filter, key.field);
    bool const counts_all = search.filter.parts.empty() && search.query.empty();
    std::size_t to_skip = search.after ? 0 : (search.page - 1) * search.limit;
    auto const first = order.lower_bound({least, ""});
    auto const take = [&](ContactPointer const& contact, bool beyond_cursor) {
        if (!fits_search(search, *contact)) return true;
        ++page.total;
        if (!beyond_cursor) return true;
        if (to_skip > 0) {
            --to_skip;
            return true;
        }
        if (page.contacts.size() < search.limit) page.contacts.push_back(contact);
        return !(counts_all && page.contacts.size() == search.limit);
    };
    std::optional<std::pair<std::int64_t, std::string>> cursor;
    if (search.after) cursor.emplace((*search.after)[0].get_int64(), std::string((*search.after)[1].get_string()));
    if (key.descending) {
        auto place = std::make_reverse_iterator(counts_all && cursor ? order.lower_bound(*cursor) : order.end());
        auto const stop = std::make_reverse_iterator(first);
        for (; place != stop && take(place->second, !cursor || place->first < *cursor); ++place) {}
    } else {
        auto place = counts_all && cursor ? order.upper_bound(*cursor) : first;
        for (; place != order.end() && take(place->second, !cursor || *cursor < place->first); ++place) {}
    }
    if (counts_all) page.total = order.size();
    return page;
}

Page sort_everything(Search const& search, ContactMap const& visible) {
    std::vector<std::pair<JsonArray, ContactPointer>> found;
    for (auto const& [id, contact] : visible) {
        if (fits_search(search, *contact)) found.emplace_back(cursor_of(search, *contact), contact);
    }
    std::ranges::sort(found, [&](auto const& a, auto const& b) { return compare_cursors(search, a.first, b.first) < 0; });
    Page page;
    page.total = found.size();
    std::size_t to_skip = search.after ? 0 : (search.page - 1) * search.limit;
    for (auto& [cursor, contact] : found) {
        if (search.after && compare_cursors(search, cursor, *search.after) <= 0) continue;
        if (to_skip > 0) {
            --to_skip;
            continue;
        }
        if (page.contacts.size() == search.limit) break;
        page.contacts.push_back(std::move(contact));
    }
    return page;
}

bool is_own_cursor(Search const& search, JsonArray const& cursor) {
    if (cursor.size() != search.sort.size() + 1 || !cursor.back().is_string()) return false;
    for (std::size_t i = 0; i < search.sort.size(); ++i) {
        bool const numeric = search.sort[i].field.starts_with("date") || search.sort[i].field == "dnd";
        if (numeric ? !cursor[i].is_int64() : !cursor[i].is_string()) return false;
    }
    return true;
}

HttpReply search_contacts(HighLevelModel& model, RouteCall const& call) {
    auto const body = read_body(model, call, search_rules);
    if (!body) return body.error();
    if (std::string_view(body->at("locationId").get_string()) != model.settings.location_id) {
        return error_reply(model, 403, "The token does not have access to this location.");
    }
    auto search = read_search(*body);
    if (!search) return unprocessable(model, {search.error()});
    auto const& quirks = model.faults().quirks;
    if (quirks.page_most > 0) search->limit = std::min(search->limit, quirks.page_most);
    if (search->after && !is_own_cursor(*search, *search->after))
        return unprocessable(model, {"searchAfter does not fit the sort"});
    model.index.catch_up(call.now);
    bool const by_date = search->sort.size() == 1 && search->sort[0].field.starts_with("date");
    auto const page =
        !by_date ? sort_everything(*search, model.index.visible())
                 : walk_dates(*search, search->sort[0].field == "dateAdded" ? model.index.by_added() : model.index.by_updated());
    JsonArray list;
    list.reserve(page.contacts.size());
    for (auto const& contact : page.contacts) {
        auto shown = shown_in_search(*contact, model.settings.location_id);
        shown.emplace("searchAfter", cursor_of(*search, *contact));
        if (auto* born = shown.if_contains("dateOfBirth"); born != nullptr && quirks.dates_as_millis) {
            if (auto const midnight = parse_time(std::string_view(born->get_string()))) *born = to_millis(*midnight);
        }
        list.push_back(std::move(shown));
    }
    return traced(model, 200, JsonObject{{"contacts", std::move(list)}, {"total", page.total}});
}

}  // namespace

void add_search_routes(Routes& routes) {
    routes.push_back({"POST", {"contacts", "search"}, "search-contacts-advanced", RouteKind::read, search_contacts});
}

}  // namespace lockstep::sandbox::highlevel
