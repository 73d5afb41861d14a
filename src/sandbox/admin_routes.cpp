// SPDX-License-Identifier: Apache-2.0
// The admin routes under /_sandbox/: what a person, a test or a demo does to an app behind its API's back.
#include "sandbox/modelled_app.hpp"

#include <algorithm>

namespace lockstep::sandbox {

HttpReply problem(int status, std::string_view title, std::string_view detail) {
    auto reply = json_reply(status, JsonObject{{"title", title}, {"status", status}, {"detail", detail}});
    reply.headers.set("Content-Type", "application/problem+json");
    return reply;
}

HttpReply problem(Error const& error) {
    auto const status = error.kind == ErrorKind::not_found ? 404 : error.kind == ErrorKind::conflict ? 409 : 400;
    return problem(status, error.code, error.message);
}

namespace {

HttpReply no_such_route() { return problem(404, "sandbox.no_route", "there is no such admin route"); }

}  // namespace

HttpReply ModelledApp::handle_admin(Request const& request, TimePoint now) {
    if (request.segments.size() < 2) return no_such_route();
    auto const& subject = request.segments[1];
    if (subject == "records") return handle_records(request, now);
    if (auto reply = handle_screen(request, now)) return *std::move(reply);
    if (request.segments.size() != 2) return no_such_route();
    bool const reads = request.method == "GET";
    bool const writes = request.method == "PUT";
    if (subject == "identity" && reads) return json_reply(200, identity());
    if (subject == "counters" && reads) {
        JsonObject groups;
        for (auto const& [prefix, group] : counters_.groups()) {
            JsonObject members;
            for (auto const& [name, amount] : group) members[name] = amount;
            groups[prefix] = std::move(members);
        }
        return json_reply(200, JsonObject{{"counters", std::move(groups)}, {"webhooks_waiting", queue_.size()}});
    }
    if (subject == "resources" && reads) return json_reply(200, everything_else());
    if (subject == "provoke" && request.method == "POST") {
        auto const body = parse_json(request.body);
        if (!body) return problem(body.error());
        auto const done = provoke(find_text(*body, "/type").value_or(""), now);
        return done ? json_reply(200, JsonObject{{"done", true}}) : problem(done.error());
    }
    if (subject == "reset" && request.method == "POST") {
        reset();
        return json_reply(200, JsonObject{{"reset", true}});
    }
    if (reads && subject == "faults") return json_reply(200, faults_.to_json());
    if (reads && subject == "limits") return json_reply(200, limits());
    if (reads && subject == "webhooks") return json_reply(200, JsonObject{{"url", webhook_url_}});
    if (!writes) return no_such_route();

    auto const body = parse_json(request.body);
    if (!body) return problem(body.error());
    if (subject == "faults") {
        auto const applied = faults_.apply_json(*body);
        return applied ? json_reply(200, faults_.to_json()) : problem(applied.error());
    }
    if (subject == "limits") {
        auto const applied = apply_limits(*body);
        return applied ? json_reply(200, limits()) : problem(applied.error());
    }
    if (subject == "webhooks") {
        auto const url = find_text(*body, "/url");
        if (!url) return problem(400, "sandbox.bad_webhooks", "url is a text; an empty one switches webhooks off");
        webhook_url_ = std::string(*url);
        return json_reply(200, JsonObject{{"url", webhook_url_}});
    }
    return no_such_route();
}

HttpReply ModelledApp::handle_records(Request const& request, TimePoint now) {
    bool const names_one = request.segments.size() == 3;
    if (request.segments.size() > 3) return no_such_route();
    auto const show = [this](std::string_view id, int status) {
        auto const view = record(id);
        return view ? json_reply(status, to_json(*view)) : problem(404, "sandbox.no_record", "there is no record of this id");
    };
    if (request.method == "GET" && names_one) return show(request.segments[2], 200);
    if (request.method == "GET") {
        auto const all = records();
        auto const most =
            static_cast<std::size_t>(std::clamp<std::int64_t>(request.query_integer("limit").value_or(100), 1, 10'000));
        auto const after = request.query_value("after").value_or("");
        JsonArray list;
        bool more = false;
        for (auto const& view : all) {
            if (view.id <= after) continue;
            if (list.size() == most) {
                more = true;
                break;
            }
            list.push_back(to_json(view));
        }
        JsonObject reply{{"total", all.size()}, {"next", nullptr}};
        if (more) reply["next"] = list.back().at("id");
        reply["records"] = std::move(list);
        return json_reply(200, reply);
    }
    if (request.method == "DELETE" && names_one) {
        auto const removed = remove_as_person(request.segments[2], now);
        return removed ? json_reply(200, JsonObject{{"removed", true}}) : problem(removed.error());
    }
    auto const body = parse_json(request.body);
    if (!body) return problem(body.error());
    auto const* fields = body->if_object();
    if (fields == nullptr) return problem(400, "sandbox.bad_fields", "an object of fields is expected");
    if (request.method == "PATCH" && names_one) {
        auto const edited = edit_as_person(request.segments[2], *fields, now);
        return edited ? show(request.segments[2], 200) : problem(edited.error());
    }
    if (request.method == "POST" && !names_one) {
        auto const created = create_as_person(*fields, now);
        return created ? show(*created, 201) : problem(created.error());
    }
    return no_such_route();
}

}  // namespace lockstep::sandbox
