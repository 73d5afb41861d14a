// SPDX-License-Identifier: Apache-2.0
#include "simulation/swarm.hpp"

#include <algorithm>

namespace lockstep::simulation {
namespace {

using sandbox::FaultKind;

constexpr TimePoint beginning{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{8}};
constexpr auto calm_time = std::chrono::minutes{125};  // two sweeps and what they lead to, then an hour without a write

class Drawer {
public:
    Drawer(std::uint64_t seed, bool is_quiet) : root_(Stream{seed}.fork("swarm")), is_quiet_(is_quiet) {}

    bool present(std::string_view name) {
        auto stream = root_.fork(name);
        return stream.below(2) == 0;
    }
    // Present or not; if so between a fifth and four times `typical`.
    std::uint32_t rate(std::string_view name, std::uint32_t typical_ppm) {
        if (is_quiet_) return 0;
        auto stream = root_.fork(name);
        if (stream.below(2) == 0) return 0;
        return static_cast<std::uint32_t>(
            std::min<std::uint64_t>(900'000, std::uint64_t{typical_ppm} * (20 + stream.below(380)) / 100));
    }
    Stream stream(std::string_view name) const { return root_.fork(name); }
    bool is_quiet() const { return is_quiet_; }

private:
    Stream root_;
    bool is_quiet_;
};

sandbox::FaultSettings draw_app_faults(Drawer& drawer, std::string const& side) {
    sandbox::FaultSettings settings;
    struct Typical {
        FaultKind kind;
        std::uint32_t ppm;
    };
    constexpr std::array<Typical, 13> typical{{{FaultKind::slow_reply, 20'000}, {FaultKind::lost_request, 15'000},
        {FaultKind::lost_reply, 20'000}, {FaultKind::late_commit, 20'000}, {FaultKind::create_failed_but_stored, 60'000},
        {FaultKind::too_many_requests, 10'000}, {FaultKind::server_error, 20'000}, {FaultKind::stale_read, 30'000},
        {FaultKind::index_lag, 60'000}, {FaultKind::automation, 20'000}, {FaultKind::webhook_lost, 100'000},
        {FaultKind::webhook_doubled, 150'000}, {FaultKind::webhook_late, 50'000}}};
    for (auto const& [kind, ppm] : typical) settings.rate(kind) = drawer.rate(side + std::string(to_string(kind)), ppm);
    settings.latency = {std::chrono::milliseconds{20}, std::chrono::milliseconds{400}};
    settings.webhook_delay = {std::chrono::milliseconds{100}, std::chrono::seconds{4}};
    if (!drawer.is_quiet() && drawer.present(side + "webhooks overtake each other"))
        settings.webhook_delay = {std::chrono::milliseconds{100}, std::chrono::seconds{70}};
    settings.webhook_late = {std::chrono::minutes{1}, std::chrono::minutes{40}};
    return settings;
}

void draw_deeds(Drawer& drawer, Swarm& swarm) {
    struct Weight {
        Deed deed;
        std::uint32_t weight;
    };
    constexpr std::array<Weight, deed_count> weights{
        {{Deed::edit_field, 20}, {Deed::edit_field_again_and_again, 5}, {Deed::edit_same_field_on_both, 8},
            {Deed::edit_different_fields_on_both, 8}, {Deed::undo_edit, 4}, {Deed::blank_field, 3}, {Deed::change_tags, 8},
            {Deed::change_tags_on_both, 4}, {Deed::edit_unmapped, 5}, {Deed::create, 8}, {Deed::create_on_both, 3},
            {Deed::create_without_address, 3}, {Deed::create_namesake, 3}, {Deed::remove, 2}, {Deed::archive, 2}}};
    std::vector<Weight> chosen;
    std::uint32_t total = 0;
    for (auto const& weight : weights) {
        if (weight.deed != Deed::edit_field && !drawer.present(to_string(weight.deed))) continue;
        chosen.push_back(weight);
        total += weight.weight;
    }
    auto stream = drawer.stream("deeds");
    auto const count = 10 + stream.below(40);
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
    swarm.webhook_answer_lost_ppm = drawer.rate("webhook answer lost", 30'000);
    swarm.webhook_replayed_ppm = drawer.rate("webhook replayed", 60'000);
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

std::string_view to_string(Deed deed) {
    constexpr std::array<std::string_view, deed_count> names{"edit_field", "edit_field_again_and_again",
        "edit_same_field_on_both", "edit_different_fields_on_both", "undo_edit", "blank_field", "change_tags",
        "change_tags_on_both", "edit_unmapped", "create", "create_on_both", "create_without_address", "create_namesake", "remove",
        "archive"};
    return names[static_cast<std::size_t>(deed)];
}

Duration Swarm::slowest_news() const {
    // A sweep finds what no webhook told; failing calls are tried again with a growing pause of up to seventeen minutes; a
    // create that is not answered is looked for twice.
    Duration slowest = std::chrono::minutes{45};
    for (auto const& outage : outages) slowest += outage.until - outage.from;
    for (auto const& crash : crashes) slowest += crash.down;
    return slowest;
}

Swarm draw_swarm(std::uint64_t seed, contacts::Mapping mapping, bool is_quiet) {
    Drawer drawer{seed, is_quiet};
    auto stream = drawer.stream("size");
    Swarm swarm;
    swarm.seed = seed;
    swarm.start = beginning;
    swarm.calm_from = swarm.start + std::chrono::minutes{120} + draw(stream, Duration{0}, std::chrono::minutes{240});
    swarm.end = swarm.calm_from + calm_time;
    swarm.people = 5 + stream.below(26);
    swarm.overlap = stream.below(swarm.people + 1);
    swarm.allow_duplicates = drawer.present("allow_duplicates");
    swarm.match_email_first = drawer.present("match_email_first");
    swarm.nested_webhooks = drawer.present("nested_webhooks");
    swarm.keeps_bodies = stream.below(8) == 0;
    swarm.proxy_answers_429 = drawer.present("proxy_answers_429");
    swarm.mapping = std::move(mapping);
    vary_mapping(drawer, swarm.mapping);
    swarm.app_faults[0] = draw_app_faults(drawer, "a ");
    swarm.app_faults[1] = draw_app_faults(drawer, "b ");
    draw_deeds(drawer, swarm);
    draw_trouble(drawer, swarm);
    return swarm;
}

}  // namespace lockstep::simulation
