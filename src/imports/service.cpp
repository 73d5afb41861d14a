// SPDX-License-Identifier: Apache-2.0
#include "imports/service.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalogue/imported.hpp"
#include "connections/uses.hpp"
#include "imports/document.hpp"

namespace lockstep::imports {
namespace {

constexpr Duration fetch_limit = std::chrono::seconds{20};
// Words that stand where the id of an app stands: in commands, filters and paths.
constexpr std::array<std::string_view, 5> reserved{"general", "imported", "new", "oauth", "none"};

std::unexpected<Error> unknown(std::string_view id) {
    return fail(ErrorKind::not_found, "imports.unknown_connector",
        "looking for an imported connector: there is none called \"" + printable(id.substr(0, 60)) + "\"");
}

Json choices_of(Choices const& choices, Offer const& offer) {
    JsonArray titles, not_chosen;
    for (auto const& each : offer.operations) {
        if (!each.is_chosen) not_chosen.emplace_back(each.key);
        if (each.is_renamed) titles.push_back(JsonObject{{"key", each.key}, {"title", *find(each.declaration, "/title")}});
    }
    return JsonObject{{"title", choices.title}, {"base_url", choices.base_url}, {"auth", choices.auth},
        {"verify", choices.verify}, {"calls_per_minute", choices.calls_per_minute}, {"titles", std::move(titles)},
        {"not_chosen", std::move(not_chosen)}};
}

// What is not chosen anew stays as it was chosen before.
void fill_from(Wanted& wanted, Imported const& before) {
    auto const text = [&](char const* pointer) { return std::string(find_text(before.choices, pointer).value_or("")); };
    auto& choices = wanted.choices;
    if (choices.title.empty()) choices.title = text("/title");
    if (choices.base_url.empty()) choices.base_url = text("/base_url");
    if (choices.auth.empty()) choices.auth = text("/auth");
    if (choices.verify.empty()) choices.verify = text("/verify");
    if (!wanted.has_rate) choices.calls_per_minute = find_integer(before.choices, "/calls_per_minute").value_or(60);
    if (auto const* titles = find_array(before.choices, "/titles")) {
        for (auto const& each : *titles)
            choices.titles.push_back(
                {std::string(find_text(each, "/key").value_or("")), {std::string(find_text(each, "/title/en").value_or("")),
                                                                        std::string(find_text(each, "/title/fr").value_or(""))}});
    }
    if (auto const* keys = find_array(before.choices, "/not_chosen")) {
        for (auto const& each : *keys) {
            if (each.is_string()) choices.not_chosen.emplace_back(std::string_view(each.get_string()));
        }
    }
    if (auto const* operations = find_array(before.declarations, "/operations")) {
        for (auto const& each : *operations)
            choices.ids.emplace_back(key_of(each), std::string(find_text(each, "/id").value_or("")));
    }
}

}  // namespace

struct Service::Read {
    Proposal proposal;
    Choices choices;
    std::shared_ptr<catalogue::Connector const> connector;  // null where there is a problem
};

JsonArray to_json(std::vector<LeftOut> const& left_out) {
    JsonArray list;
    for (auto const& each : left_out)
        list.push_back(
            JsonObject{{"place", each.place}, {"reason", each.reason}, {"detail", each.detail}, {"is_whole", each.is_whole}});
    return list;
}

Task<Result<void>> Service::open() {
    CO_TRY(auto const all, co_await list());
    for (auto const& each : all) {
        auto loaded = load_imported(each.id, each.declarations);
        if (!loaded) co_return pass_on(std::move(loaded).error());
        parts_.connectors.push_back(*std::move(loaded));
    }
    co_return Result<void>{};
}

Task<Result<std::vector<Imported>>> Service::list() {
    co_return co_await parts_.database.read_value(
        [&](Transaction& transaction) { return list_imported(transaction, parts_.account); });
}

Task<Result<Imported>> Service::get(std::string id) {
    CO_TRY(auto found, co_await parts_.database.read_value(
                           [&](Transaction& transaction) { return find_imported(transaction, parts_.account, id); }));
    if (!found) co_return unknown(id);
    co_return *std::move(found);
}

Task<Result<std::string>> Service::fetch(std::string url) {
    if (!catalogue::address_problem(url.substr(0, url.find('?'))).empty())
        co_return fail(ErrorKind::invalid, "imports.bad_choice", "reading an OpenAPI document: its address is none",
            {{"reason", "url"}, {"name", printable(std::string_view(url).substr(0, 100))}});
    HttpRequest request;
    request.method = "GET";
    request.url = std::move(url);
    request.headers.set("Accept", "application/json, application/yaml, text/yaml;q=0.9, */*;q=0.5");
    auto answer = co_await parts_.outside.send(std::move(request), Deadline{parts_.clock.now() + fetch_limit});
    if (!answer) co_return pass_on(std::move(answer).error().error);
    if (answer->status != 200)
        co_return fail(ErrorKind::unavailable, "imports.not_fetched",
            "reading an OpenAPI document: the address answers " + std::to_string(answer->status),
            {{"reason", "status"}, {"status", std::to_string(answer->status)}});
    co_return std::move(answer->body);
}

bool Service::is_of_program(std::string_view id) const {
    if (std::ranges::find(reserved, id) != reserved.end()) return true;
    return std::ranges::any_of(parts_.connectors,
        [&](auto const& each) { return !catalogue::is_imported(*each) && (each->id == id || each->profile == id); });
}

Task<Result<Service::Read>> Service::read(Document document, Wanted wanted) {
    if (!document.url.empty()) {
        CO_TRY(document.text, co_await fetch(document.url));
        document.source = document.url.substr(0, document.url.find('?'));
    }
    CO_TRY(auto const all, co_await list());
    Read read;
    read.choices = std::move(wanted.choices);
    read.choices.source = document.source;
    Result<Offer> offer;
    Result<std::shared_ptr<catalogue::Connector const>> connector{nullptr};
    Imported const* before = nullptr;
    // Away from the loop: a large document takes a moment.
    std::function<void()> const work = [&] {
        auto json = read_document(document.text);
        if (!json) {
            offer = pass_on(std::move(json).error());
            return;
        }
        offer = convert(*json, read.choices);
        if (!offer) return;
        auto const known = std::ranges::find(all, offer->id, &Imported::id);
        if (known != all.end()) {
            before = &*known;
            Wanted filled{.choices = read.choices, .has_rate = wanted.has_rate};
            fill_from(filled, *before);
            filled.choices.id = offer->id;
            bool const is_verify_old = read.choices.verify.empty();
            read.choices = std::move(filled.choices);
            offer = convert(*json, read.choices);
            // What tried credentials before may be gone.
            if (!offer && is_verify_old && !read.choices.verify.empty()) {
                read.choices.verify.clear();
                offer = convert(*json, read.choices);
            }
            if (!offer) return;
        }
        if (!offer->connector.is_null()) connector = load_imported(offer->id, offer->declarations());
    };
    co_await parts_.offload.run(work);
    if (!offer) co_return pass_on(std::move(offer).error());
    // Our own mistake, and still no reason to keep anything of it.
    if (!connector) co_return pass_on(std::move(connector).error());
    auto& proposal = read.proposal;
    proposal.offer = *std::move(offer);
    read.connector = *std::move(connector);
    if (is_of_program(proposal.offer.id))
        proposal.problem = "id_taken";
    else if (read.connector == nullptr)
        proposal.problem = "no_address";
    proposal.is_known = before != nullptr;
    if (before != nullptr) proposal.changes = compare(before->declarations, proposal.offer.declarations());
    co_return std::move(read);
}

Task<Result<Proposal>> Service::propose(Document document, Wanted wanted) {
    CO_TRY(auto read, co_await this->read(std::move(document), std::move(wanted)));
    co_return std::move(read.proposal);
}

// Everybody who calls an app holds its connector: they are shown the new one.
void Service::show(std::shared_ptr<catalogue::Connector const> connector) {
    auto const found = std::ranges::find(parts_.connectors, connector->id, [](auto const& each) { return each->id; });
    if (found == parts_.connectors.end())
        parts_.connectors.push_back(connector);
    else
        *found = connector;
    for (auto const& entry : parts_.directory.all()) {
        if (entry->connector->id != connector->id) continue;
        auto changed = *entry;
        changed.connector = connector;
        parts_.directory.put(std::move(changed));
    }
}

Task<Result<Imported>> Service::import(Document document, Wanted wanted, std::string by, connections::Note note) {
    bool const may_replace = wanted.replaces;
    CO_TRY(auto read, co_await this->read(std::move(document), std::move(wanted)));
    auto const& offer = read.proposal.offer;
    if (!read.proposal.problem.empty())
        co_return fail(ErrorKind::invalid, "imports.bad_choice", "importing an OpenAPI document: " + read.proposal.problem,
            {{"reason", read.proposal.problem}, {"name", offer.id}});
    if (read.proposal.is_known && !may_replace)
        co_return fail(ErrorKind::conflict, "imports.exists",
            "importing an OpenAPI document: " + offer.id + " was imported before, and nobody said that it may change",
            {{"reason", "named"}, {"name", offer.title}, {"count", std::to_string(read.proposal.changes.size())}});
    Imported imported{.id = offer.id,
        .title = offer.title,
        .version = offer.version,
        .source = read.choices.source,
        .declarations = offer.declarations(),
        .left_out = to_json(offer.left_out),
        .choices = choices_of(read.choices, offer),
        .imported_by = std::move(by),
        .imported_at = parts_.clock.now()};
    imported.operations = static_cast<std::int64_t>(read.connector->operations.size());
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(save_imported(transaction, parts_.account, imported));
        return note(transaction, read.proposal.is_known ? "import.replace" : "import.create", imported.id);
    }));
    show(read.connector);
    co_return imported;
}

