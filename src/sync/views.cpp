// SPDX-License-Identifier: Apache-2.0
#include "sync/views.hpp"

#include <algorithm>
#include <map>

#include "contacts/spelling.hpp"
#include "outbox/outbox.hpp"
#include "sync/brake_answers.hpp"
#include "sync/discovery/outdate.hpp"
#include "sync/issue_words.hpp"
#include "sync/person.hpp"
#include "sync/person_name.hpp"
#include "sync/reconcile/load.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/counts.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/name_words.hpp"
#include "sync/state/waiting_creates.hpp"
#include "work/groups.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::int64_t records_per_look = 100;
constexpr std::int64_t history_shown = 200;  // of one record

Json or_null(std::string const& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json or_null(std::optional<std::string> const& text) { return text ? Json(*text) : Json(nullptr); }
Json or_null(std::optional<TimePoint> const& time) { return time ? Json(format_time(*time)) : Json(nullptr); }

Json projected(contacts::Projection const& projection, std::string const& name) {
    auto const found = projection.find(name);
    return found == projection.end() ? Json(nullptr) : contacts::to_json(found->second);
}

// Follow-on pages: one row more than asked for says that there is a next page.
JsonObject page_of(JsonArray items, std::int64_t limit, std::string const& next) {
    bool const has_more = static_cast<std::int64_t>(items.size()) > limit;
    if (has_more) items.pop_back();
    return {{"items", std::move(items)}, {"next", has_more ? Json(next) : Json(nullptr)}};
}

Result<JsonObject> summary_of(ViewContext const& view, Person const& person) {
    JsonObject summary{{"link_id", or_null(person.link_id)}, {"a_record", or_null(person.a)}, {"b_record", or_null(person.b)},
        {"name", ""}, {"email", nullptr}, {"phone", nullptr}, {"state", person.state}, {"updated_at", nullptr}};
    auto const& mapping = view.sync.mapping;
    std::optional<TimePoint> updated_at;
    for (auto const side : {Side::b, Side::a}) {  // side a last: its values are shown where both have them
        auto const& id = side == Side::a ? person.a : person.b;
        if (!id) continue;
        TRY(auto const mirror, load_mirror(view.scope, side, *id));
        if (!mirror) continue;
        auto const seen = contacts::project(mapping, side, mirror->record);
        if (auto const name = person_name(mapping, seen); !name.empty()) summary["name"] = name;
        if (auto email = projected(seen, mapping.email_field); email.is_string()) summary["email"] = std::move(email);
        if (auto phone = projected(seen, mapping.phone_field); phone.is_string()) summary["phone"] = std::move(phone);
        updated_at = std::max(updated_at.value_or(mirror->observed_at), mirror->observed_at);
    }
    summary["updated_at"] = or_null(updated_at);
    return summary;
}

JsonObject change_json(StoredChange const& change) {
    auto const value = [&](std::string_view pointer) {
        auto const* found = find(change.values, pointer);
        return found == nullptr ? Json(nullptr) : *found;
    };
    return JsonObject{
        {"id", change.id},
        {"at", format_time(change.created_at)},
        {"settled_at", or_null(change.settled_at)},
        {"batch_id", or_null(change.batch)},
        {"link_id", or_null(change.link)},
        {"a_record", or_null(change.a)},
        {"b_record", or_null(change.b)},
        {"side", change.side},
        {"field", change.row},
        {"before", value("/before")},
        {"after", value("/after")},
        {"reason", change.reason},
        {"mapping_version", change.mapping_version},
        {"event_id", change.cause.starts_with("evt_") ? Json(change.cause) : Json(nullptr)},
        {"call_id", or_null(change.call)},
        {"outcome", change.outcome},
    };
}

JsonArray changes_json(std::vector<StoredChange> const& changes) {
    JsonArray items;
    for (auto const& change : changes) items.push_back(change_json(change));
    return items;
}

bool asks_a_person(contacts::Mapping const& mapping, std::string_view field) {
    auto const row = std::ranges::find_if(mapping.rows, [&](auto const& each) { return each.a == field || each.b == field; });
    return row == mapping.rows.end() || row->rule.conflict == contacts::ConflictRule::ask;
}

// The two values between which a person chooses.
Result<Json> values_of(ViewContext const& view, StoredIssue const& issue, std::vector<Choice> const& choices) {
    bool const has_values =
        std::ranges::any_of(choices, [](Choice choice) { return choice == Choice::use_a || choice == Choice::use_b; });
    if (!has_values) return Json(nullptr);
    auto const* detail = issue.detail.if_object();
    if (detail != nullptr && detail->contains("a") && detail->contains("b"))
        return Json(JsonObject{{"a", detail->at("a")}, {"b", detail->at("b")}});
    TRY(auto const link, load_link(view.scope, LinkId{issue.subject}));
    if (!link) return Json(nullptr);
    TRY(auto const shown, shown_of_row(view.scope, view.sync.mapping, *link, issue.field));
    if (!shown) return Json(nullptr);
    return Json(JsonObject{{"a", contacts::to_json(shown->a)}, {"b", contacts::to_json(shown->b)}});
}

// The part of a name that is alike in both apps' words for one thing.
bool is_likely_source(catalogue::BoundField const& needed, std::string name) {
    std::ranges::transform(
        name, name.begin(), [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each + 32) : each; });
    if (name.starts_with("custom.")) name = name.substr(7);
    if (name == needed.means || name == needed.name) return true;
    return needed.name.size() >= 3 && name.starts_with(needed.name.substr(0, 3));
}

