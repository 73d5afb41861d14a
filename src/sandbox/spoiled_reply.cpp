// SPDX-License-Identifier: Apache-2.0
#include "sandbox/spoiled_reply.hpp"

#include <algorithm>
#include <array>

#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox {
namespace {

constexpr std::array<std::string_view, 9> personal{
    "firstName", "lastName", "firstname", "lastname", "email", "phone", "city", "postalCode", "birthdate"};

Json* at(Json& body, std::string_view pointer) {
    if (pointer.empty()) return nullptr;
    return const_cast<Json*>(find(body, pointer));
}

JsonArray* items_of(Json& body, ShownRecords const& shape) {
    auto* list = at(body, shape.items);
    return list == nullptr ? nullptr : list->if_array();
}

template <class Visit>
void each_record(Json& body, ShownRecords const& shape, Visit const& visit) {
    if (auto* one = at(body, shape.record); one != nullptr && one->is_object()) visit(one->get_object());
    auto* list = items_of(body, shape);
    if (list == nullptr) return;
    for (auto& item : *list) {
        auto* record = shape.item_record.empty() ? &item : at(item, shape.item_record);
        if (record != nullptr && record->is_object()) visit(record->get_object());
    }
}

template <class Visit>
void each_record(Json const& body, ShownRecords const& shape, Visit const& visit) {
    each_record(const_cast<Json&>(body), shape, [&](JsonObject& record) { visit(std::as_const(record)); });
}

}  // namespace

void empty_listing(Json& body, ShownRecords const& shape, Pick const&) {
    if (auto* list = items_of(body, shape)) list->clear();
    for (auto const& total : shape.totals) {
        if (auto* count = at(body, total)) *count = 0;
    }
    if (auto* next = at(body, shape.next)) *next = nullptr;
}

void leave_gap(Json& body, ShownRecords const& shape, Pick const& pick) {
    auto* list = items_of(body, shape);
    if (list == nullptr || list->empty()) return;
    auto const from = pick(list->size());
    auto const length = 1 + pick(list->size() - from);
    list->erase(list->begin() + static_cast<std::ptrdiff_t>(from), list->begin() + static_cast<std::ptrdiff_t>(from + length));
}

void repeat_record(Json& body, ShownRecords const& shape, Pick const& pick) {
    auto* list = items_of(body, shape);
    if (list == nullptr || list->empty()) return;
    auto copy = (*list)[pick(list->size())];
    list->insert(list->begin(), std::move(copy));
}

void count_wrongly(Json& body, ShownRecords const& shape, Pick const& pick) {
    auto const by = static_cast<std::int64_t>(1 + pick(5));
    bool const is_more = pick(2) == 0;
    for (auto const& total : shape.totals) {
        auto* count = at(body, total);
        if (count == nullptr || !count->is_number()) continue;
        auto const right = count->is_uint64() ? static_cast<std::int64_t>(count->get_uint64()) : count->get_int64();
        *count = std::max<std::int64_t>(0, is_more ? right + by : right - by);
    }
}

std::vector<std::string> members_to_leave_out(Json const& body, ShownRecords const& shape) {
    std::vector<std::string> members;
    each_record(body, shape, [&](JsonObject const& record) {
        for (auto const name : personal) {
            if (record.contains(name) && std::ranges::find(members, name) == members.end()) members.emplace_back(name);
        }
    });
    return members;
}

bool leave_out_member(Json& body, ShownRecords const& shape, std::string_view member) {
    bool was_there = false;
    each_record(body, shape, [&](JsonObject& record) {
        auto const* value = record.if_contains(member);
        bool const says_something = value != nullptr && !value->is_null();
        was_there = was_there || says_something;
        record.erase(member);
    });
    return was_there;
}

std::vector<std::string> ids_shown(Json const& body, ShownRecords const& shape) {
    std::vector<std::string> ids;
    each_record(body, shape, [&](JsonObject const& record) {
        if (auto const* id = record.if_contains("id"); id != nullptr && id->is_string()) ids.emplace_back(id->get_string());
    });
    return ids;
}

void make_unreadable(std::string& text, std::string_view id, std::uint64_t way) {
    auto const named = "\"id\":\"" + std::string(id) + "\"";
    auto const place = text.find(named);
    if (place == std::string::npos) return;
    constexpr std::array<std::string_view, 3> bad{
        ",\"remark\":\"half an emoji: \\ud83d\"", ",\"remark\":\"one\",\"remark\":\"two\"", ",\"remark\":\"caf\xe9\""};
    text.insert(place + named.size(), bad[way % bad.size()]);
}

std::string person_of_create(std::string_view body) {
    auto const json = parse_json(body);
    if (!json) return {};
    std::string person;
    for (auto const pointer : {"/firstName", "/lastName", "/firstname", "/lastname", "/email"}) {
        if (auto const text = find_text(*json, pointer)) person += lower_case(*text) + "|";
    }
    return person;
}

}  // namespace lockstep::sandbox
