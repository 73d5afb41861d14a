// SPDX-License-Identifier: Apache-2.0
#include "simulation/swarm.hpp"

#include <algorithm>
#include <tuple>

namespace lockstep::simulation {
namespace {

using sandbox::FaultKind;

constexpr TimePoint beginning{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{8}};
constexpr std::array<std::string_view, deed_count> deed_names{"edit_field", "edit_field_again_and_again",
    "edit_same_field_on_both", "edit_different_fields_on_both", "undo_edit", "blank_field", "change_tags", "change_tags_on_both",
    "edit_unmapped", "create", "create_on_both", "create_without_address", "create_namesake", "remove", "archive",
    "edit_long_value", "edit_beside_long_value", "remove_and_make_again", "merge", "edit_name_case"};
constexpr auto calm_time = std::chrono::minutes{200};  // recovery, deeds with a known end (calm_deeds.cpp), an hour of quiet

// A third of the worlds has little in it, a third something, a third much: about a third of them shows a rare thing.
class Drawer {
public:
    Drawer(std::uint64_t seed, SwarmKind kind) : root_(Stream{seed}.fork("swarm")), kind_(kind) {
        auto stream = root_.fork("density");
        density_ = stream.below(3);
    }

    // A feature of the work, or a fault that worlds are mostly full of.
    bool present(std::string_view name) {
        constexpr std::array<std::uint64_t, 3> per_mille{200, 500, 650};
        return chosen(name, per_mille[density_]);
    }
    // A fault that hides others when it is everywhere.
    bool rarely(std::string_view name, std::uint64_t one_in = 1) {
        constexpr std::array<std::uint64_t, 3> per_mille{90, 330, 550};
        return kind_ == SwarmKind::wide && chosen(name, per_mille[density_] / one_in);
    }
    // Present or not; if so between a fifth and four times `typical`.
    std::uint32_t rate(std::string_view name, std::uint32_t typical_ppm) {
        return !is_quiet() && present(name) ? amount(name, typical_ppm) : 0;
    }
    std::uint32_t rare_rate(std::string_view name, std::uint32_t typical_ppm, std::uint64_t one_in = 1) {
        return rarely(name, one_in) ? amount(name, typical_ppm) : 0;
    }
    Stream stream(std::string_view name) const { return root_.fork(name); }
    bool is_quiet() const { return kind_ == SwarmKind::quiet; }
    bool is_wide() const { return kind_ == SwarmKind::wide; }

private:
    bool chosen(std::string_view name, std::uint64_t per_mille) {
        auto stream = root_.fork(name);
        return stream.below(1'000) < per_mille;
    }
    std::uint32_t amount(std::string_view name, std::uint32_t typical_ppm) const {
        auto stream = root_.fork(std::string(name) + " amount");
        return static_cast<std::uint32_t>(
            std::min<std::uint64_t>(900'000, std::uint64_t{typical_ppm} * (20 + stream.below(380)) / 100));
    }

    Stream root_;
    SwarmKind kind_;
    std::size_t density_ = 0;
};

struct Typical {
    FaultKind kind;
    std::uint32_t ppm;
};

sandbox::FaultSettings plain_faults() {
    sandbox::FaultSettings settings;
    settings.latency = {std::chrono::milliseconds{20}, std::chrono::milliseconds{400}};
    settings.webhook_delay = {std::chrono::milliseconds{100}, std::chrono::seconds{4}};
    settings.webhook_late = {std::chrono::minutes{1}, std::chrono::minutes{40}};
    return settings;
}

sandbox::FaultSettings draw_app_faults(Drawer& drawer, std::string const& side) {
    auto settings = plain_faults();
    constexpr std::array<Typical, 13> common{{{FaultKind::slow_reply, 20'000}, {FaultKind::lost_request, 15'000},
        {FaultKind::lost_reply, 20'000}, {FaultKind::late_commit, 20'000}, {FaultKind::create_failed_but_stored, 60'000},
        {FaultKind::too_many_requests, 10'000}, {FaultKind::server_error, 20'000}, {FaultKind::stale_read, 30'000},
        {FaultKind::index_lag, 60'000}, {FaultKind::automation, 20'000}, {FaultKind::webhook_lost, 100'000},
        {FaultKind::webhook_doubled, 150'000}, {FaultKind::webhook_late, 50'000}}};
    for (auto const& [kind, ppm] : common) settings.rate(kind) = drawer.rate(side + std::string(to_string(kind)), ppm);
    constexpr std::array<Typical, 9> rare{
        {{FaultKind::spurious_not_found, 8'000}, {FaultKind::failing_record, 60'000}, {FaultKind::failing_create, 100'000},
            {FaultKind::empty_listing, 60'000}, {FaultKind::listing_gap, 80'000}, {FaultKind::listing_repeats, 100'000},
            {FaultKind::wrong_total, 100'000}, {FaultKind::unreadable_record, 40'000}, {FaultKind::repeated_write, 300'000}}};
    for (auto const& [kind, ppm] : rare) settings.rate(kind) = drawer.rare_rate(side + std::string(to_string(kind)), ppm);
    bool const is_highlevel = side == "a ";
    if (is_highlevel) {
        settings.rate(FaultKind::old_read) = drawer.rare_rate("a old_read", 30'000);
        settings.rate(FaultKind::long_index_lag) = drawer.rare_rate("a long_index_lag", 10'000, 2);
    } else {
        // HighLevel leaves out what is empty, so there a member that is missing once says the same as an empty one.
        settings.rate(FaultKind::absent_member) = drawer.rare_rate("b absent_member", 15'000);
    }
    if (!drawer.is_quiet() && drawer.present(side + "webhooks overtake each other"))
        settings.webhook_delay = {std::chrono::milliseconds{100}, std::chrono::seconds{70}};
    return settings;
}

sandbox::Quirks draw_quirks(Drawer& drawer, std::string const& side) {
    sandbox::Quirks quirks;
    auto stream = drawer.stream(side + "quirks");
    quirks.refused_value_ppm = drawer.rare_rate(side + "refused_value", 40'000);
    if (quirks.refused_value_ppm > 0) quirks.refusal_style = static_cast<sandbox::RefusalStyle>(stream.below(3));
    quirks.tidies_texts = drawer.rarely(side + "tidies_texts");
    // HighLevel's listings show no names as they are, so that without its times a sweep could not see that one was changed.
    quirks.shows_change_time =
        side == "a " ? !drawer.rarely("a hides_change_time") : drawer.is_quiet() || !drawer.present("b hides_change_time");
    if (drawer.rarely(side + "clock_skew"))
        quirks.clock_skew = draw(stream, std::chrono::seconds{-600}, std::chrono::seconds{600});
    if (drawer.rarely(side + "small_pages")) quirks.page_most = 3 + stream.below(8);
    quirks.dates_as_millis = side == "a " && drawer.rarely("a dates_as_millis");
    quirks.lists_in_part = side == "a " && drawer.present("a lists_in_part");
    return quirks;
}

void draw_deeds(Drawer& drawer, Swarm& swarm) {
    struct Weight {
        Deed deed;
        std::uint32_t weight;
    };
    constexpr std::array<Weight, deed_count> weights{{{Deed::edit_field, 20}, {Deed::edit_field_again_and_again, 5},
        {Deed::edit_same_field_on_both, 8}, {Deed::edit_different_fields_on_both, 8}, {Deed::undo_edit, 4},
        {Deed::blank_field, 3}, {Deed::change_tags, 8}, {Deed::change_tags_on_both, 4}, {Deed::edit_unmapped, 5},
        {Deed::create, 8}, {Deed::create_on_both, 3}, {Deed::create_without_address, 3}, {Deed::create_namesake, 3},
        {Deed::remove, 2}, {Deed::archive, 2}, {Deed::edit_long_value, 3}, {Deed::edit_beside_long_value, 3},
        {Deed::remove_and_make_again, 2}, {Deed::merge, 2}, {Deed::edit_name_case, 3}}};
    constexpr std::array rare_deeds{
        Deed::edit_long_value, Deed::edit_beside_long_value, Deed::remove_and_make_again, Deed::merge, Deed::edit_name_case};
    std::vector<Weight> chosen;
    std::uint32_t total = 0;
    for (auto const& weight : weights) {
        bool const is_rare = std::ranges::find(rare_deeds, weight.deed) != rare_deeds.end();
        auto const name = to_string(weight.deed);
        if (weight.deed != Deed::edit_field && !(is_rare ? drawer.rarely(name) : drawer.present(name))) continue;
        chosen.push_back(weight);
        total += weight.weight;
    }
    auto stream = drawer.stream("deeds");
    auto const count = std::min<std::uint64_t>(
        10 + stream.below(40), static_cast<std::uint64_t>((swarm.calm_from - swarm.start) / std::chrono::minutes{2}));
    for (std::uint64_t i = 0; i < count; ++i) {
        PlannedDeed planned;
        planned.at = swarm.start + draw(stream, std::chrono::seconds{1}, swarm.calm_from - swarm.start - std::chrono::minutes{1});
        auto roll = stream.below(total);
        for (auto const& weight : chosen) {
            planned.deed = weight.deed;
            if (roll < weight.weight) break;
            roll -= weight.weight;
        }
        planned.stream = stream.next();
        swarm.deeds.push_back(planned);
    }
    std::ranges::sort(swarm.deeds, {}, [](PlannedDeed const& deed) { return std::pair{deed.at, deed.stream}; });
}

void draw_trouble(Drawer& drawer, Swarm& swarm) {
    if (drawer.is_quiet()) return;
    auto const active = swarm.calm_from - swarm.start;
    auto crashes = drawer.stream("crashes");
    auto const crash_count = drawer.present("crashes") ? 1 + crashes.below(6) : 0;
    for (std::uint64_t i = 0; i < crash_count; ++i) {
        PlannedCrash crash;
        // Often shortly after a deed, or while the sides are brought together: then something is under way.
        crash.at = swarm.start + draw(crashes, Duration{0}, active - std::chrono::minutes{3});
        auto const where = crashes.below(4);
        if (where < 2)
            crash.at =
                std::min(swarm.deeds[crashes.below(swarm.deeds.size())].at + draw(crashes, Duration{0}, std::chrono::seconds{5}),
                    swarm.calm_from - std::chrono::minutes{3});
        if (where == 2) crash.at = swarm.start + draw(crashes, Duration{0}, std::chrono::seconds{20});
        crash.moment = static_cast<CrashMoment>(crashes.below(4));
        crash.skips = static_cast<std::uint32_t>(crashes.below(6));
        if (crash.moment == CrashMoment::at_create) {
            crash.skips /= 3;
            auto const creates = [](PlannedDeed const& deed) {
                return deed.deed == Deed::create || deed.deed == Deed::create_without_address;
            };
            auto const count = static_cast<std::uint64_t>(std::ranges::count_if(swarm.deeds, creates));
            if (count > 0 && where != 2) {
                auto nth = crashes.below(count);
                for (auto const& deed : swarm.deeds) {
                    if (creates(deed) && nth-- == 0) crash.at = std::min(deed.at, swarm.calm_from - std::chrono::minutes{3});
                }
            }
        }
        crash.down = draw(crashes, std::chrono::milliseconds{500},
            crashes.below(3) == 0 ? Duration{std::chrono::minutes{5}} : Duration{std::chrono::seconds{20}});
        swarm.crashes.push_back(crash);
    }
    std::ranges::sort(swarm.crashes, {}, [](PlannedCrash const& crash) { return std::pair{crash.at, crash.skips}; });

    auto stalls = drawer.stream("stalls");
    auto const stall_count = drawer.present("stalls") ? 1 + stalls.below(3) : 0;
    for (std::uint64_t i = 0; i < stall_count; ++i) {
        Stall stall;
        auto const& deed = swarm.deeds[stalls.below(swarm.deeds.size())];
        stall.at =
            std::min(deed.at + draw(stalls, Duration{0}, std::chrono::seconds{3}), swarm.calm_from - std::chrono::minutes{20});
        if (stalls.below(4) > 0) stall.lasts = draw(stalls, std::chrono::seconds{1}, std::chrono::minutes{6});
        if (stall.lasts == Duration{0} || stalls.below(3) > 0)
            stall.beside = draw(stalls, std::chrono::seconds{10}, std::chrono::minutes{8});
        stall.at_write = stalls.below(3) > 0;
        swarm.stalls.push_back(stall);
    }
    std::ranges::sort(swarm.stalls, {}, &Stall::at);

    auto outages = drawer.stream("outages");
    auto const outage_count = drawer.present("outages") ? 1 + outages.below(3) : 0;
    for (std::uint64_t i = 0; i < outage_count; ++i) {
        Outage outage;
        outage.side = outages.below(2) == 0 ? Side::a : Side::b;
        outage.from = swarm.start + draw(outages, Duration{0}, active - std::chrono::minutes{25});
        outage.until = outage.from + draw(outages, std::chrono::seconds{10}, std::chrono::minutes{20});
        outage.kind = static_cast<OutageKind>(outages.below(3));
        swarm.outages.push_back(outage);
    }
    for (auto const* side : {"a ", "b "}) {
        auto& network = swarm.network[side[0] == 'a' ? 0 : 1];
        network.refused_ppm = drawer.rate(std::string(side) + "refused", 10'000);
        network.reset_after_ppm = drawer.rate(std::string(side) + "reset", 15'000);
        network.slow_request_ppm = drawer.rate(std::string(side) + "slow request", 10'000);
        network.black_hole_ppm = drawer.rate(std::string(side) + "black hole", 5'000);
    }
    swarm.database.full_ppm = drawer.rate("database full", 3'000);
    swarm.database.outcome_unknown_ppm = drawer.rate("database outcome unknown", 2'000);
    swarm.database.slow_ppm = drawer.rate("database slow", 5'000);
    swarm.database.read_fails_ppm = drawer.rate("database read fails", 1'000);
    swarm.database.runs_twice_ppm = drawer.rare_rate("database runs twice", 50'000);
    swarm.database.unknown_and_lost_ppm = drawer.rare_rate("database unknown and lost", 2'000);
    swarm.webhook_answer_lost_ppm = drawer.rate("webhook answer lost", 30'000);
    swarm.webhook_replayed_ppm = drawer.rate("webhook replayed", 60'000);
}

// Faults that strike every time for a while.
void draw_spells(Drawer& drawer, Swarm& swarm) {
    if (drawer.is_quiet()) return;
    auto const active = swarm.calm_from - swarm.start;
    auto const add = [&](Stream& stream, Spell spell, Duration least, Duration most) {
        spell.from = swarm.start + draw(stream, Duration{0}, std::max(Duration{0}, active - most));
        spell.until = std::min(swarm.calm_from, spell.from + draw(stream, least, most));
        swarm.spells.push_back(std::move(spell));
    };
    for (auto const side : {Side::a, Side::b}) {
        std::string const name = side == Side::a ? "a " : "b ";
        if (drawer.rarely(name + "unauthorized")) {
            auto stream = drawer.stream(name + "unauthorized spells");
            for (auto left = 1 + stream.below(3); left > 0; --left) {
                bool const is_burst = stream.below(2) == 0;
                add(stream, {.side = side, .kind = FaultKind::unauthorized},
                    is_burst ? Duration{std::chrono::seconds{2}} : Duration{std::chrono::minutes{2}},
                    is_burst ? Duration{std::chrono::seconds{40}} : Duration{std::chrono::minutes{20}});
            }
        }
        if (drawer.rarely(name + "forbidden")) {
            constexpr std::array<std::string_view, 5> at_highlevel{
                "update-contact", "create-contact", "get-contact", "add-tags", "search-contacts-advanced"};
            constexpr std::array<std::string_view, 5> at_hexfit{
                "updateClient", "createClient", "getClient", "listClients", "listChanges"};
            auto stream = drawer.stream(name + "forbidden spells");
            auto const& operations = side == Side::a ? at_highlevel : at_hexfit;
            add(stream,
                {.side = side,
                    .kind = FaultKind::forbidden,
                    .operation = std::string(operations[stream.below(operations.size())])},
                std::chrono::minutes{1}, std::chrono::minutes{40});
        }
        // One record that cannot be written, everything else well.
        if (drawer.rarely(name + "one failing record")) {
            auto stream = drawer.stream(name + "one failing record spell");
            add(stream, {.side = side, .kind = FaultKind::failing_record, .subject = "#" + std::to_string(1 + stream.below(5))},
                std::chrono::minutes{20}, std::chrono::minutes{100});
        }
        // Names in capitals here, in proper case there: each app's automation answers the other's.
        if (drawer.rarely("name_case")) {
            auto stream = drawer.stream(name + "name_case spell");
            add(stream, {.side = side, .kind = FaultKind::name_case}, std::chrono::minutes{30}, active);
        }
        if (drawer.rarely(name + "member gone", side == Side::a ? 3 : 1)) {
            auto stream = drawer.stream(name + "member gone spell");
            constexpr std::array<std::string_view, 4> at_highlevel{"phone", "city", "email", "address1"};
            constexpr std::array<std::string_view, 4> at_hexfit{"phone", "address", "email", "birthdate"};
            auto const& members = side == Side::a ? at_highlevel : at_hexfit;
            add(stream,
                {.side = side, .kind = FaultKind::absent_member, .subject = std::string(members[stream.below(members.size())])},
                std::chrono::minutes{2}, std::chrono::minutes{50});
        }
    }
    std::ranges::sort(
        swarm.spells, {}, [](Spell const& spell) { return std::tuple{spell.from, spell.side, spell.kind, spell.subject}; });
}

void draw_operator(Drawer& drawer, Swarm& swarm) {
    if (drawer.is_quiet()) return;
    auto const active = swarm.calm_from - swarm.start;
    for (std::size_t i = 0; i < operator_deed_count; ++i) {
        auto const deed = static_cast<OperatorDeed>(i);
        auto const name = "operator " + std::string(to_string(deed));
        // Whoever is asked answers sooner or later; the other deeds are not for every day.
        if (deed == OperatorDeed::answer ? !drawer.present(name) : !drawer.rarely(name)) continue;
        auto stream = drawer.stream(name + " deeds");
        auto const at_most = deed == OperatorDeed::answer ? 12 : deed == OperatorDeed::look_now ? 6 : 2;
        for (auto left = 1 + stream.below(static_cast<std::uint64_t>(at_most)); left > 0; --left) {
            PlannedOperatorDeed planned{.deed = deed};
            planned.at = swarm.start + draw(stream, std::chrono::seconds{1}, active - std::chrono::minutes{1});
            bool const has_end = deed == OperatorDeed::pause || deed == OperatorDeed::disable;
            if (has_end) planned.lasts = draw(stream, std::chrono::seconds{2}, std::chrono::minutes{25});
            planned.stream = stream.next();
            swarm.operator_deeds.push_back(planned);
        }
    }
    std::ranges::sort(
        swarm.operator_deeds, {}, [](PlannedOperatorDeed const& deed) { return std::tuple{deed.at, deed.deed, deed.stream}; });
    if (!drawer.rarely("clock steps")) return;
    auto stream = drawer.stream("clock steps");
    // Back and forward again, or the other way round: a machine that wakes, a time server that was wrong.
    auto const first = swarm.start + draw(stream, std::chrono::minutes{1}, active - std::chrono::minutes{40});
    Duration const by = stream.below(2) == 0 ? Duration{std::chrono::hours{-1}} : Duration{std::chrono::hours{1}};
    swarm.clock_steps.push_back({first, by});
    if (stream.below(3) > 0)
        swarm.clock_steps.push_back({first + draw(stream, std::chrono::seconds{1}, std::chrono::minutes{38}), -by});
}

void draw_neighbours(Drawer& drawer, Swarm& swarm) {
    for (std::size_t i = 0; i < neighbour_kind_count; ++i) {
        auto const kind = static_cast<NeighbourKind>(i);
        auto const name = "neighbour " + std::string(to_string(kind));
        if (!drawer.rarely(name, 2)) continue;
        auto stream = drawer.stream(name);
        Neighbourhood neighbour{.kind = kind};
        if (kind != NeighbourKind::shared_location) {
            neighbour.people = 1 + stream.below(8);
            neighbour.overlap = kind == NeighbourKind::public_hexfit ? 0 : stream.below(neighbour.people + 1);
            // Now and then a neighbour is loud: the others must still be heard.
            neighbour.edits = stream.below(5) == 0 ? 200 + stream.below(400) : stream.below(20);
        }
        swarm.neighbours.push_back(neighbour);
    }
}

// Allowances end at midnight, Hexfit's at the end of the month: the world begins a while before.
void draw_limits(Drawer& drawer, Swarm& swarm) {
    bool const is_monthly = drawer.rarely("monthly quota", 2);
    bool const is_daily = drawer.rarely("daily limit", 2);
    if (!is_monthly && !is_daily) return;
    auto stream = drawer.stream("limits");
    auto const lasts = swarm.calm_from - swarm.start;
    TimePoint const midnight{std::chrono::sys_days{std::chrono::year{2026} / 4 / 1}};
    swarm.start = midnight - draw(stream, std::chrono::minutes{40}, std::chrono::minutes{110});
    swarm.calm_from = swarm.start + std::max(lasts, Duration{std::chrono::minutes{170}});
    swarm.limits.lifted_at = midnight;
    if (is_monthly) {
        swarm.limits.hexfit_monthly = 500;
        swarm.limits.hexfit_used = stream.below(470);
        swarm.limits.connection_knows = stream.below(3) > 0;
    }
    if (is_daily) swarm.limits.highlevel_daily = 60 + stream.below(600);
}

void vary_mapping(Drawer& drawer, contacts::Mapping& mapping) {
    using contacts::BlankRule;
    using contacts::ConflictRule;
    if (!drawer.present("varied rules")) return;
    auto stream = drawer.stream("rules");
    for (auto& row : mapping.rows) {
        if (row.rule.kind == contacts::FieldKind::set) continue;
        constexpr std::array rules{ConflictRule::newest, ConflictRule::newest, ConflictRule::a, ConflictRule::b,
            ConflictRule::longest, ConflictRule::ask};
        row.rule.conflict = rules[stream.below(rules.size())];
        if (stream.below(4) == 0) row.rule.blank = BlankRule::propagate;
        constexpr std::array first{contacts::FirstMatchRule::newest, contacts::FirstMatchRule::a, contacts::FirstMatchRule::b,
            contacts::FirstMatchRule::ask};
        row.rule.first_match = first[stream.below(first.size())];
    }
}

}  // namespace

std::string_view to_string(Deed deed) { return deed_names[static_cast<std::size_t>(deed)]; }

std::optional<Deed> deed_from(std::string_view name) {
    auto const found = std::ranges::find(deed_names, name);
    if (found == deed_names.end()) return std::nullopt;
    return static_cast<Deed>(found - deed_names.begin());
}

std::string_view to_string(CrashMoment moment) {
    constexpr std::array<std::string_view, 4> names{"at_once", "at_commit", "at_write", "at_create"};
    return names[static_cast<std::size_t>(moment)];
}

std::string_view to_string(OperatorDeed deed) {
    constexpr std::array<std::string_view, operator_deed_count> names{
        "pause", "disable", "change_mapping", "dry_run", "look_now", "reconnect", "answer"};
    return names[static_cast<std::size_t>(deed)];
}

std::string_view to_string(NeighbourKind kind) {
    constexpr std::array<std::string_view, neighbour_kind_count> names{
        "other_account", "same_account", "public_hexfit", "shared_location"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Crowd crowd) {
    constexpr std::array<std::string_view, crowd_count> names{"usual", "households", "namesakes", "strangers"};
    return names[static_cast<std::size_t>(crowd)];
}

Duration Swarm::slowest_news() const {
    // A sweep finds what no webhook told; failing calls are tried again with a growing pause of up to seventeen minutes; a
    // create that is not answered is looked for twice.
    Duration slowest = std::chrono::minutes{45};
    for (auto const& outage : outages) slowest += outage.until - outage.from;
    for (auto const& crash : crashes) slowest += crash.down;
    for (auto const& stall : stalls) slowest += stall.lasts + std::chrono::minutes{4};
    for (auto const& spell : spells) slowest += spell.until - spell.from;
    for (auto const& deed : operator_deeds) slowest += deed.lasts;
    if (limits != Limits{}) slowest += limits.lifted_at - start;
    return slowest;
}

Swarm plain_swarm(contacts::Mapping mapping) {
    Swarm swarm;
    swarm.start = beginning;
    swarm.calm_from = swarm.start + std::chrono::hours{2};
    swarm.end = swarm.calm_from + calm_time;
    swarm.mapping = std::move(mapping);
    swarm.app_faults[0] = swarm.app_faults[1] = plain_faults();
    return swarm;
}

// In every third world, in either direction or both.
void draw_attached(Drawer& drawer, Swarm& swarm) {
    auto stream = drawer.stream("attached");
    if (stream.below(3) != 0 || swarm.people > 1'000) return;
    static constexpr std::array directions{sync::AttachedDirection::both, sync::AttachedDirection::both,
        sync::AttachedDirection::a_to_b, sync::AttachedDirection::b_to_a};
    swarm.attached.notes = directions[stream.below(directions.size())];
    swarm.attached.tasks = directions[stream.below(directions.size())];
    swarm.attached.deeds = 5 + stream.below(30);
}

Swarm draw_swarm(std::uint64_t seed, contacts::Mapping mapping, SwarmKind kind) {
    Drawer drawer{seed, kind};
    auto stream = drawer.stream("size");
    auto swarm = plain_swarm(std::move(mapping));
    swarm.seed = seed;
    swarm.calm_from = swarm.start + std::chrono::minutes{120} + draw(stream, Duration{0}, std::chrono::minutes{240});
    swarm.people = 5 + stream.below(26);
    auto sizes = drawer.stream("sizes");
    if (sizes.below(20) == 0) swarm.people = 1;
    if (drawer.is_wide() && sizes.below(150) == 0) {
        swarm.people = 3'000;
        swarm.calm_from = swarm.start + std::chrono::minutes{40};
    }
    swarm.overlap = stream.below(swarm.people + 1);
    if (!drawer.is_quiet() && drawer.present("crowd")) swarm.crowd = static_cast<Crowd>(1 + sizes.below(crowd_count - 1));
    swarm.leftover_ids = !drawer.is_quiet() && drawer.present("leftover ids");
    swarm.allow_duplicates = drawer.present("allow_duplicates");
    swarm.match_email_first = drawer.present("match_email_first");
    swarm.nested_webhooks = drawer.present("nested_webhooks");
    swarm.keeps_bodies = stream.below(8) == 0;
    swarm.proxy_answers_429 = drawer.present("proxy_answers_429");
    if (drawer.rarely("short texts")) {
        swarm.text_length_most = 40 + sizes.below(60);
        swarm.cut_long_texts = sizes.below(2) == 0;
    }
    draw_limits(drawer, swarm);
    swarm.end = swarm.calm_from + calm_time;
    vary_mapping(drawer, swarm.mapping);
    swarm.app_faults[0] = draw_app_faults(drawer, "a ");
    swarm.app_faults[1] = draw_app_faults(drawer, "b ");
    swarm.quirks[0] = draw_quirks(drawer, "a ");
    swarm.quirks[1] = draw_quirks(drawer, "b ");
    draw_deeds(drawer, swarm);
    draw_trouble(drawer, swarm);
    draw_spells(drawer, swarm);
    draw_operator(drawer, swarm);
    draw_neighbours(drawer, swarm);
    draw_attached(drawer, swarm);
    return swarm;
}

}  // namespace lockstep::simulation