// What a field that the app demands could be given: the values it takes, and the other app's fields that could say it.
JsonObject sources_of(ViewContext const& view, StoredIssue const& issue) {
    auto const side = contacts::side_from(find_text(issue.detail, "/side").value_or("b"));
    auto const& to = side == Side::a ? view.a : view.b;
    auto const& from = side == Side::a ? view.b : view.a;
    auto const needed = to.connector->contacts->field(issue.field);
    auto detail = issue.detail.is_object() ? issue.detail.get_object() : JsonObject{};
    JsonArray values, fields;
    for (auto const& each : needed.choices) values.emplace_back(each);
    auto const add = [&](std::string const& name, messages::LocalText const& label) {
        auto const row =
            std::ranges::find_if(view.sync.mapping.rows, [&](auto const& each) { return each.at(side) == issue.field; });
        bool const is_present = row != view.sync.mapping.rows.end() && row->at(contacts::other(side)) == name;
        fields.push_back(JsonObject{{"name", name}, {"label", JsonObject{{"en", label.en}, {"fr", label.fr}}},
            {"is_source", is_present}, {"is_likely", !is_present && is_likely_source(needed, name)}});
    };
    for (auto const& field : from.connector->contacts->fields()) {
        if (field.kind != contacts::FieldKind::set) add(field.name, field.label);
    }
    for (auto const& custom : from.custom_fields) add("custom." + custom.key, {custom.name, custom.name});
    detail["label"] = JsonObject{{"en", needed.label.en}, {"fr", needed.label.fr}};
    detail["means"] = needed.means;
    detail["values"] = std::move(values);
    detail["fields"] = std::move(fields);
    return detail;
}

Result<JsonObject> issue_json(ViewContext const& view, StoredIssue const& issue) {
    auto const choices = choices_of(issue, view.sync.mapping);
    JsonArray choice_words;
    for (auto const choice : choices) choice_words.emplace_back(to_string(choice));
    TRY(auto values, values_of(view, issue, choices));
    TRY(auto const answer, last_answer_to(view.scope, IssueId{issue.id}));
    bool const is_answered = answer && answer->state == AnswerState::given;
    Json detail = issue.detail;
    if (issue.kind == create_needs_issue) detail = sources_of(view, issue);
    if (harm_of_issue(issue.kind)) {
        TRY(detail, brake_detail(view.scope, view.sync, issue));
    }
    auto const words = words_for({.kind = issue.kind,
        .field = issue.field,
        .detail = detail,
        .a_title = view.a.connector->title,
        .b_title = view.b.connector->title,
        .asks_a_person = asks_a_person(view.sync.mapping, issue.field)});
    bool const is_record = issue.subject.starts_with("a:") || issue.subject.starts_with("b:");
    return JsonObject{
        {"id", issue.id},
        {"kind", issue.kind},
        {"subject", or_null(is_record ? issue.subject.substr(2) : issue.subject)},
        {"field", or_null(issue.field)},
        {"code", words.code},
        {"params", messages::to_json(words.params)},
        {"detail", std::move(detail)},
        {"choices", issue.is_open ? std::move(choice_words) : JsonArray{}},
        {"values", std::move(values)},
        {"version", question_version(view.scope, issue)},
        {"answer", is_answered ? Json(answer_json(*answer)) : Json(nullptr)},
        {"state", issue.is_open ? "open" : "closed"},
        {"count", issue.count},
        {"first_at", format_time(issue.first_at)},
        {"last_at", format_time(issue.last_at)},
    };
}

