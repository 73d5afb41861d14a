// SPDX-License-Identifier: Apache-2.0
#include "snapshots/table.hpp"

#include <gmock/gmock.h>

namespace lockstep::snapshots {
namespace {

std::vector<std::string> cells(Table const& table, std::size_t row) {
    std::vector<std::string> found;
    for (std::size_t column = 0; column < table.rows.at(row).count; ++column)
        found.emplace_back(table.cell(table.rows[row], column).value_or("(not said)"));
    return found;
}

std::string param(Error const& error, std::string_view name) {
    for (auto const& [key, value] : error.params) {
        if (key == name) return value;
    }
    return {};
}

void expect_fault(
    std::string_view bytes, std::string_view code, std::string_view reason, std::string_view line, std::string_view column) {
    SCOPED_TRACE(bytes.substr(0, 60));
    auto const table = read_table(bytes);
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().code, code);
    EXPECT_EQ(param(table.error(), "reason"), reason);
    EXPECT_EQ(param(table.error(), "line"), line);
    EXPECT_EQ(param(table.error(), "column"), column);
}

TEST(Table, EachSeparatorIsRecognised) {
    for (char const separator : {',', ';', '\t', '|'}) {
        std::string text = "first_name,last_name,email\nAnn,Roy,ann@example.test\nBob,Ray,bob@example.test\n";
        std::ranges::replace(text, ',', separator);
        auto const table = read_table(text).value();
        EXPECT_EQ(table.layout.separator, separator);
        EXPECT_EQ(table.headers, (std::vector<std::string>{"first_name", "last_name", "email"}));
        EXPECT_EQ(cells(table, 1), (std::vector<std::string>{"Bob", "Ray", "bob@example.test"}));
    }
}

TEST(Table, CommasInAddressesAreNoSeparator) {
    auto const table = read_table("nom;adresse\nRoy;1, rue Haute, Québec\nRay;2, rue Basse, Lévis\n").value();
    EXPECT_EQ(table.layout.separator, ';');
    EXPECT_EQ(cells(table, 0), (std::vector<std::string>{"Roy", "1, rue Haute, Québec"}));
}

TEST(Table, ASpreadsheetsFirstLineSaysWhatSeparates) {
    auto const table = read_table("sep=|\r\na,b|c\r\n1|2\r\n").value();
    EXPECT_EQ(table.headers, (std::vector<std::string>{"a,b", "c"}));
    EXPECT_EQ(table.rows.front().line, 3U);
}

TEST(Table, QuotedCellsKeepLineBreaksSeparatorsAndQuotes) {
    auto const table = read_table("note,name\n\"first line\r\nsecond, with \"\"quotes\"\"\",Ann\n\"\",Bob\n").value();
    EXPECT_EQ(cells(table, 0), (std::vector<std::string>{"first line\r\nsecond, with \"quotes\"", "Ann"}));
    EXPECT_EQ(cells(table, 1), (std::vector<std::string>{"", "Bob"}));
    EXPECT_EQ(table.rows[1].line, 4U) << "lines of the file are counted, not rows";
}

TEST(Table, AQuoteInsideAPlainCellIsACharacter) {
    EXPECT_EQ(cells(read_table("size,name\n5'10\",Ann\n").value(), 0), (std::vector<std::string>{"5'10\"", "Ann"}));
}

TEST(Table, RaggedLinesAreKeptAsTheyAre) {
    auto const table = read_table("a,b,c\n1\n1,2,3,4\n\n ,,\n5,6,7").value();
    ASSERT_EQ(table.rows.size(), 3U) << "blank lines are no rows";
    EXPECT_EQ(cells(table, 0), (std::vector<std::string>{"1"}));
    EXPECT_EQ(table.cell(table.rows[0], 1), std::nullopt) << "not said is not blank";
    EXPECT_EQ(cells(table, 1).size(), 4U);
    EXPECT_EQ(cells(table, 2), (std::vector<std::string>{"5", "6", "7"}));
}

TEST(Table, AllLineEndsCountOnce) {
    auto const table = read_table("a\r1\r\n2\n3").value();
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[2].line, 4U);
}

TEST(Table, AnOpenQuoteNamesWhereItWasOpened) {
    expect_fault("a,b\n1,\"open\n2,3\n", "snapshots.broken_file", "open_quote", "2", "3");
    expect_fault("é,b\né\"x,\"ok\",\"open", "snapshots.broken_file", "open_quote", "2", "10");
}

TEST(Table, TextAfterAClosingQuoteNamesItsPlace) {
    expect_fault("a,b\n\"1\nx\"y,2\n", "snapshots.broken_file", "after_quote", "3", "3");
}

