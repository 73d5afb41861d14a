// SPDX-License-Identifier: Apache-2.0
#include "app/commands/demo_edits.hpp"

#include <array>

#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr Duration between_edits = std::chrono::seconds{2};
constexpr Duration edit_pause = std::chrono::milliseconds{2};
constexpr Duration waits_for_arrival = std::chrono::seconds{15};

constexpr std::array<std::string_view, 12> towns{"Gaspé", "Rimouski", "Trois-Rivières", "Sherbrooke", "Val-d'Or", "Saguenay",
    "Matane", "Rivière-du-Loup", "Magog", "Drummondville", "Baie-Comeau", "Sept-Îles"};
constexpr std::array<std::string_view, 6> streets{
    "rue des Érables", "rue Principale", "avenue du Parc", "chemin du Lac", "boulevard Laurier", "rue Saint-Jean"};

// A field as each app calls it, with the place in its record.
struct Field {
    std::string_view word;
    std::string_view highlevel;
    std::string_view hexfit_pointer;  // below "address" there
    std::string_view hexfit;
};
constexpr Field city{"city", "city", "/address/city", "city"};
constexpr Field street{"address", "address1", "/address/street", "street"};

std::string value_at(sandbox::App const& app, std::string const& id, std::string const& pointer) {
    auto const record = app.record(id);
    return record ? text_at(Json(record->fields), pointer) : std::string();
}

}  // namespace

Task<void> DemoEdits::run(std::vector<DemoPerson> people) {
    while (!is_stopping_ && !people.empty()) {
        co_await foundation_.clock.sleep_until_or(foundation_.clock.now() + between_edits, stopped_);
        if (is_stopping_) co_return;
        auto const& person = people[static_cast<std::size_t>(chance_.below(people.size()))];
        co_await edit_one(person, chance_.below(2) == 0);
    }
}

Task<void> DemoEdits::edit_one(DemoPerson const& person, bool at_highlevel) {
    auto const& here = at_highlevel ? highlevel_ : hexfit_;
    auto const& there = at_highlevel ? hexfit_ : highlevel_;
    auto const& here_record = at_highlevel ? person.a_record : person.b_record;
    auto const& there_record = at_highlevel ? person.b_record : person.a_record;
    bool const moves_far = chance_.below(2) == 0;
    Field const& field = moves_far ? city : street;
    std::string value(moves_far ? towns[static_cast<std::size_t>(chance_.below(towns.size()))]
                                : streets[static_cast<std::size_t>(chance_.below(streets.size()))]);
    if (!moves_far) value = std::to_string(1 + chance_.below(900)) + " " + value;
    JsonObject changes;
    if (at_highlevel) {
        changes[field.highlevel] = value;
    } else {
        changes["address"] = JsonObject{{field.hexfit, value}};
    }
    auto const begun = foundation_.clock.now();
    if (!here.app.edit_as_person(here_record, changes, begun)) co_return;
    here.host.wake();
    ++made_;
    auto const pointer = at_highlevel ? std::string(field.hexfit_pointer) : "/" + std::string(field.highlevel);
    auto const what = here.name + ": " + printable(person.name) + ", " + std::string(field.word) + " is now " + value;
    JsonObject made{{"app", here.name}, {"record", here_record}, {"other_record", there_record}, {"field", field.word},
        {"value", value}, {"at", format_time(begun)}, {"arrived_ms", nullptr}};
    while (!is_stopping_ && foundation_.clock.now() - begun < waits_for_arrival) {
        if (value_at(there.app, there_record, pointer) == value) {
            ++arrived_;
            auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(foundation_.clock.now() - begun).count();
            made["arrived_ms"] = took;
            console_.result(made);
            console_.say("  " + what + "  ->  " + there.name + " after " + std::to_string(took) + " ms");
            co_return;
        }
        co_await foundation_.clock.sleep_for(edit_pause);
    }
    console_.result(made);
    console_.say("  " + what + "  ->  not in " + there.name + " yet");
}

}  // namespace lockstep::app
