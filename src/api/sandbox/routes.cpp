// SPDX-License-Identifier: Apache-2.0
#include "api/sandbox/routes.hpp"

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "api/sandbox/sandboxes.hpp"
#include "base/bytes.hpp"
#include "base/text.hpp"
#include "sync/state/links.hpp"

namespace lockstep::api {
namespace {

Result<Sandboxes*> sandboxes_of(Context& context) {
    auto* sandboxes = context.parts.sandboxes ? context.parts.sandboxes() : nullptr;
    if (sandboxes == nullptr)
        return fail(ErrorKind::not_found, "sandbox.not_running", "looking at the simulated apps: this server runs without them");
    return sandboxes;
}

// The book that the path names.
struct Named {
    Sandboxes* sandboxes = nullptr;
    std::vector<SandboxBook> books;
    std::size_t at = 0;
    TimePoint asked_at{};  // what comes of an edit is judged from here on; its webhook may come before we have answered

    SandboxBook const& book() const { return books[at]; }
    SandboxBook const& other() const { return books[1 - at]; }
};

Result<Named> named_book(Context& context) {
    TRY(auto* const sandboxes, sandboxes_of(context));
    Named named{sandboxes, sandboxes->books(), 0, context.wall()};
    auto const& app = context.path("app");
    auto const found = std::ranges::find(named.books, app, &SandboxBook::app);
    if (found == named.books.end()) {
        return fail(ErrorKind::not_found, "sandbox.no_book",
            "looking for a simulated app: there is none called " + printable(app),
            {{"reason", "named"}, {"choices", named.books[0].app + ", " + named.books[1].app}});
    }
    named.at = static_cast<std::size_t>(found - named.books.begin());
    return named;
}

ErrorKind kind_of(int status) {
    if (status == 404) return ErrorKind::not_found;
    return status == 409 ? ErrorKind::conflict : ErrorKind::invalid;
}

Result<Json> ask(Sandboxes& sandboxes, std::string_view app, std::string method, std::string path, std::string body = {}) {
    auto const reply = sandboxes.ask(app, std::move(method), std::move(path), std::move(body));
    TRY(auto answer, parse_json(reply.body, {.bytes = 8 << 20, .members = 1'000'000}));
    if (reply.status < 300) return answer;
    return fail(kind_of(reply.status), std::string(find_text(answer, "/title").value_or("sandbox.no_route")),
        std::string(find_text(answer, "/detail").value_or("")));
}

std::string path_of(std::string const& record) { return "people/" + percent_encode(record); }

connections::Directory::Entry connection_to(Context& context, SandboxBook const& book) {
    for (auto const& entry : context.parts.directory.all()) {
        bool const leads_there = entry->account == context.account() && entry->settings.base_url == book.url;
        if (leads_there && entry->state != connections::ConnectionState::disabled) return entry;
    }
    return nullptr;
}

struct Linked {
    std::string partner;
    std::string sync;
    std::string link;
};

// Whom each of these records of one book is linked with; nullopt: with nobody.
Task<Result<std::vector<std::optional<Linked>>>> partners(
    Context& context, SandboxBook const& here, SandboxBook const& there, std::vector<std::string> const& records) {
    std::vector<std::optional<Linked>> found(records.size());
    auto const own = connection_to(context, here);
    auto const other = connection_to(context, there);
    if (!own || !other) co_return found;
    CO_TRY(auto const syncs, co_await context.parts.syncs.list(context.account()));
    for (auto const& sync : syncs) {
        auto const& sides = contacts::both_sides;
        auto const side = std::ranges::find_if(sides, [&](contacts::Side each) {
            return sync.connection(each) == own->id && sync.connection(contacts::other(each)) == other->id;
        });
        if (side == sides.end()) continue;
        CO_TRY_VOID(co_await context.parts.database.read([&](Transaction& transaction) -> Result<void> {
            sync::Scope const scope{transaction, context.parts.vault, context.account(), sync.id, context.now()};
            for (std::size_t i = 0; i < records.size(); ++i) {
                TRY(auto const link, sync::link_of(scope, *side, records[i]));
                if (!found[i] && link && link->is_complete())
                    found[i] = Linked{*link->record(contacts::other(*side)), sync.id.text(), link->id.text()};
            }
            return {};
        }));
    }
    co_return found;
}

JsonObject line_view(Json const& line, std::string_view app) {
    JsonObject view{{"app", app}};
    for (auto const* name : {"id", "name", "email", "phone", "archived", "changed_at"}) view[name] = line.at(name);
    return view;
}

Json text_of(std::optional<Linked> const& linked, std::string Linked::* member) {
    return linked ? Json((*linked).*member) : Json(nullptr);
}

Task<Result<HttpReply>> get_sandbox(Context& context) {
    CO_TRY(auto* const sandboxes, sandboxes_of(context));
    JsonArray books;
    for (auto const& book : sandboxes->books()) {
        CO_TRY(auto screen, ask(*sandboxes, book.app, "GET", "screen"));
        auto const connection = connection_to(context, book);
        auto& view = screen.get_object();
        view["app"] = book.app;
        view["title"] = book.title;
        view["connection"] = connection ? Json(connection->id.text()) : Json(nullptr);
        for (auto& each : view["allowance"].get_array()) {
            auto const code = "simulated.allowance." + std::string(*find_text(each, "/name"));
            each.get_object()["title"] = messages::text(context.language, code);
        }
        books.push_back(std::move(screen));
    }
    co_return json_reply(JsonObject{{"books", std::move(books)}});
}

// Where a page ended: in which book, and after whom.
struct Place {
    std::size_t book = 0;
    std::string after;
};

Result<Place> place_of_cursor(std::string const& cursor) {
    if (cursor.empty()) return Place{};
    auto const text = from_hex(cursor);
    if (!text || text->size() < 2 || ((*text)[0] != '0' && (*text)[0] != '1') || (*text)[1] != '\n')
        return fail(ErrorKind::invalid, "api.bad_parameter", "listing people: the cursor is none that a page gave");
    return Place{static_cast<std::size_t>((*text)[0] - '0'), text->substr(2)};
}

struct PageOfPeople {
    Sandboxes& sandboxes;
    std::vector<SandboxBook> books;
    std::string search;
    std::size_t most;
    JsonArray items{};
    Place place{};
    bool is_complete = false;
};

// The people of one book from `place` on, with the partner of each; of the second one those only whom the first has not shown.
Task<Result<void>> read_book(Context& context, PageOfPeople& page) {
    auto const at = page.place.book;
    auto const& here = page.books[at];
    auto const& there = page.books[1 - at];
    for (;;) {
        auto const left = std::to_string(page.most - page.items.size());
        CO_TRY(auto const found,
            ask(page.sandboxes, here.app, "GET",
                "people?limit=" + left + "&q=" + percent_encode(page.search) + "&after=" + percent_encode(page.place.after)));
        auto const& lines = *find_array(found, "/items");
        std::vector<std::string> ids;
        for (auto const& line : lines) ids.emplace_back(*find_text(line, "/id"));
        CO_TRY(auto const linked, co_await partners(context, here, there, ids));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            page.place.after = std::string(*find_text(lines[i], "/place"));
            Json other;
            if (linked[i]) {
                auto const asked = path_of(linked[i]->partner) + "?q=" + percent_encode(page.search);
                if (auto const partner = ask(page.sandboxes, there.app, "GET", asked)) {
                    if (at == 1 && find_bool(*partner, "/fits").value_or(false)) continue;
                    other = line_view(*partner, there.app);
                }
            }
            Json own = line_view(lines[i], here.app);
            page.items.push_back(JsonObject{{"left", at == 0 ? own : other}, {"right", at == 0 ? other : own},
                {"sync", text_of(linked[i], &Linked::sync)}, {"link_id", text_of(linked[i], &Linked::link)}});
        }
        bool const is_read = find(found, "/next")->is_null();
        if (is_read) {
            page.is_complete = at == 1;
            page.place = {1, ""};
            co_return Result<void>{};
        }
        if (page.items.size() == page.most) co_return Result<void>{};
    }
}

Task<Result<HttpReply>> list_people(Context& context) {
    CO_TRY(auto* const sandboxes, sandboxes_of(context));
    CO_TRY(auto place, place_of_cursor(context.query.text("cursor")));
    PageOfPeople page{.sandboxes = *sandboxes,
        .books = sandboxes->books(),
        .search = context.query.text("query"),
        .most = static_cast<std::size_t>(context.query.number("limit")),
        .place = std::move(place)};
    while (!page.is_complete && page.items.size() < page.most) CO_TRY_VOID(co_await read_book(context, page));
    auto const next = page.is_complete ? std::string() : to_hex(std::to_string(page.place.book) + "\n" + page.place.after);
    co_return json_reply(api::page(std::move(page.items), next));
}

Task<Result<Json>> person_view(Context& context, Named const& named, Json person) {
    auto& view = person.get_object();
    std::vector<std::string> const ids{std::string(*find_text(person, "/id"))};
    view.erase("place");
    view.erase("fits");
    CO_TRY(auto const linked, co_await partners(context, named.book(), named.other(), ids));
    view["app"] = named.book().app;
    view["at"] = format_time(named.asked_at);
    view["partner"] = text_of(linked.front(), &Linked::partner);
    view["sync"] = text_of(linked.front(), &Linked::sync);
    view["link_id"] = text_of(linked.front(), &Linked::link);
    co_return person;
}

// What was done stands in the audit with the app and its record.
Task<Result<HttpReply>> done(
    Context& context, Named const& named, std::string_view action, Result<Json> answer, int status = 200) {
    CO_TRY(auto person, std::move(answer));
    auto const id = std::string(*find_text(person, "/id"));
    CO_TRY_VOID(co_await note_in_audit(context, action, named.book().app + " " + id));
    CO_TRY(auto const view, co_await person_view(context, named, std::move(person)));
    co_return json_reply(view, status);
}

std::string fields_of(Context& context) { return to_text(Members(context).object("fields")); }

Task<Result<HttpReply>> create_sandbox_person(Context& context) {
    CO_TRY(auto const named, named_book(context));
    auto made = ask(*named.sandboxes, named.book().app, "POST", "people", fields_of(context));
    co_return co_await done(context, named, "sandbox.create", std::move(made), 201);
}

Task<Result<HttpReply>> get_sandbox_person(Context& context) {
    CO_TRY(auto const named, named_book(context));
    CO_TRY(auto person, ask(*named.sandboxes, named.book().app, "GET", path_of(context.path("record_id"))));
    CO_TRY(auto const view, co_await person_view(context, named, std::move(person)));
    co_return json_reply(view);
}

Task<Result<HttpReply>> edit_sandbox_person(Context& context) {
    CO_TRY(auto const named, named_book(context));
    auto const path = path_of(context.path("record_id"));
    auto edited = ask(*named.sandboxes, named.book().app, "PATCH", path, fields_of(context));
    co_return co_await done(context, named, "sandbox.edit", std::move(edited));
}

Task<Result<HttpReply>> delete_sandbox_person(Context& context) {
    CO_TRY(auto const named, named_book(context));
    auto const& record = context.path("record_id");
    CO_TRY_VOID(ask(*named.sandboxes, named.book().app, "DELETE", path_of(record)));
    CO_TRY_VOID(co_await note_in_audit(context, "sandbox.delete", named.book().app + " " + record));
    co_return no_content();
}

Task<Result<HttpReply>> add_attached(Context& context, std::string_view kind, std::string_view action) {
    CO_TRY(auto const named, named_book(context));
    auto const path = path_of(context.path("record_id")) + "/" + std::string(kind);
    auto added = ask(*named.sandboxes, named.book().app, "POST", path, to_text(context.body));
    co_return co_await done(context, named, action, std::move(added), 201);
}
Task<Result<HttpReply>> add_note(Context& context) { return add_attached(context, "notes", "sandbox.add_note"); }
Task<Result<HttpReply>> add_task(Context& context) { return add_attached(context, "tasks", "sandbox.add_task"); }

// The words of a switch stand in messages/<language>.json; that each has some is tested in app.
Json fault_view(Context& context, std::string_view app, Json const& fault) {
    JsonObject view = fault.as_object();
    auto const word = [&](std::string const& code) { return messages::text(context.language, "simulated." + code); };
    auto const name = std::string(*find_text(fault, "/name"));
    view["app"] = app;
    view["group_title"] = word("group." + std::string(*find_text(fault, "/group")));
    view["title"] = word("fault." + name + ".title");
    view["explanation"] = word("fault." + name + ".explanation");
    view["remedy"] = word("fault." + name + ".remedy");
    return view;
}

void add_faults(Context& context, std::string_view app, Json const& answer, JsonArray& items) {
    for (auto const& each : *find_array(answer, "/switches")) items.push_back(fault_view(context, app, each));
}

Task<Result<HttpReply>> list_faults(Context& context) {
    CO_TRY(auto* const sandboxes, sandboxes_of(context));
    JsonArray items;
    for (auto const& book : sandboxes->books()) {
        CO_TRY(auto const answer, ask(*sandboxes, book.app, "GET", "switches"));
        add_faults(context, book.app, answer, items);
    }
    co_return json_reply(JsonObject{{"items", std::move(items)}});
}

Task<Result<HttpReply>> set_fault(Context& context) {
    CO_TRY(auto const named, named_book(context));
    auto const& fault = context.path("fault");
    CO_TRY(auto const answer,
        ask(*named.sandboxes, named.book().app, "PUT", "switches/" + percent_encode(fault), to_text(context.body)));
    auto const action = Members(context).flag("on") ? "sandbox.fault_on" : "sandbox.fault_off";
    CO_TRY_VOID(co_await note_in_audit(context, action, named.book().app + " " + fault));
    co_return json_reply(fault_view(context, named.book().app, answer));
}

Task<Result<HttpReply>> heal(Context& context) {
    CO_TRY(auto* const sandboxes, sandboxes_of(context));
    JsonArray items;
    for (auto const& book : sandboxes->books()) {
        CO_TRY(auto const answer, ask(*sandboxes, book.app, "POST", "heal"));
        add_faults(context, book.app, answer, items);
    }
    CO_TRY_VOID(co_await note_in_audit(context, "sandbox.heal", ""));
    co_return json_reply(JsonObject{{"items", std::move(items)}});
}

Task<Result<HttpReply>> make_event(Context& context) {
    CO_TRY(auto const named, named_book(context));
    CO_TRY_VOID(ask(*named.sandboxes, named.book().app, "POST", "provoke", to_text(context.body)));
    auto const type = Members(context).text("type");
    CO_TRY_VOID(co_await note_in_audit(context, "sandbox.event", named.book().app + " " + type));
    co_return no_content();
}

}  // namespace