Result<JsonArray> issues_json(ViewContext const& view, std::vector<StoredIssue> const& issues) {
    JsonArray items;
    for (auto const& issue : issues) {
        TRY(auto item, issue_json(view, issue));
        items.push_back(std::move(item));
    }
    return items;
}

Result<JsonArray> issues_of(ViewContext const& view, Person const& person) {
    std::vector<std::string> subjects;
    if (!person.link_id.empty()) subjects.push_back(person.link_id);
    if (person.a) subjects.push_back(issue_subject(Side::a, *person.a));
    if (person.b) subjects.push_back(issue_subject(Side::b, *person.b));
    TRY(auto issues, open_issues_about(view.scope, subjects));
    // A question about a field that this person lacks is asked once for everybody.
    for (auto const side : contacts::both_sides) {
        auto const& record = side == Side::a ? person.b : person.a;
        if (!record) continue;
        TRY(auto const fields, fields_waited_for(view.scope, side, issue_subject(contacts::other(side), *record)));
        if (fields.empty()) continue;
        TRY(auto needs, open_issues_about(view.scope, {view.sync.connection(side).text()}));
        std::erase_if(needs, [&](auto const& each) {
            return each.kind != create_needs_issue || std::ranges::find(fields, each.field) == fields.end();
        });
        issues.insert(issues.end(), needs.begin(), needs.end());
    }
    return issues_json(view, issues);
}

Json side_json(std::optional<Mirror> const& mirror) {
    if (!mirror) return nullptr;
    JsonObject fields;
    for (auto const& [name, value] : mirror->record.fields) fields[name] = contacts::to_json(value);
    return JsonObject{{"id", mirror->record.id}, {"fields", std::move(fields)},
        {"changed_at", or_null(mirror->record.changed_at)}, {"observed_at", format_time(mirror->observed_at)},
        {"archived", mirror->record.archived}};
}

JsonArray rows_json(
    ViewContext const& view, std::optional<Mirror> const& a, std::optional<Mirror> const& b, LinkMemory const& memory) {
    auto const& mapping = view.sync.mapping;
    auto const seen_a = a ? contacts::project(mapping, Side::a, a->record) : contacts::Projection{};
    auto const seen_b = b ? contacts::project(mapping, Side::b, b->record) : contacts::Projection{};
    JsonArray list;
    for (auto const& row : mapping.rows) {
        contacts::FieldState state;
        if (auto found = memory.base.find(row.a); found != memory.base.end()) state.base = found->second;
        if (auto found = seen_a.find(row.a); found != seen_a.end()) state.a = found->second;
        if (auto found = seen_b.find(row.a); found != seen_b.end()) state.b = found->second;
        std::string decision = "none", reason = "only_one_side";
        if (a && b) {
            auto const times = change_times(row, *a, *b);
            state.a_changed_at = times.a;
            state.b_changed_at = times.b;
            auto const decided = contacts::decide_row(mapping, row, state);
            decision = contacts::to_string(decided.verdict);
            reason = decided.reason;
        }
        list.push_back(JsonObject{{"field", row.a}, {"a", contacts::to_json(state.a)}, {"b", contacts::to_json(state.b)},
            {"base", state.base ? contacts::to_json(*state.base) : Json(nullptr)}, {"decision", decision}, {"reason", reason}});
    }
    return list;
}

