// SPDX-License-Identifier: Apache-2.0
#include "sync/state/name_words.hpp"

#include <chrono>

#include "sync/discovery/name_fill.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/statements.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using testing::ElementsAre;
using testing::IsEmpty;

class NameWords : public StateTest {
protected:
    static contacts::Projection named(std::string const& first, std::string const& last) {
        return {{"firstName", contacts::Value{first}}, {"lastName", contacts::Value{last}}};
    }
    void save(std::string const& id, std::string const& first, std::string const& last, Side side = Side::a) {
        Mirror mirror;
        mirror.record.id = id;
        auto const& rows = mapping.rows;
        auto const set = [&](std::string_view field, std::string const& value) {
            auto const row = std::ranges::find(rows, field, &contacts::FieldRow::a);
            mirror.record.fields[row->at(side)] = contacts::Value{value};
        };
        set("firstName", first);
        set("lastName", last);
        mirror.observed_at = now;
        in_scope([&](Scope const& scope) { return save_mirror(scope, side, mirror, named(first, last), mapping); });
    }
    std::vector<std::string> find(std::string const& text, std::int64_t limit = 50) {
        std::vector<std::string> found;
        std::string cursor;
        for (int page = 0; page < 99; ++page) {
            auto const next = in_scope([&](Scope const& scope) {
                return find_names(
                    scope, mapping, {words_of_name(text), cursor, limit}, [&](NamedRecord const& each) -> Result<bool> {
                        found.push_back(each.record_id);
                        return true;
                    });
            });
            if (!next) return found;
            cursor = *next;
        }
        return {"endless"};
    }
    static contacts::Mapping two_names() {
        contacts::Mapping made;
        for (auto const* field : {"firstName", "lastName"}) {
            contacts::FieldRow row;
            row.a = field;
            row.b = field;
            made.rows.push_back(row);
        }
        return made;
    }
    contacts::Mapping mapping = two_names();
};

TEST_F(NameWords, AreComparedWithoutCaseAccentsAndPunctuation) {
    EXPECT_THAT(words_of_name("Zoé  Côté-Tremblay"), ElementsAre("zoe", "cote", "tremblay"));
    EXPECT_THAT(words_of_name("O\u2019Brien, Łukasz"), ElementsAre("obrien", "lukasz"));
    EXPECT_THAT(words_of_name("\u5c71\u7530\u3000\u592a\u90ce"), ElementsAre("\u5c71\u7530", "\u592a\u90ce"));
    EXPECT_THAT(words_of_name(" - . "), IsEmpty());
    EXPECT_THAT(words_of_name("Anne anne ANNE"), ElementsAre("anne"));
}

TEST_F(NameWords, FindPeopleByHowTheWordsBegin) {
    save("1", "Anne", "Tremblay");
    save("2", "Annie", "Trempe");
    save("3", "Jean-Pierre", "Roy");
    save("4", "Li", "Wu");
    EXPECT_THAT(find("trem"), testing::UnorderedElementsAre("1", "2"));
    EXPECT_THAT(find("TREMB"), ElementsAre("1"));
    EXPECT_THAT(find("tremblayx"), IsEmpty());
    EXPECT_THAT(find("ann tre"), testing::UnorderedElementsAre("1", "2"));
    EXPECT_THAT(find("anne tre"), ElementsAre("1")) << "every word has to fit";
    EXPECT_THAT(find("pierre"), ElementsAre("3"));
    EXPECT_THAT(find("roy jean"), ElementsAre("3"));
    EXPECT_THAT(find("wu"), ElementsAre("4"));
    EXPECT_THAT(find("an"), IsEmpty()) << "two letters find only words of two";
}

TEST_F(NameWords, APersonWhoHasTwoSuchWordsIsFoundOnceAndPagesShowEverybody) {
    for (int i = 0; i < 30; ++i) save(std::to_string(100 + i), "Martin", "Marois");
    auto found = find("mar", 7);
    EXPECT_EQ(found.size(), 30U);
    std::ranges::sort(found);
    EXPECT_TRUE(std::ranges::unique(found).empty());
}

TEST_F(NameWords, FollowTheNameAndAreUntouchedWhileItStays) {
    save("1", "Anne", "Roy");
    EXPECT_EQ(count("name_words"), 2);
    auto const before = count("name_words WHERE rowid <= 2");
    save("1", "Anne", "Roy");
    EXPECT_EQ(count("name_words WHERE rowid <= 2"), before) << "no row is written anew";
    save("1", "Anne", "Gagnon");
    EXPECT_THAT(find("roy"), IsEmpty());
    EXPECT_THAT(find("gagnon"), ElementsAre("1"));
    EXPECT_EQ(count("name_words"), 2);
    in_scope([&](Scope const& scope) { return remove_mirror(scope, Side::a, "1"); });
    EXPECT_EQ(count("name_words"), 0);
}

