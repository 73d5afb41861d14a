// SPDX-License-Identifier: Apache-2.0
#include "api/people/routes.hpp"

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"

namespace lockstep::api {
namespace {

SyncId id_of(Context& context) { return SyncId{context.path("sync_id")}; }

Task<Result<HttpReply>> find_people(Context& context) {
    people::Key key;
    key.email = context.query.text("email");
    key.phone = context.query.text("phone");
    key.external_id = context.query.text("external_id");
    key.id = context.query.text("id");
    CO_TRY(auto items, co_await context.parts.people.find(context.account(), id_of(context), std::move(key)));
    co_return json_reply(JsonObject{{"items", std::move(items)}});
}

// A value as other systems write it: null, a text, a number, true or false, or a list of texts.
std::optional<contacts::Value> plain_value(Json const& json) {
    if (json.is_null()) return contacts::Value{};
    if (json.is_bool()) return contacts::Value{std::string(json.as_bool() ? "true" : "false")};
    if (json.is_number()) return contacts::Value{to_text(json)};
    auto value = contacts::value_from_json(json);
    if (!value) return std::nullopt;
    return *std::move(value);
}

Task<Result<HttpReply>> put_person(Context& context) {
    Members members(context);
    people::Wish wish;
    wish.mode = people::mode_from(members.text("mode")).value_or(people::Mode::create_or_update);
    wish.id = members.text("id");
    wish.external_id = members.text("external_id");
    wish.email = members.text("email");
    wish.phone = members.text("phone");
    wish.full_name = members.text("full_name");
    wish.first_name = members.text("first_name");
    wish.last_name = members.text("last_name");
    for (auto const& [name, json] : members.object("fields")) {
        auto value = plain_value(json);
        if (!value) {
            context.fault_place = "/fields/" + std::string(name);
            co_return fail(ErrorKind::invalid, "people.bad_value",
                "reading a person: \"" + std::string(name) + "\" is neither a text, a number nor a list of texts",
                {{"reason", "named"}, {"name", std::string(name)}});
        }
        wish.fields.emplace(std::string(name), *std::move(value));
    }
    auto const sync = id_of(context);
    auto const note = [&context, sync](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, "person.put", sync.text() + " " + std::string(subject));
    };
    CO_TRY(auto put, co_await context.parts.people.put(context.account(), sync, std::move(wish), note));
    JsonArray written;
    for (auto const& row : put.written) written.emplace_back(row);
    auto const next = std::string(people::to_string(put.next));
    co_return json_reply(
        JsonObject{{"did", people::to_string(put.did)}, {"side", contacts::to_string(put.side)}, {"written", std::move(written)},
            {"next", next}, {"why", messages::text(context.language, "put_person." + next)}, {"person", std::move(put.person)}},
        put.did == people::Did::created ? 201 : 200);
}

Task<Result<HttpReply>> people_news(Context& context) {
    auto const& wanted = context.query.text("kind");
    auto const kind = wanted == "new"       ? people::NewsKind::made
                      : wanted == "updated" ? people::NewsKind::changed
                                            : people::NewsKind::any;
    CO_TRY(
        auto items, co_await context.parts.people.news(context.account(), id_of(context), kind, context.query.number("limit")));
    co_return json_reply(JsonObject{{"items", std::move(items)}});
}

}  // namespace

std::vector<Route> person_routes() {
    return {
        {"GET", "/api/v1/syncs/{sync_id}/people", Scope::read, find_people},
        {"POST", "/api/v1/syncs/{sync_id}/people", Scope::write, put_person},
        {"GET", "/api/v1/syncs/{sync_id}/people/news", Scope::read, people_news},
    };
}

}  // namespace lockstep::api