bool is_in_state(RecordQuery const& query, Person const& person) {
    return query.state.empty() || query.state == person.state || (query.state == "unlinked" && person.link_id.empty());
}

// Records are paged side a first (with their links), then those of side b that have no link.
Result<JsonArray> list_people(ViewContext const& view, RecordQuery const& query, std::string& last) {
    JsonArray items;
    std::string cursor = query.cursor.empty() ? "a:" : query.cursor;
    if (!cursor.starts_with("a:") && !cursor.starts_with("b:"))
        return fail(ErrorKind::invalid, "api.bad_parameter", "listing records: the cursor is none that a page gave");
    for (auto const side : {Side::a, Side::b}) {
        std::string const prefix = side == Side::a ? "a:" : "b:";
        if (!cursor.starts_with(prefix)) {
            if (side == Side::a) continue;
            cursor = prefix;
        }
        while (static_cast<std::int64_t>(items.size()) <= query.limit) {
            TRY(auto const ids, mirrors_after(view.scope, side, cursor.substr(2), records_per_look));
            for (auto const& id : ids) {
                if (static_cast<std::int64_t>(items.size()) > query.limit) break;
                TRY(auto const person, person_of(view.scope, side, id));
                bool const is_listed_already = side == Side::b && !person.link_id.empty() && person.a;
                bool const is_wanted = is_in_state(query, person);
                auto const before = cursor;
                cursor = prefix + id;
                if (is_listed_already || !is_wanted) continue;
                if (static_cast<std::int64_t>(items.size()) == query.limit) last = before;
                TRY(auto summary, summary_of(view, person));
                items.push_back(std::move(summary));
            }
            if (static_cast<std::int64_t>(ids.size()) < records_per_look) break;
        }
        if (static_cast<std::int64_t>(items.size()) > query.limit) break;
    }
    return items;
}

// People whose name has these words; those of side a first, as everywhere.
Result<Json> find_by_name(ViewContext const& view, RecordQuery const& query) {
    NameSearch const search{words_of_name(query.text), query.cursor, query.limit};
    JsonArray items;
    TRY(bool const is_complete, are_names_complete(view.scope));
    std::optional<std::string> next;
    if (!search.words.empty()) {
        auto const take = [&](NamedRecord const& found) -> Result<bool> {
            TRY(auto const person, person_of(view.scope, found.side, found.record_id));
            if (!is_in_state(query, person)) return false;
            if (found.side == Side::b && person.a) {
                // Whom the other side calls so as well was listed there.
                TRY(auto const mirror, load_mirror(view.scope, Side::a, *person.a));
                auto const& mapping = view.sync.mapping;
                if (mirror && has_words(words_of_name(person_name(mapping, contacts::project(mapping, Side::a, mirror->record))),
                                  search.words))
                    return false;
            }
            TRY(auto summary, summary_of(view, person));
            items.push_back(std::move(summary));
            return true;
        };
        TRY(next, find_names(view.scope, view.sync.mapping, search, take));
    }
    return Json(JsonObject{{"items", std::move(items)}, {"next", or_null(next)}, {"names_complete", is_complete}});
}

Result<JsonArray> find_people(ViewContext const& view, RecordQuery const& query) {
    std::map<std::string, Person> people;
    for (auto const side : {Side::a, Side::b}) {
        std::vector<std::string> ids;
        TRY(auto const by_id, load_mirror(view.scope, side, query.text));
        if (by_id) ids.push_back(query.text);
        for (auto const kind : {contacts::FieldKind::email, contacts::FieldKind::phone}) {
            auto const value = contacts::canonical(kind, contacts::Value{query.text}, view.sync.mapping.region);
            auto const* text = std::get_if<std::string>(&value);
            if (text == nullptr) continue;
            TRY(auto const found,
                find_mirrors(view.scope, side, kind == contacts::FieldKind::email ? MirrorKey::email : MirrorKey::phone, *text));
            ids.insert(ids.end(), found.ids.begin(), found.ids.end());
        }
        for (auto const& id : ids) {
            TRY(auto person, person_of(view.scope, side, id));
            if (!is_in_state(query, person)) continue;
            auto const key = person.link_id.empty() ? issue_subject(side, id) : person.link_id;
            people.emplace(key, std::move(person));
        }
    }
    JsonArray items;
    for (auto const& [key, person] : people) {
        TRY(auto summary, summary_of(view, person));
        items.push_back(std::move(summary));
    }
    return items;
}

}  // namespace