TEST_F(NameWords, SayNothingAboutWhoIsElsewhereAsWell) {
    SyncId const other{"syn_2"};
    auto const here = name_token({vault, account, sync, Side::a}, "tremblay");
    EXPECT_NE(here, name_token({vault, account, sync, Side::b}, "tremblay"));
    EXPECT_NE(here, name_token({vault, account, other, Side::a}, "tremblay"));
    EXPECT_EQ(here, name_token({vault, account, sync, Side::a}, "tremblant")) << "no more than five letters are told apart";
    EXPECT_GE(here, 0);
}

TEST_F(NameWords, OfOlderCopiesAreMadeInPortionsAndUntilThenItIsSaid) {
    for (int i = 0; i < 25; ++i) save(std::to_string(100 + i), "Anne", "Roy", i % 2 == 0 ? Side::a : Side::b);
    in_scope([&](Scope const& scope) -> Result<void> {
        TRY_VOID(scope.transaction.execute("DELETE FROM name_words"));
        TRY_VOID(scope.transaction.execute("UPDATE mirrors SET name_tokens = NULL"));
        return {};
    });
    EXPECT_THAT(find("roy"), IsEmpty());
    EXPECT_FALSE(in_scope([](Scope const& scope) { return are_names_complete(scope); }));
    EXPECT_EQ(in_scope([&](Scope const& scope) { return fill_name_words(scope, mapping, 20); }), 20);
    EXPECT_FALSE(in_scope([](Scope const& scope) { return are_names_complete(scope); }));
    EXPECT_EQ(in_scope([&](Scope const& scope) { return fill_name_words(scope, mapping, 20); }), 5);
    EXPECT_TRUE(in_scope([](Scope const& scope) { return are_names_complete(scope); }));
    EXPECT_EQ(find("roy").size(), 25U);
}

TEST_F(NameWords, ACursorThatNoPageGaveIsRefused) {
    for (std::string const cursor : {"x", "a:17", "n:a:00000000000000zz:1", "n:c:0000000000000001:1", "n:a:0000000000000001"}) {
        auto const found = vault::write_to(*database, [&](Transaction& transaction) {
            return find_names(Scope{transaction, vault, account, sync, now}, mapping, {{"roy"}, cursor, 50},
                [](NamedRecord const&) -> Result<bool> { return true; });
        });
        ASSERT_FALSE(found) << cursor;
        EXPECT_EQ(found.error().code, "api.bad_parameter");
    }
}

// How heavy the index is: bytes of the file for each copy, with names as people have them.
TEST_F(NameWords, WeighAFewHundredBytesForEachLink) {
    auto const pages = [&] {
        return in_scope([&](Scope const& scope) -> Result<std::int64_t> {
            TRY(auto const size, scope.transaction.query("PRAGMA page_count"));
            return size.front().integer(0);
        });
    };
    constexpr std::array first{"Anne", "Jean-Pierre", "Marie", "Luc", "Zoé", "Mohamed", "Li", "Sophie", "Marie-Claude", "Thomas"};
    constexpr std::array last{"Tremblay", "Gagnon", "Roy", "Côté", "Bouchard", "Gauthier", "Nguyen", "Roy-Lavoie", "Smith", "Li"};
    constexpr int records = 4'000;
    in_scope([&](Scope const& scope) -> Result<void> {
        for (int i = 0; i < records; ++i) {
            auto const at = static_cast<std::size_t>(i);
            auto const name =
                std::string(first[at % 10]) + std::to_string(at % 7) + " " + last[(at / 10) % 10] + std::to_string(at % 13);
            SyncId const whose{"syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF"};
            AccountId const account_like{"acc_01KPC9R4W2X5Y7Z9A1B3C6D8EF"};
            auto const tokens = name_tokens({vault, account, whose, at % 2 == 0 ? Side::a : Side::b}, name);
            TRY_VOID(replace_name_words(Scope{scope.transaction, vault, account_like, whose, now},
                "Kp3x9TqLmNw2VbYc" + std::to_string(1000 + at), "", tokens));
        }
        return {};
    });
    auto const filled = pages();
    auto const rows = count("name_words");
    in_scope([](Scope const& scope) -> Result<void> {
        TRY_VOID(scope.transaction.execute("DELETE FROM name_words"));
        return {};
    });
    auto const free = in_scope([](Scope const& scope) -> Result<std::int64_t> {
        TRY(auto const size, scope.transaction.query("PRAGMA freelist_count"));
        return size.front().integer(0);
    });
    auto const bytes_a_link = 2 * free * 4096 / records;
    RecordProperty("name_bytes_a_link", static_cast<int>(bytes_a_link));
    RecordProperty("name_rows_a_link_times_100", static_cast<int>(200 * rows / records));
    EXPECT_GT(filled, free);
    EXPECT_LT(bytes_a_link, 1'000);
}

}  // namespace
}  // namespace lockstep::sync
