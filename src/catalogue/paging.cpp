// SPDX-License-Identifier: Apache-2.0
// next_page: how a listing goes on. A listing never ends because a page is shorter than asked for: apps cap page sizes, and a
// listing that ends early looks like deleted contacts.
#include "catalogue/connector.hpp"
#include "catalogue/pointers.hpp"

namespace lockstep::catalogue {
namespace {

std::unexpected<Error> broken(Operation const& operation, std::string_view code, std::string_view problem) {
    return fail(ErrorKind::corrupt, code, "paging " + operation.id + ": " + std::string(problem));
}

bool is_nothing(Json const* value) { return !value || value->is_null() || (value->is_string() && value->get_string().empty()); }

bool is_set_to(JsonObject const& inputs, std::string_view name, Json const& value) {
    auto const* present = inputs.if_contains(name);
    return present && *present == value;
}

Result<std::optional<JsonObject>> copy_on(Operation const& operation, Json const& paging, JsonObject next, Json const& body) {
    auto const has_more = text_at(paging, "has_more");
    if (!has_more.empty() && !find_bool(body, has_more).value_or(false)) return std::nullopt;
    bool is_new = false;
    for (auto const& copy : paging.at("copies").get_array()) {
        auto const* from = find(body, text_at(copy, "from"));
        if (is_nothing(from)) return std::nullopt;
        auto const input = text_at(copy, "input");
        if (!is_set_to(next, input, *from)) is_new = true;
        next[input] = *from;
    }
    if (!is_new) return broken(operation, "catalogue.paging_repeats", "the app gave the same cursor twice");
    return next;
}

Result<std::optional<JsonObject>> after_last_item(
    Operation const& operation, Json const& paging, JsonObject next, Json const& body, std::int64_t page_number) {
    auto const* items = find_array(body, text_at(paging, "items"));
    if (!items || items->empty()) return std::nullopt;
    auto const total = find_integer(body, text_at(paging, "total"));
    if (page_number == 1 && total && *total == static_cast<std::int64_t>(items->size())) return std::nullopt;
    auto const* cursor = find(items->back(), text_at(paging, "item_cursor"));
    if (is_nothing(cursor)) return broken(operation, "catalogue.paging_no_cursor", "the last item carries no cursor");
    auto const input = text_at(paging, "input");
    if (is_set_to(next, input, *cursor))
        return broken(operation, "catalogue.paging_repeats", "the app gave the same cursor twice");
    next[input] = *cursor;
    return next;
}

// Offsets may be texts on the wire; the input's declared type says so.
Result<std::optional<JsonObject>> skip_on(Operation const& operation, Json const& paging, JsonObject next, Json const& body) {
    auto const* items = find_array(body, text_at(paging, "items"));
    if (!items || items->empty()) return std::nullopt;
    auto const name = text_at(paging, "input");
    std::int64_t offset = 0;
    if (auto const* present = next.if_contains(name)) {
        if (present->is_int64())
            offset = present->get_int64();
        else if (present->is_string())
            offset = std::strtoll(present->get_string().c_str(), nullptr, 10);
    }
    offset += static_cast<std::int64_t>(items->size());
    bool is_text = false;
    for (auto const& input : operation.inputs) is_text = is_text || (input.name == name && input.type == "string");
    next[name] = is_text ? Json(std::to_string(offset)) : Json(offset);
    return next;
}

}  // namespace

Result<std::optional<JsonObject>> next_page(
    Operation const& operation, JsonObject const& inputs, Json const& body, std::int64_t page_number) {
    auto const* paging = find(operation.declaration, "/paging");
    if (!paging) return std::nullopt;
    JsonObject next = inputs;
    for (auto const& name : texts_at(*paging, "drops")) next.erase(name);
    auto const style = text_at(*paging, "style");
    if (style == "copy") return copy_on(operation, *paging, std::move(next), body);
    if (style == "last_item") return after_last_item(operation, *paging, std::move(next), body, page_number);
    return skip_on(operation, *paging, std::move(next), body);
}

}  // namespace lockstep::catalogue