Result<Json> status_view(ViewContext const& view) {
    TRY(auto const activity, load_activity(view.scope));
    auto const& counts = activity.counts;
    auto const linked = counts.linked, records_a = counts.records.a, records_b = counts.records.b;
    TRY(auto const effects, outbox::counts_of(view.scope.transaction, view.scope.account, "sync", view.scope.sync.text()));
    TRY(auto const queue, work::counts_of(view.scope.transaction, view.scope.account, reconcile_queue, view.scope.sync.text()));
    auto const unknown = effects.unknown;
    auto const all = queue.total();
    auto const waiting = all.waiting + all.leased + all.parked;
    auto const& bulk = queue.lanes[static_cast<std::size_t>(work::Lane::bulk)];
    auto const pairing = bulk.waiting + bulk.leased;
    // What is due since then and not served yet.
    auto const oldest = queue.oldest_due_at && *queue.oldest_due_at <= view.scope.now ? queue.oldest_due_at : std::nullopt;
    auto const phase = view.sync.backfill_phase == "read_records" || view.sync.backfill_phase == outdating_phase
                           ? std::string("read")
                       : view.sync.backfill_phase.starts_with("pair_a") ? std::string("pair_a")
                       : view.sync.backfill_phase.starts_with("pair")   ? std::string("pair_b")
                                                                        : view.sync.backfill_phase;
    auto const total = records_a + records_b - linked;
    std::int64_t const paired = phase == "done"             ? total
                                : phase.starts_with("pair") ? std::max<std::int64_t>(0, total - pairing)
                                                            : 0;
    double const lag = oldest ? std::chrono::duration<double>(view.scope.now - *oldest).count() : 0.0;
    TRY(auto quota_a, calls::quota_report(view.scope.transaction, view.scope.account, view.a, view.scope.now));
    TRY(auto quota_b, calls::quota_report(view.scope.transaction, view.scope.account, view.b, view.scope.now));
    return Json(JsonObject{
        {"state", to_string(view.sync.state)},
        {"backfill", JsonObject{{"phase", phase}, {"read", JsonObject{{"a", records_a}, {"b", records_b}}}, {"paired", paired},
                         {"total", total}}},
        {"counts", JsonObject{{"linked", linked}, {"unlinked_a", records_a - linked}, {"unlinked_b", records_b - linked},
                       {"records_a", records_a}, {"records_b", records_b}, {"unsure", counts.ambiguous}, {"waiting", waiting},
                       {"unknown", unknown}, {"open_issues", counts.open_issues}, {"changes_24h", activity.changes_24h}}},
        {"lag_seconds", std::max(0.0, lag)},
        {"quota", JsonObject{{"a", std::move(quota_a)}, {"b", std::move(quota_b)}}},
        {"last_change_at", or_null(activity.last_change_at)},
    });
}

Result<Json> records_view(ViewContext const& view, RecordQuery const& query) {
    std::string last;
    if (!query.text.empty()) {
        // Only names have more than one page.
        JsonArray items;
        if (query.cursor.empty()) {
            TRY(items, find_people(view, query));
        }
        if (items.empty()) return find_by_name(view, query);
        return Json(JsonObject{{"items", std::move(items)}, {"next", nullptr}, {"names_complete", true}});
    }
    TRY(auto items, list_people(view, query, last));
    auto page = page_of(std::move(items), query.limit, last);
    page["names_complete"] = true;
    return Json(std::move(page));
}