std::vector<Route> sandbox_routes() {
    return {
        {"GET", "/api/v1/sandbox", Scope::write, get_sandbox},
        {"GET", "/api/v1/sandbox/people", Scope::write, list_people},
        {"POST", "/api/v1/sandbox/people/{app}", Scope::write, create_sandbox_person},
        {"GET", "/api/v1/sandbox/people/{app}/{record_id}", Scope::write, get_sandbox_person},
        {"PATCH", "/api/v1/sandbox/people/{app}/{record_id}", Scope::write, edit_sandbox_person},
        {"DELETE", "/api/v1/sandbox/people/{app}/{record_id}", Scope::write, delete_sandbox_person},
        {"POST", "/api/v1/sandbox/people/{app}/{record_id}/notes", Scope::write, add_note},
        {"POST", "/api/v1/sandbox/people/{app}/{record_id}/tasks", Scope::write, add_task},
        {"GET", "/api/v1/sandbox/faults", Scope::write, list_faults},
        {"PUT", "/api/v1/sandbox/faults/{app}/{fault}", Scope::write, set_fault},
        {"POST", "/api/v1/sandbox/heal", Scope::write, heal},
        {"POST", "/api/v1/sandbox/events/{app}", Scope::write, make_event},
    };
}

}  // namespace lockstep::api