TEST(Table, WhatIsNoTextIsSaidToBeSo) {
    expect_fault("", "snapshots.not_text", "empty", "", "");
    expect_fault(" \r\n", "snapshots.not_text", "empty", "", "");
    expect_fault("PK\x03\x04...", "snapshots.not_text", "workbook", "", "");
    expect_fault("%PDF-1.7", "snapshots.not_text", "pdf", "", "");
    expect_fault(std::string_view("a,b\n1\0,2", 8), "snapshots.not_text", "binary", "", "");
}

TEST(Table, AFileWithoutNamesOfColumnsWouldLoseItsFirstPerson) {
    expect_fault("Ann,Roy,ann@example.test\nBob,Ray,bob@example.test\n", "snapshots.no_header", "person", "1", "");
}

TEST(Encoding, Utf8WithAndWithoutMark) {
    auto const plain = read_table("prénom\nZoé\n").value();
    EXPECT_EQ(plain.layout.encoding, Encoding::utf8);
    auto const marked = read_table("\xEF\xBB\xBFprénom\nZoé\n").value();
    EXPECT_EQ(marked.layout.encoding, Encoding::utf8_with_mark);
    EXPECT_EQ(marked.headers, plain.headers);
}

TEST(Encoding, Windows1252) {
    auto const table = read_table("pr\xE9nom;note\nZo\xE9;\x93\x80\x94 \x9C\n").value();
    EXPECT_EQ(table.layout.encoding, Encoding::windows_1252);
    EXPECT_EQ(table.headers.front(), "prénom");
    EXPECT_EQ(cells(table, 0), (std::vector<std::string>{"Zoé", "“€” œ"}));
    expect_fault("nom\nB\xE9l\x81\n", "snapshots.bad_encoding", "windows_1252", "2", "4");
}

TEST(Encoding, ABrokenByteInUtf8IsNotReadAsAnotherEncoding) {
    expect_fault("prénom,nom\nZoé,Bélanger\nÈve,B\xE9langer\n", "snapshots.bad_encoding", "utf8", "3", "6");
    expect_fault(
        "\xEF\xBB\xBF"
        "a\n\xE9\n",
        "snapshots.bad_encoding", "utf8", "2", "1");
}

TEST(Encoding, Utf16WithItsMark) {
    std::u16string const text = u"nom\tnote\nZoé\t\U0001F600\n";
    std::string little = "\xFF\xFE", big = "\xFE\xFF";
    for (auto const unit : text) {
        little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
        big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
    }
    for (auto const& bytes : {little, big}) {
        auto const table = read_table(bytes).value();
        EXPECT_EQ(cells(table, 0), (std::vector<std::string>{"Zoé", "\U0001F600"}));
    }
    EXPECT_EQ(read_table(little).value().layout.encoding, Encoding::utf16_little);
    EXPECT_EQ(read_table(big).value().layout.encoding, Encoding::utf16_big);
    expect_fault(little.substr(0, little.size() - 1), "snapshots.bad_encoding", "utf16", "2", "6");
}

TEST(JsonTable, TheListOfPeopleIsFoundAndFlattened) {
    auto const table =
        read_table(R"({"total":2,"data":[{"id":7,"name":{"first":"Ann"},"tags":["a","b"],"on":true},{"id":8,"mail":null}]})")
            .value();
    EXPECT_EQ(table.layout.shape, Shape::json);
    EXPECT_EQ(table.headers, (std::vector<std::string>{"id", "name.first", "tags", "on", "mail"}));
    EXPECT_EQ(cells(table, 0), (std::vector<std::string>{"7", "Ann", "a;b", "true", "(not said)"}));
    EXPECT_EQ(cells(table, 1), (std::vector<std::string>{"8", "(not said)", "(not said)", "(not said)", ""}));
}

TEST(JsonTable, MalformedJsonNamesItsPlace) {
    expect_fault("[{\"a\":1},\n {\"a\" 2}]", "snapshots.broken_file", "json", "2", "7");
    expect_fault("{\"total\":0}", "snapshots.broken_file", "no_list", "1", "1");
}

TEST(Table, LimitsAreKeptAndNamed) {
    TableLimits limits;
    limits.rows = 2;
    auto table = read_table("a\n1\n2\n3\n", limits);
    EXPECT_EQ(table.error().code, "snapshots.file_limit");
    EXPECT_EQ(param(table.error(), "line"), "3") << "the header is a row as well";
    limits = {};
    limits.cell_bytes = 5;
    table = read_table("a,b\n1,123456\n", limits);
    EXPECT_EQ(param(table.error(), "reason"), "cell");
    EXPECT_EQ(param(table.error(), "column"), "3");
    limits = {};
    limits.columns = 2;
    EXPECT_EQ(param(read_table("a,b,c\n", limits).error(), "reason"), "columns");
    limits = {};
    limits.bytes = 3;
    EXPECT_EQ(param(read_table("a,b,c\n", limits).error(), "reason"), "bytes");
}

}  // namespace
}  // namespace lockstep::snapshots
