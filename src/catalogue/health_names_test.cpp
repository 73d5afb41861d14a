// SPDX-License-Identifier: Apache-2.0
#include "catalogue/health_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/test_declarations.hpp"

namespace lockstep::catalogue {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct HealthNamesOf : testing::Test {
    std::vector<std::shared_ptr<Connector const>> all = load_from(own_connectors).value();

    std::vector<std::string> names(std::string_view profile, std::string_view operation, std::vector<std::string> const& fields,
        CustomFields const& custom = {}) {
        auto const app = *std::ranges::find_if(all, [&](auto const& each) { return each->profile == profile; });
        auto const* found = app->find(operation);
        EXPECT_NE(found, nullptr) << operation;
        return health_names(*app, *found, fields, custom);
    }
};

TEST_F(HealthNamesOf, AContactAreWhatTheMappingSaysAsTheAppWritesIt) {
    EXPECT_THAT(names("highlevel", "contacts.get_contact", {}), IsEmpty());
    EXPECT_THAT(names("highlevel", "contacts.get_contact", {"dateOfBirth"}), UnorderedElementsAre("dateOfBirth"));
    EXPECT_THAT(names("highlevel", "contacts.get_contact", {"custom.allergies"},
                    {{"fld_1", "colour", "Colour", "TEXT"}, {"fld_9", "allergies", "Allergies", "TEXT"}}),
        UnorderedElementsAre("custom.allergies", "allergies", "fld_9"));
    EXPECT_THAT(names("hexfit-full", "clients.update_client", {"city"}), UnorderedElementsAre("city"));
}

TEST_F(HealthNamesOf, NotesAndTasksAreTheirTextsWhereverTheyAreCarried) {
    for (auto const* operation : {"contacts.list_notes", "contacts.create_note", "contacts.update_note", "contacts.get_note"})
        EXPECT_THAT(names("highlevel", operation, {}), UnorderedElementsAre("body")) << operation;
    EXPECT_THAT(names("highlevel", "contacts.create_task", {}), UnorderedElementsAre("title", "body"));
    EXPECT_THAT(names("hexfit-full", "notes.update_note", {}), UnorderedElementsAre("body"));
    EXPECT_THAT(names("highlevel", "contacts.delete_contact", {}), IsEmpty());
}

}  // namespace
}  // namespace lockstep::catalogue