Result<Json> record_view(ViewContext const& view, std::string const& record_id) {
    std::optional<Person> person;
    LinkMemory memory;
    TRY(auto link, load_link(view.scope, LinkId{record_id}));
    if (link) person = person_of(*link);
    for (auto const side : {Side::a, Side::b}) {
        if (person) break;
        TRY(auto const mirror, load_mirror(view.scope, side, record_id));
        if (!mirror) continue;
        TRY(person, person_of(view.scope, side, record_id));
        TRY(link, link_of(view.scope, side, record_id));
    }
    if (!person)
        return fail(ErrorKind::not_found, "sync.no_such_record", "showing record " + record_id + ": neither side has it");
    if (link) {
        memory = link->memory;
        forget_remapped(memory, view.sync.mapping);
    }
    std::optional<Mirror> a, b;
    if (person->a) {
        TRY(a, load_mirror(view.scope, Side::a, *person->a));
    }
    if (person->b) {
        TRY(b, load_mirror(view.scope, Side::b, *person->b));
    }
    TRY(auto summary, summary_of(view, *person));
    TRY(auto issues, issues_of(view, *person));
    JsonArray history;
    if (!person->link_id.empty()) {
        TRY(auto const changes, list_changes(view.scope, {.record = person->link_id, .limit = history_shown}));
        history = changes_json(changes);
    }
    return Json(JsonObject{{"summary", std::move(summary)}, {"sides", JsonObject{{"a", side_json(a)}, {"b", side_json(b)}}},
        {"rows", rows_json(view, a, b, memory)}, {"history", std::move(history)}, {"issues", std::move(issues)}});
}

Result<Json> changes_view(ViewContext const& view, ChangeQuery const& query) {
    TRY(auto const changes, list_changes(view.scope, {query.cursor, query.record_id, query.batch_id, query.limit + 1}));
    auto const at = static_cast<std::size_t>(std::max<std::int64_t>(1, query.limit)) - 1;
    std::string const next = changes.size() > at ? changes[at].id : std::string();
    return Json(page_of(changes_json(changes), query.limit, next));
}

Result<Json> issues_view(ViewContext const& view, IssueQuery const& query) {
    auto const is_open = query.state.empty() ? std::nullopt : std::optional(query.state == "open");
    auto const found = query.kind.empty() ? list_issues(view.scope, is_open, query.cursor, query.limit + 1)
                                          : list_open_issues_of(view.scope, query.kind, query.cursor, query.limit + 1);
    if (!found) return pass_on(found.error());
    auto const& issues = *found;
    auto const at = static_cast<std::size_t>(std::max<std::int64_t>(1, query.limit)) - 1;
    auto const next = issues.size() > at ? issue_cursor(issues[at]) : std::string();
    TRY(auto items, issues_json(view, issues));
    return Json(page_of(std::move(items), query.limit, next));
}

JsonObject answer_json(StoredAnswer const& stored) {
    auto const& answer = stored.answer;
    auto const& records = stored.subject.records;
    return JsonObject{
        {"id", answer.id.text()},
        {"issue_id", stored.issue.text()},
        {"choice", to_string(answer.choice)},
        {"link_id", stored.subject.link ? Json(stored.subject.link->text()) : Json(nullptr)},
        {"a_record", or_null(records.a)},
        {"b_record", or_null(records.b)},
        {"field", or_null(answer.row)},
        {"saw", JsonObject{{"a", contacts::to_json(answer.saw.a)}, {"b", contacts::to_json(answer.saw.b)}}},
        {"want", JsonObject{{"a", contacts::to_json(answer.want.a)}, {"b", contacts::to_json(answer.want.b)}}},
        {"takes_back", answer.restores_base},
        {"state", to_string(stored.state)},
        {"given_by", stored.given_by},
        {"given_at", format_time(stored.given_at)},
        {"ended_at", or_null(stored.ended_at)},
        {"can_take_back", can_be_taken_back(stored)},
    };
}

Result<Json> answers_view(ViewContext const& view, std::string const& cursor, std::int64_t limit) {
    TRY(auto const answers, list_answers(view.scope, cursor, limit + 1));
    JsonArray items;
    for (auto const& each : answers) items.push_back(answer_json(each));
    auto const at = static_cast<std::size_t>(std::max<std::int64_t>(1, limit)) - 1;
    return Json(page_of(std::move(items), limit, answers.size() > at ? answers[at].answer.id.text() : std::string()));
}

}  // namespace lockstep::sync