// The label of a connection that needs it, or that is just being tried.
std::string Service::user_of(std::string_view id) const {
    for (auto const& entry : parts_.directory.all()) {
        bool const is_used = !entry->webhook_token.empty() || entry->state != connections::ConnectionState::disabled;
        if (entry->connector->id == id && is_used) return entry->label.empty() ? entry->id.text() : entry->label;
    }
    return {};
}

Task<Result<void>> Service::remove(std::string id, connections::Note note) {
    auto const is_it = [&](auto const& each) { return each->id == id && catalogue::is_imported(*each); };
    auto const found = std::ranges::find_if(parts_.connectors, is_it);
    if (found == parts_.connectors.end()) co_return unknown(id);
    if (auto const user = user_of(id); !user.empty())
        co_return fail(ErrorKind::conflict, "imports.in_use", "removing the imported connector " + id + ": a connection uses it",
            {{"reason", "named"}, {"name", user}});
    auto const connector = *found;
    // First out of the list, so that nobody connects to it meanwhile.
    parts_.connectors.erase(found);
    auto const removed = co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const user, connections::label_with_profile(transaction, parts_.account, connector->profile));
        if (!user.empty())
            return fail(ErrorKind::conflict, "imports.in_use", "removing the imported connector " + id + ": a connection uses it",
                {{"reason", "named"}, {"name", user}});
        TRY(auto const is_gone, remove_imported(transaction, parts_.account, id));
        if (!is_gone) return unknown(id);
        return note(transaction, "import.remove", id);
    });
    if (!removed && removed.error().code != "imports.unknown_connector") parts_.connectors.push_back(connector);
    co_return removed;
}

}  // namespace lockstep::imports
