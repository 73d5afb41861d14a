// SPDX-License-Identifier: Apache-2.0
// The service over a real database and books that a test writes.
#include "snapshots/service.hpp"

#include <gmock/gmock.h>

#include "ports/test_ports.hpp"
#include "snapshots/migrations.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::snapshots {
namespace {

using contacts::Value;

class WrittenBooks final : public Books {
public:
    Task<Result<std::vector<Entry>>> syncs_of(ConnectionId) override {
        co_return std::vector<Entry>{{SyncId{"syn_1"}, "Both", {}}};
    }
    Task<Result<std::vector<contacts::Record>>> mirrors(ConnectionId, SyncId) override { co_return known; }
    Task<Result<Pairing>> pairing(ConnectionId, SyncId sync) override {
        auto made = pairing_;
        made.sync = sync;
        co_return made;
    }
    std::vector<contacts::Record> known;
    Pairing pairing_;
};

class Snapshots : public testing::Test {
protected:
    Snapshots() {
        vault::write_void(*database, [&](Transaction& transaction) {
            return vault_.add_account(transaction, account, vault::test_time);
        }).value();
        vault::run_to_end(vault_.load(*database)).value();
        connections::Connection entry;
        entry.account = account;
        entry.id = connection;
        entry.connector = std::make_shared<catalogue::Connector>();
        directory.put(std::move(entry));
    }

    static Result<void> no_note(Transaction&, std::string_view) { return {}; }
    SnapshotId upload(std::string bytes) {
        return vault::run_to_end(service.upload({connection, "clients.csv", std::move(bytes), "usr_1"}, no_note)).value().id;
    }
    SnapshotId accepted(std::string bytes) {
        auto const id = upload(std::move(bytes));
        vault::run_to_end(service.accept(connection, id, true, no_note)).value();
        return id;
    }
    std::vector<HandItem> hand_list() { return vault::run_to_end(service.hand_list(connection, std::nullopt, "", 100)).value(); }
    std::int64_t count(std::string const& table) {
        return vault::run_to_end(database->read_value([&](Transaction& transaction) -> Result<std::int64_t> {
            TRY(auto const rows, transaction.query("SELECT COUNT(*) FROM " + table));
            return rows.front().integer(0);
        })).value();
    }

