// SPDX-License-Identifier: Apache-2.0
#include "catalogue/attached.hpp"

#include <algorithm>

#include "catalogue/attached_text.hpp"
#include "catalogue/events.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

// A due date without a time of day is meant all day; noon keeps the day in every zone where clinics are.
constexpr std::string_view noon = "T12:00:00Z";

std::optional<TimePoint> due_time(Json const* shown) {
    if (shown != nullptr && shown->is_string() && shown->get_string().size() == 10) {
        auto const at = parse_time(std::string(std::string_view(shown->get_string())) + std::string(noon));
        return at ? std::optional(*at) : std::nullopt;
    }
    return tolerant_time(shown);
}

}  // namespace

std::string_view to_string(AttachedKind kind) { return kind == AttachedKind::note ? "note" : "task"; }

std::optional<AttachedKind> attached_kind_from(std::string_view text) {
    for (auto const kind : attached_kinds) {
        if (to_string(kind) == text) return kind;
    }
    return std::nullopt;
}

std::string_view to_string(AttachedField field) {
    switch (field) {
        case AttachedField::title: return "title";
        case AttachedField::text: return "text";
        case AttachedField::due: return "due";
        case AttachedField::completed: return "completed";
    }
    return "text";
}

std::string shown(AttachedValues const& values, AttachedField field) {
    switch (field) {
        case AttachedField::title: return values.title;
        case AttachedField::text: return values.text;
        case AttachedField::due:
            return values.due ? format_time(std::chrono::floor<std::chrono::seconds>(*values.due)) : std::string();
        case AttachedField::completed: return values.completed ? "true" : "false";
    }
    return {};
}

bool says_the_same(AttachedValues const& one, AttachedValues const& other, AttachedField field) {
    return folded_text(shown(one, field)) == folded_text(shown(other, field));
}

void take(AttachedValues& into, AttachedValues const& from, AttachedField field) {
    switch (field) {
        case AttachedField::title: into.title = from.title; break;
        case AttachedField::text: into.text = from.text; break;
        case AttachedField::due: into.due = from.due; break;
        case AttachedField::completed: into.completed = from.completed; break;
    }
}

Json to_json(AttachedValues const& values) {
    return JsonObject{{"title", values.title}, {"text", values.text},
        {"due", values.due ? Json(to_micros(*values.due)) : Json(nullptr)}, {"completed", values.completed}};
}

AttachedValues attached_values_from_json(Json const& json) {
    AttachedValues values;
    values.title = find_text(json, "/title").value_or("");
    values.text = find_text(json, "/text").value_or("");
    if (auto const due = find_integer(json, "/due")) values.due = from_micros(*due);
    values.completed = find_bool(json, "/completed").value_or(false);
    return values;
}

AttachedBinding::AttachedBinding(Json binding, AttachedKind kind, std::vector<Operation> const& operations)
    : binding_(std::move(binding)), kind_(kind), touches_contact_(flag_at(binding_, "touches_contact", false)) {
    for (auto const& declared : binding_.at("fields").get_array()) {
        auto const means = text_at(declared, "means");
        auto const which = std::ranges::find(attached_fields, means, [](AttachedField each) { return to_string(each); });
        if (which == attached_fields.end()) continue;
        Field field;
        field.read = text_at(declared, "read");
        field.create = text_at(declared, "create");
        field.update = text_at(declared, "update");
        field.length = static_cast<std::size_t>(find_integer(declared, "/length").value_or(0));
        field.is_html = flag_at(declared, "html", false);
        field.is_needed = flag_at(declared, "needed", false);
        field.can_clear = flag_at(declared, "clear", true);
        fields_[static_cast<std::size_t>(*which)] = std::move(field);
    }
    auto const id = text_at(binding_.at("list"), "operation");
    auto const found = std::ranges::find(operations, id, &Operation::id);
    if (found != operations.end()) list_operation_ = *found;
}

bool AttachedBinding::can_update(AttachedField which) const {
    auto const* declared = field(which);
    return can_update() && declared != nullptr && !declared->update.empty();
}

bool AttachedBinding::can_clear(AttachedField which) const {
    auto const* declared = field(which);
    return declared != nullptr && declared->can_clear && !declared->is_needed;
}

bool AttachedBinding::is_told_by(std::string_view event_type) const {
    auto const types = texts_at(binding_, "events");
    return std::ranges::find(types, event_type) != types.end();
}

AttachedValues AttachedBinding::fitted(AttachedValues values, TimePoint otherwise) const {
    for (auto const which : {AttachedField::title, AttachedField::text}) {
        auto const* declared = field(which);
        auto& text = which == AttachedField::title ? values.title : values.text;
        if (declared == nullptr)
            text.clear();
        else
            text = cut_text(text, declared->length);
    }
    auto const* due = field(AttachedField::due);
    if (due == nullptr) values.due.reset();
    if (due != nullptr && due->is_needed && !values.due) values.due = otherwise;
    if (field(AttachedField::completed) == nullptr) values.completed = false;
    return values;
}

