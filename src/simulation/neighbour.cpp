// SPDX-License-Identifier: Apache-2.0
#include "simulation/neighbour.hpp"

#include <algorithm>

#include "sync/state/syncs.hpp"

namespace lockstep::simulation {
namespace {

constexpr std::string_view second_id_field = "custom.hexfit_id_2";

Swarm swarm_of(Neighbourhood const& plan, std::size_t number, Swarm const& main, contacts::Mapping const& mapping) {
    auto swarm = plain_swarm(mapping);
    auto stream = Stream{main.seed}.fork("neighbour " + std::to_string(number));
    swarm.seed = stream.next();
    swarm.start = main.start;
    swarm.calm_from = main.calm_from;
    swarm.end = main.end;
    swarm.people = plan.people;
    swarm.overlap = plan.overlap;
    // A loud neighbour is loud at once, a quiet one over the whole time.
    bool const is_loud = plan.edits >= 100;
    auto const from = swarm.start + std::chrono::minutes{20};
    auto const until = is_loud ? from + std::chrono::minutes{5} : swarm.calm_from - std::chrono::minutes{1};
    for (std::size_t i = 0; i < plan.edits; ++i)
        swarm.deeds.push_back({from + draw(stream, Duration{0}, until - from), Deed::edit_field, stream.next()});
    std::ranges::sort(swarm.deeds, {}, [](PlannedDeed const& deed) { return std::pair{deed.at, deed.stream}; });
    return swarm;
}

sandbox::HighLevelSettings highlevel_settings(Swarm const& swarm) {
    sandbox::HighLevelSettings settings;
    settings.seed = swarm.seed;
    settings.custom_field_keys = {"hexfit_id", "language", "gender"};
    return settings;
}

sandbox::HexfitSettings hexfit_settings(Swarm const& swarm, NeighbourKind kind) {
    sandbox::HexfitSettings settings;
    settings.seed = swarm.seed;
    settings.monthly_quota = 0;
    settings.serves_full = kind != NeighbourKind::public_hexfit;
    return settings;
}

}  // namespace

Neighbour::Neighbour(Parts parts, Neighbourhood const& plan, std::size_t number, Swarm const& main)
    : parts_(parts),
      plan_(plan),
      name_("neighbour" + std::to_string(number)),
      swarm_(swarm_of(plan, number, main, plan.kind == NeighbourKind::public_hexfit ? parts.public_mapping : parts.mapping)),
      highlevel_(highlevel_settings(swarm_)),
      hexfit_(hexfit_settings(swarm_, plan.kind)),
      http_(highlevel_, hexfit_, parts.clock, Stream{swarm_.seed}.fork("network"), parts.tally, parts.trace, "." + name_),
      oracle_(highlevel_, hexfit_, swarm_.mapping, parts.canaries),
      workload_(swarm_, oracle_, parts.clock, parts.trace, parts.tally) {
    highlevel_.faults().settings = swarm_.app_faults[0];
    hexfit_.faults().settings = swarm_.app_faults[1];
    highlevel_.set_webhook_url("https://lockstep.test/webhooks/contacts");
    hexfit_.set_webhook_url("https://lockstep.test/webhooks/in/simulated-token-of-" + name_);
    parts_.canaries.add(highlevel_.token());
    parts_.canaries.add(hexfit_.key());
    parts_.canaries.add(hexfit_.webhook_secret());
}

connections::Connection Neighbour::connection_of_a() const {
    connections::Connection connection;
    connection.account = sync_.account;
    connection.id = sync_.a;
    connection.label = "HighLevel of " + name_;
    connection.connector = connections::find_connector(parts_.connectors, "highlevel");
    connection.settings = {SimulatedHttp::origin(Side::a, "." + name_), JsonObject{{"locationId", highlevel_.location_id()}}};
    connection.account_key = highlevel_.location_id();
    connection.credential = Secret{highlevel_.token()};
    connection.webhook_public_key = highlevel_.webhook_public_key();
    connection.monthly_quota = -1;
    connection.created_at = swarm_.start;
    return connection;
}

connections::Connection Neighbour::connection_of_b() const {
    connections::Connection connection;
    connection.account = sync_.account;
    connection.id = sync_.b;
    connection.label = "Hexfit of " + name_;
    bool const is_public = plan_.kind == NeighbourKind::public_hexfit;
    connection.connector = connections::find_connector(parts_.connectors, is_public ? "hexfit-v2" : "hexfit-full");
    connection.settings = {SimulatedHttp::origin(Side::b, "." + name_), JsonObject{}};
    connection.credential = Secret{hexfit_.key()};
    connection.webhook_secret = Secret{hexfit_.webhook_secret()};
    connection.webhook_token = Secret{"simulated-token-of-" + name_};
    connection.monthly_quota = -1;
    connection.created_at = swarm_.start;
    return connection;
}

Result<void> Neighbour::set_up(Transaction& transaction, vault::Vault& vault, sync::Sync const& main) {
    bool const has_own_account = plan_.kind == NeighbourKind::other_account || plan_.kind == NeighbourKind::public_hexfit;
    sync_.account = has_own_account ? AccountId{"acc_" + name_} : main.account;
    sync_.id = SyncId{"syn_" + name_};
    sync_.label = name_;
    sync_.a = shares_location() ? main.a : ConnectionId{"con_highlevel_" + name_};
    sync_.b = ConnectionId{"con_hexfit_" + name_};
    sync_.state = sync::SyncState::backfilling;
    sync_.mapping = swarm_.mapping;
    sync_.policy.send_invitations = plan_.kind == NeighbourKind::public_hexfit;  // it makes no client without one
    // Its people say neither sex nor language, and the app demands both.
    if (plan_.kind == NeighbourKind::public_hexfit)
        sync_.policy.new_records = {
            {Side::b, "sexe", sync::NewRecordRule::How::value, "f"}, {Side::b, "lang", sync::NewRecordRule::How::value, "FR"}};
    if (shares_location()) return {};
    if (has_own_account) TRY_VOID(vault.add_account(transaction, sync_.account, swarm_.start));
    TRY_VOID(connections::save(transaction, vault, connection_of_a(), swarm_.start));
    TRY_VOID(connections::save(transaction, vault, connection_of_b(), swarm_.start));
    return sync::insert_sync(transaction, sync_, "the simulation", swarm_.start);
}

void Neighbour::begin(Operator& operators, sync::Sync const& main) {
    parts_.tally.add("neighbour: " + std::string(to_string(plan_.kind)));
    workload_.begin();
    if (!shares_location()) return;
    auto stream = Stream{swarm_.seed}.fork("second business");
    auto const at = swarm_.start + draw(stream, std::chrono::minutes{5}, std::chrono::minutes{60});
    parts_.clock.at(at, [this, &operators, &main] {
        operators.wish("a second business", [this, &main](Process& process) -> Task<Result<void>> {
            auto const connection = connection_of_b();
            CO_TRY_VOID(co_await process.database().write([&](Transaction& transaction) {
                return connections::save(transaction, process.vault(), connection, parts_.clock.now());
            }));
            process.directory().put(connection);
            sync::NewSync input{.account = main.account,
                .label = name_,
                .a = main.a,
                .b = connection.id,
                .mapping = swarm_.mapping,
                .policy = {},
                .author = "the simulation"};
            // With the field in which the first sync keeps its ids both would write for ever.
            auto const shared = co_await process.service().create(input, sync::unnoted);
            if (!shared && shared.error().code == "sync.id_field_taken") {
                parts_.tally.add("refused: a second sync with the same id field");
            } else if (shared || shared.error().code != "sync.exists") {
                if (!shared) co_return std::unexpected(shared.error());
                oracle_.found("id_fields_are_not_shared", "a second sync was made that keeps its ids in the field of the first");
            }
            input.mapping.a_holds_id_of_b = second_id_field;
            auto created = co_await process.service().create(std::move(input), sync::unnoted);
            // A try whose answer was lost may have made it.
            if (!created && created.error().code == "sync.exists") co_return Result<void>{};
            if (!created) co_return std::unexpected(created.error());
            sync_.id = created->id;
            co_return co_await process.service().start(main.account, created->id, sync::unnoted);
        });
    });
}

void Neighbour::check_counterpart(Oracle& main, std::string const& id) const {
    RecordKey const a{Side::a, id};
    auto const record = oracle_.shown(Side::a, *highlevel_.record(id));
    auto const held = record.fields.find(swarm_.mapping.a_holds_id_of_b);
    auto const* other = held == record.fields.end() ? nullptr : std::get_if<std::string>(&held->second);
    if (other == nullptr || !hexfit_.record(*other)) return;
    RecordKey const b{Side::b, *other};
    auto const left = oracle_.projection(a), right = oracle_.projection(b);
    for (auto const& row : swarm_.mapping.rows) {
        auto const last = std::ranges::find_if(oracle_.edits().rbegin(), oracle_.edits().rend(), [&](Edit const& edit) {
            return edit.row == row.a && (edit.record == a || edit.record == b) && edit.at > swarm_.start;
        });
        if (last == oracle_.edits().rend() || contacts::is_blank(last->after)) continue;
        if (left->at(row.a) == right->at(row.a)) continue;
        main.found("neighbours_are_served", "at " + name_ + ", " + row.a + " of " + describe(a) + " is " +
                                                describe(left->at(row.a)) + " and of " + describe(b) + " " +
                                                describe(right->at(row.a)) + "; somebody wrote it at " + format_time(last->at));
    }
}

void Neighbour::check(Oracle& main) const {
    std::set<std::string> known;
    for (auto const& edit : oracle_.edits()) {
        auto const* text = std::get_if<std::string>(&edit.after);
        if (edit.row == swarm_.mapping.email_field && text != nullptr) known.insert(*text);
    }
    if (shares_location()) {
        for (auto const& edit : main.edits()) {
            auto const* text = std::get_if<std::string>(&edit.after);
            if (edit.row == swarm_.mapping.email_field && text != nullptr) known.insert(*text);
        }
    }
    for (auto const side : {Side::a, Side::b}) {
        for (auto const& id : oracle_.ids(side)) {
            auto const projection = oracle_.projection({side, id});
            auto const email = projection->find(swarm_.mapping.email_field);
            auto const* text = email == projection->end() ? nullptr : std::get_if<std::string>(&email->second);
            if (text != nullptr && !known.contains(*text))
                main.found("accounts_are_apart", "record " + id + " of " + name_ + " has an address that nobody there has");
        }
    }
    if (plan_.kind == NeighbourKind::public_hexfit && hexfit_.invitations() > 0)
        parts_.tally.add("neighbour: a client of the public calls");
    if (plan_.kind != NeighbourKind::other_account && plan_.kind != NeighbourKind::same_account) return;
    for (auto const& id : oracle_.ids(Side::a)) check_counterpart(main, id);
}

}  // namespace lockstep::simulation