    AccountId account{"acc_1"};
    ConnectionId connection{"con_1"};
    vault::TestRandom random;
    JumpingClock clock{vault::test_time};
    InlineOffload offload;
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({vault::migrations(), migrations()});
    vault::Vault vault_{Secret{std::string(32, 'k')}, random};
    connections::Directory directory;
    WrittenBooks books;
    Service service{{*database, vault_, directory, clock, random, offload, books, account}};
};

TEST_F(Snapshots, ALargeFileComesBackByteForByte) {
    std::string file = "id,last name,city\n";
    for (int i = 0; i < 2'500; ++i)
        file += std::to_string(i) + ",Roy" + std::to_string(i) + ",\"Lévis, 1234 rue Principale, bureau 12, " +
                std::string(150, 'q') + "\"\n";
    auto const id = upload(file);
    EXPECT_GT(count("snapshot_parts"), 3);
    auto const comparison = vault::run_to_end(service.compare(connection, id, {})).value();
    EXPECT_EQ(comparison->counts.added, 2'500U);
    vault::run_to_end(service.accept(connection, id, false, no_note)).value();
    auto const again = vault::run_to_end(service.compare(connection, upload(file), {})).value();
    EXPECT_EQ(again->counts.unchanged, 2'500U);
}

TEST_F(Snapshots, NothingOfAPersonStandsOpenInTheDatabase) {
    accepted("id,last name,email\n1,Bélanger,secret@example.test\n");
    upload("id,last name,email\n1,Bélanger,secret@example.test\n");
    auto const rows = vault::run_to_end(database->read_value([&](Transaction& transaction) -> Result<std::string> {
        std::string all;
        TRY(auto const parts, transaction.query("SELECT sealed_content FROM snapshot_parts"));
        for (auto const& row : parts) all += row.blob(0);
        TRY(auto const documents, transaction.query("SELECT sealed_document FROM snapshots"));
        for (auto const& row : documents) all += row.blob(0);
        return all;
    })).value();
    EXPECT_GT(rows.size(), 200U);
    EXPECT_FALSE(rows.contains("secret@example.test"));
    EXPECT_FALSE(rows.contains("langer"));
}

TEST_F(Snapshots, AcceptingTwiceIsRefusedAndAnotherUploadTakesTheDraftsPlace) {
    auto const first = upload("id,last name\n1,Roy\n");
    auto const second = upload("id,last name\n1,Ray\n");
    EXPECT_EQ(vault::run_to_end(service.accept(connection, first, true, no_note)).error().code, "snapshots.no_such_snapshot");
    vault::run_to_end(service.accept(connection, second, true, no_note)).value();
    EXPECT_EQ(vault::run_to_end(service.accept(connection, second, true, no_note)).error().code, "snapshots.not_a_draft");
    EXPECT_EQ(count("snapshots"), 1);
}

TEST_F(Snapshots, WhatNobodyNeedsAnyMoreGoesInPortions) {
    accepted("id,last name\n1,Roy\n");
    accepted("id,last name\n1,Ray\n");
    upload("id,last name\n1,Rey\n");
    auto const later = clock.now() + std::chrono::hours{1};
    auto const pruned = [&](auto const& prune) {
        std::int64_t gone = 0;
        for (;;) {
            auto const some =
                vault::write_to(*database, [&](Transaction& transaction) { return prune(transaction, later, 1); }).value();
            if (some == 0) return gone;
            gone += some;
        }
    };
    EXPECT_EQ(pruned(prune_drafts), 2) << "a row and its part";
    EXPECT_EQ(pruned(prune_earlier), 2);
    auto const left = vault::run_to_end(service.list(connection)).value();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left.front().state, SnapshotState::current);
    EXPECT_EQ(count("snapshot_parts"), 1);
}

TEST_F(Snapshots, TheHandListFollowsFromSnapshotToSnapshot) {
    contacts::FieldRow row;
    row.a = "city";
    row.b = "city";
    row.rule.direction = contacts::Direction::a_to_b;
    row.rule.enforce = true;
    row.rule.conflict = contacts::ConflictRule::a;
    books.pairing_.mapping.rows = {row};
    LinkedPerson person;
    person.record_id = "7";
    person.other.fields = {{"city", Value{"Lévis"}}};
    person.base = {{"city", Value{"Lévis"}}};
    books.pairing_.people = {person};

    accepted("id,last name,city\n7,Roy,Québec\n");
    auto items = hand_list();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.front().state, HandState::open);
    EXPECT_EQ(items.front().wanted, Value{"Lévis"});
    clock.advance(std::chrono::minutes{1});
    vault::run_to_end(service.tick(connection, items.front().id, true, "usr_1", no_note)).value();
    vault::run_to_end(service.refresh_hand_list(connection)).value();
    EXPECT_EQ(hand_list().front().state, HandState::ticked) << "the snapshot is older than the tick";
    clock.advance(std::chrono::minutes{1});
    accepted("id,last name,city\n8,Ray,X\n");
    EXPECT_EQ(hand_list().front().state, HandState::ticked) << "somebody who is not in the file is not judged";
    accepted("id,last name,city\n7,Roy,Québec\n");
    EXPECT_EQ(hand_list().front().state, HandState::contradicted);
    accepted("id,last name,city\n7,Roy,Lévis\n");
    EXPECT_EQ(hand_list().front().state, HandState::confirmed);
    books.pairing_.people.clear();
    accepted("id,last name,city\n7,Roy,Québec\n");
    EXPECT_EQ(hand_list().size(), 1U);
}

}  // namespace
}  // namespace lockstep::snapshots