std::optional<BoundCall> AttachedBinding::call(
    std::string_view member, ConnectionSettings const& settings, std::string_view parent, std::string_view id) const {
    auto const* declared = find(binding_, member);
    if (declared == nullptr) return std::nullopt;
    Names names{{"parent", Json(parent)}, {"id", Json(id)}};
    for (auto const& setting : settings.values) names["setting." + std::string(setting.key())] = setting.value();
    BoundCall bound;
    bound.operation = text_at(*declared, "operation");
    if (auto const* inputs = declared->get_object().if_contains("inputs")) {
        auto filled = substitute(*inputs, names);
        if (!filled) return std::nullopt;
        bound.inputs = std::move(filled->get_object());
    }
    return bound;
}

Json AttachedBinding::written(AttachedField which, AttachedValues const& values, std::optional<Origin> const& origin) const {
    auto const* declared = field(which);
    switch (which) {
        case AttachedField::due: return values.due ? Json(format_time(*values.due)) : Json(nullptr);
        case AttachedField::completed: return values.completed;
        case AttachedField::title: return Json(values.title);
        case AttachedField::text: break;
    }
    auto text = values.text;
    if (origin && has_stamp()) {
        // The line belongs to the text, so the text leaves room for it.
        auto const room = with_stamp("", origin->app_title, origin->id).size() + 2;
        if (declared->length > room) text = cut_text(text, declared->length - room);
        text = with_stamp(text, origin->app_title, origin->id);
    }
    return Json(declared->is_html ? html_from_plain(text) : text);
}

std::optional<BoundCall> AttachedBinding::list(ConnectionSettings const& settings, std::string_view parent) const {
    return call("/list", settings, parent, {});
}

std::optional<BoundCall> AttachedBinding::create(
    ConnectionSettings const& settings, std::string_view parent, AttachedValues const& values, Origin const& origin) const {
    auto bound = call("/create", settings, parent, {});
    if (!bound) return std::nullopt;
    for (auto const which : attached_fields) {
        auto const* declared = field(which);
        if (declared == nullptr || declared->create.empty()) continue;
        auto value = written(which, values, origin);
        bool const is_blank = value.is_null() || (value.is_string() && value.get_string().empty());
        if (!is_blank) bound->inputs[declared->create] = std::move(value);
    }
    if (auto const* rules = find(binding_, "/origin")) bound->inputs[text_at(*rules, "create")] = origin_mark(origin.id);
    return bound;
}

std::optional<BoundCall> AttachedBinding::update(ConnectionSettings const& settings, std::string_view parent, std::string_view id,
    AttachedValues const& values, std::set<AttachedField> const& fields, std::optional<Origin> const& origin) const {
    auto bound = call("/update", settings, parent, id);
    if (!bound) return std::nullopt;
    for (auto const which : fields) {
        if (!can_update(which)) continue;
        bound->inputs[field(which)->update] = written(which, values, origin);
        bound->fields.emplace_back(to_string(which));
    }
    return bound;
}

AttachedItem AttachedBinding::read_item(Json const& shown) const {
    AttachedItem item;
    item.id = find_first_text(shown, {text_at(binding_, "id")});
    auto const text_of = [&](AttachedField which) {
        auto const* declared = field(which);
        auto text = declared == nullptr ? std::string() : find_first_text(shown, {declared->read});
        return declared != nullptr && declared->is_html ? plain_from_html(text) : tidy_text(text);
    };
    item.values.title = text_of(AttachedField::title);
    item.values.text = text_of(AttachedField::text);
    if (has_stamp()) {
        auto stamped = take_stamp(item.values.text);
        item.values.text = std::move(stamped.text);
        item.origin = std::move(stamped.origin);
    } else {
        item.origin = origin_from_mark(find_first_text(shown, {text_at(binding_.at("origin"), "read")}));
    }
    if (auto const* due = field(AttachedField::due)) item.values.due = due_time(find(shown, due->read));
    if (auto const* completed = field(AttachedField::completed))
        item.values.completed = find_bool(shown, completed->read).value_or(false);
    if (auto const pointer = text_at(binding_, "created_at"); !pointer.empty())
        item.created_at = tolerant_time(find(shown, pointer));
    if (auto const pointer = text_at(binding_, "changed_at"); !pointer.empty())
        item.changed_at = tolerant_time(find(shown, pointer));
    return item;
}

Result<AttachedPage> AttachedBinding::read_page(BoundCall const& call, Json const& body, std::int64_t page_number) const {
    AttachedPage page;
    auto const* items = find_array(body, text_at(binding_, "items"));
    if (items == nullptr || !list_operation_)
        return fail(ErrorKind::corrupt, "catalogue.not_a_list", "reading " + call.operation + ": its reply carries no list");
    for (auto const& shown : *items) {
        auto item = read_item(shown);
        if (item.id.empty())
            return fail(
                ErrorKind::corrupt, "catalogue.record_without_id", "reading " + call.operation + ": an item carries no id");
        page.items.push_back(std::move(item));
    }
    TRY(page.next, next_page(*list_operation_, call.inputs, body, page_number));
    return page;
}

std::optional<AttachedItem> AttachedBinding::read(Json const& body) const {
    auto const* shown = find(body, text_at(binding_, "record"));
    if (shown == nullptr || !shown->is_object()) return std::nullopt;
    auto item = read_item(*shown);
    return item.id.empty() ? std::nullopt : std::optional(std::move(item));
}

}  // namespace lockstep::catalogue
