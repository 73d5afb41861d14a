// SPDX-License-Identifier: Apache-2.0
#include "snapshots/service.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace lockstep::snapshots {
namespace {

constexpr std::size_t part_bytes = std::size_t{128} << 10U;
constexpr std::size_t parts_at_once = 8;  // in one transaction
constexpr std::size_t people_in_part = 200;
constexpr std::size_t people_shown = 8;
constexpr Duration comparison_kept = std::chrono::minutes{2};
constexpr std::int64_t items_at_once = 500;

std::unexpected<Error> no_such_snapshot(SnapshotId const& id) {
    return fail(ErrorKind::not_found, "snapshots.no_such_snapshot",
        "finding snapshot " + printable(id.text().substr(0, 60)) + ": this connection has none with this id");
}

std::unexpected<Error> not_a_draft(SnapshotId const& id) {
    return fail(ErrorKind::conflict, "snapshots.not_a_draft", "changing snapshot " + id.text() + ": it has been accepted");
}

std::vector<std::string> in_parts(std::string_view bytes) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < bytes.size(); at += part_bytes) parts.emplace_back(bytes.substr(at, part_bytes));
    return parts;
}

std::vector<std::string> in_parts(std::vector<Person> const& people) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < people.size(); at += people_in_part) {
        JsonArray list;
        for (std::size_t i = at; i < std::min(at + people_in_part, people.size()); ++i) {
            auto json = to_json(people[i].record);
            json.as_object()["line"] = people[i].line;
            list.push_back(std::move(json));
        }
        parts.push_back(to_text(Json(std::move(list))));
    }
    return parts;
}

// A file's name is for showing: its last part, without what a terminal or a page would stumble over.
std::string shown_name(std::string_view name) {
    if (auto const slash = name.find_last_of("/\\"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return printable(with_valid_utf8(name.substr(0, 200)));
}

// Of sync, record and field: equal for the same thing to do, and tells nobody anything.
std::string hand_id(vault::Vault const& vault, AccountId const& account, SyncId const& sync, WantedEdit const& edit) {
    return vault.blind_index(account, "hand_item", sync.text() + "\n" + edit.record_id + "\n" + edit.field);
}

bool same(HandItem const& one, HandItem const& other) {
    return one.state == other.state && one.there == other.there && one.wanted == other.wanted && one.person == other.person;
}

}  // namespace

Result<Targets> Service::targets_of(ConnectionId const& connection) const {
    auto const entry = parts_.directory.find(connection);
    if (!entry || entry->account != parts_.account)
        return fail(ErrorKind::not_found, "connections.unknown_connection", "finding a connection: there is none with this id");
    Targets targets;
    if (entry->connector->contacts) {
        for (auto const& field : entry->connector->contacts->fields())
            targets.push_back({field.name, field.kind, field.label, field.means});
    }
    for (auto const& field : entry->custom_fields) {
        auto const label = field.name.empty() ? field.key : field.name;
        targets.push_back({"custom." + field.key, contacts::FieldKind::text, {label, label}, ""});
    }
    return with_plain_fields(std::move(targets));
}

Task<contacts::Region> Service::region_of(ConnectionId connection) {
    auto const syncs = co_await parts_.books.syncs_of(std::move(connection));
    co_return syncs && !syncs->empty() ? syncs->front().region : contacts::Region{};
}

Task<Result<Snapshot>> Service::find(ConnectionId connection, SnapshotId id) {
    CO_TRY(auto found, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_snapshot({transaction, parts_.vault, parts_.account}, id);
    }));
    if (!found || found->connection != connection || found->state == SnapshotState::loading) co_return no_such_snapshot(id);
    co_return std::move(*found);
}

Task<Result<void>> Service::store_parts(SnapshotId id, PartKind kind, std::vector<std::string> contents) {
    for (std::size_t at = 0; at < contents.size(); at += parts_at_once) {
        std::vector<SealedPart> sealed;
        auto const end = std::min(at + parts_at_once, contents.size());
        std::function<void()> const work = [&] {
            for (auto number = at; number < end; ++number)
                sealed.push_back(
                    seal_part(parts_.vault, parts_.account, id, kind, static_cast<std::int64_t>(number), contents[number]));
        };
        co_await parts_.offload.run(work);
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            for (auto const& part : sealed) TRY_VOID(save_part({transaction, parts_.vault, parts_.account}, id, kind, part));
            return {};
        }));
    }
    co_return Result<void>{};
}

Task<Result<std::vector<std::string>>> Service::load_parts(SnapshotId id, PartKind kind, std::int64_t count) {
    std::vector<std::string> contents;
    for (std::int64_t at = 0; at < count; at += static_cast<std::int64_t>(parts_at_once)) {
        auto const end = std::min(count, at + static_cast<std::int64_t>(parts_at_once));
        CO_TRY(auto some, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<std::vector<std::string>> {
            std::vector<std::string> loaded;
            for (auto number = at; number < end; ++number) {
                TRY(auto part, load_part({transaction, parts_.vault, parts_.account}, id, kind, number));
                loaded.push_back(std::move(part));
            }
            return loaded;
        }));
        std::ranges::move(some, std::back_inserter(contents));
    }
    co_return contents;
}

Task<Result<Snapshot>> Service::upload(Upload upload, Note note) {
    CO_TRY(auto const targets, targets_of(upload.connection));
    Result<Table> table;
    std::vector<ColumnLook> looks;
    std::function<void()> const work = [&] {
        table = read_table(upload.bytes);
        if (table) looks = look_at_columns(*table, targets);
    };
    co_await parts_.offload.run(work);
    if (!table) co_return pass_on(std::move(table).error());

    Snapshot snapshot;
    snapshot.account = parts_.account;
    snapshot.id = parts_.random.id<SnapshotTag>(parts_.clock.now());
    snapshot.connection = upload.connection;
    snapshot.state = SnapshotState::loading;
    snapshot.file_name = shown_name(upload.file_name);
    snapshot.layout = table->layout;
    snapshot.headers = table->headers;
    snapshot.bytes = static_cast<std::int64_t>(upload.bytes.size());
    snapshot.rows = static_cast<std::int64_t>(table->rows.size());
    snapshot.uploaded_by = upload.by;
    snapshot.uploaded_at = parts_.clock.now();
    snapshot.columns = guesses(looks);
    auto contents = in_parts(upload.bytes);
    snapshot.parts = static_cast<std::int64_t>(contents.size());
    auto const print = fingerprint(snapshot.headers);
    // The row first: parts without one would never be found again if the program ended here.
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Shelf const shelf{transaction, parts_.vault, parts_.account};
        TRY(auto remembered, recall_columns(shelf, snapshot.connection, print));
        // A field may have gone since: then the guess counts again.
        if (remembered && check_columns(*remembered, *table, targets)) {
            snapshot.columns = *std::move(remembered);
            snapshot.columns_are_remembered = true;
        }
        return save_snapshot(shelf, snapshot);
    }));
    CO_TRY_VOID(co_await store_parts(snapshot.id, PartKind::file, std::move(contents)));
    snapshot.state = SnapshotState::draft;
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Shelf const shelf{transaction, parts_.vault, parts_.account};
        TRY(auto const others, snapshots_of(shelf, snapshot.connection));
        for (auto const& each : others) {
            if (each.state == SnapshotState::draft) TRY_VOID(remove_snapshot(shelf, each.id));
        }
        TRY_VOID(save_snapshot(shelf, snapshot));
        return note(transaction, snapshot.id.text());
    }));
    co_return snapshot;
}

Task<Result<std::vector<Snapshot>>> Service::list(ConnectionId connection) {
    CO_TRY_VOID(targets_of(connection));
    co_return co_await parts_.database.read_value(
        [&](Transaction& transaction) { return snapshots_of({transaction, parts_.vault, parts_.account}, connection); });
}

Task<Result<Table>> Service::read_file(Snapshot snapshot) {
    CO_TRY(auto const parts, co_await load_parts(snapshot.id, PartKind::file, snapshot.parts));
    Result<Table> table;
    std::function<void()> const work = [&] {
        std::string bytes;
        bytes.reserve(static_cast<std::size_t>(snapshot.bytes));
        for (auto const& part : parts) bytes += part;
        table = read_table(bytes);
    };
    co_await parts_.offload.run(work);
    co_return table;
}

Task<Result<std::vector<Person>>> Service::kept_people(Snapshot snapshot) {
    CO_TRY(auto const parts, co_await load_parts(snapshot.id, PartKind::people, snapshot.parts));
    Result<std::vector<Person>> people = std::vector<Person>{};
    std::function<void()> const work = [&] {
        constexpr JsonLimits limits{.bytes = std::size_t{1} << 30U, .depth = 8, .members = 1'000'000};
        people = [&]() -> Result<std::vector<Person>> {
            std::vector<Person> read;
            for (auto const& part : parts) {
                TRY(auto const json, parse_json(part, limits));
                auto const* list = json.if_array();
                if (list == nullptr)
                    return fail(ErrorKind::corrupt, "snapshots.damaged_row", "reading a snapshot: no list of people");
                for (auto const& each : *list) {
                    TRY(auto record, record_from_json(each));
                    auto const line = static_cast<std::uint32_t>(find_integer(each, "/line").value_or(0));
                    read.push_back({std::move(record), line, {}});
                }
            }
            return read;
        }();
    };
    co_await parts_.offload.run(work);
    co_return people;
}

Task<Result<std::vector<contacts::Record>>> Service::records_of(Snapshot snapshot) {
    CO_TRY(auto people, co_await kept_people(std::move(snapshot)));
    std::vector<contacts::Record> records;
    for (auto& person : people) records.push_back(std::move(person.record));
    co_return records;
}

// Of a draft from its file, of an accepted snapshot from what was kept; then without the rows that were nobody.
Task<Result<People>> Service::people_of(Snapshot snapshot) {
    if (snapshot.state != SnapshotState::draft) {
        People people;
        CO_TRY(people.people, co_await kept_people(snapshot));
        co_return people;
    }
    CO_TRY(auto const targets, targets_of(snapshot.connection));
    CO_TRY(auto const table, co_await read_file(snapshot));
    CO_TRY_VOID(check_columns(snapshot.columns, table, targets));
    auto const region = co_await region_of(snapshot.connection);
    People people;
    std::function<void()> const work = [&] { people = read_people(table, snapshot.columns, targets, region); };
    co_await parts_.offload.run(work);
    co_return people;
}

Task<Result<Preview>> Service::preview(ConnectionId connection, SnapshotId id) {
    CO_TRY(auto const targets, targets_of(connection));
    Preview preview;
    CO_TRY(preview.snapshot, co_await find(connection, id));
    if (preview.snapshot.state != SnapshotState::draft) {
        CO_TRY(auto people, co_await people_of(preview.snapshot));
        people.people.resize(std::min(people.people.size(), people_shown));
        preview.people = std::move(people.people);
        co_return preview;
    }
    CO_TRY(auto table, co_await read_file(preview.snapshot));
    auto const region = co_await region_of(connection);
    std::function<void()> const work = [&] {
        preview.looks = look_at_columns(table, targets);
        table.rows.resize(std::min(table.rows.size(), people_shown));
        preview.people = read_people(table, preview.snapshot.columns, targets, region).people;
    };
    co_await parts_.offload.run(work);
    co_return preview;
}

Task<Result<void>> Service::set_columns(ConnectionId connection, SnapshotId id, Columns columns) {
    CO_TRY(auto const targets, targets_of(connection));
    CO_TRY(auto snapshot, co_await find(connection, id));
    if (snapshot.state != SnapshotState::draft) co_return not_a_draft(id);
    Table names;
    names.headers = snapshot.headers;
    CO_TRY_VOID(check_columns(columns, names, targets));
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Shelf const shelf{transaction, parts_.vault, parts_.account};
        TRY(auto stored, find_snapshot(shelf, id));
        if (!stored) return no_such_snapshot(id);
        if (stored->state != SnapshotState::draft) return not_a_draft(id);
        stored->columns = columns;
        stored->columns_are_remembered = false;
        return save_snapshot(shelf, *stored);
    });
}

// Who stood in the snapshot that was accepted before this one.
Task<Result<std::vector<contacts::Record>>> Service::known_before(Snapshot snapshot) {
    CO_TRY(auto const all, co_await list(snapshot.connection));
    Snapshot const* before = nullptr;
    for (auto const& each : all) {
        bool const counts = each.accepted_at && each.id != snapshot.id && each.state != SnapshotState::draft &&
                            (!snapshot.accepted_at || *each.accepted_at < *snapshot.accepted_at);
        if (counts && (before == nullptr || *each.accepted_at > *before->accepted_at)) before = &each;
    }
    if (before == nullptr) co_return std::vector<contacts::Record>{};
    co_return co_await records_of(*before);
}

Task<Result<std::shared_ptr<Comparison const>>> Service::compare(ConnectionId connection, SnapshotId id, Against against) {
    CO_TRY(auto const targets, targets_of(connection));
    CO_TRY(auto const snapshot, co_await find(connection, id));
    auto const now = parts_.clock.now();
    if (remembered_ && remembered_->id == id && remembered_->columns == snapshot.columns && remembered_->against == against &&
        now - remembered_->made_at < comparison_kept)
        co_return remembered_->comparison;
    std::vector<contacts::Record> known;
    if (against.sync) {
        CO_TRY(known, co_await parts_.books.mirrors(connection, *against.sync));
    } else {
        CO_TRY(known, co_await known_before(snapshot));
    }
    CO_TRY(auto const people, co_await people_of(snapshot));
    auto made = std::make_shared<Comparison>();
    std::function<void()> const work = [&] { *made = snapshots::compare(people, known, targets); };
    co_await parts_.offload.run(work);
    remembered_ = Remembered{id, snapshot.columns, against, now, made};
    co_return made;
}

Task<Result<Snapshot>> Service::accept(ConnectionId connection, SnapshotId id, bool is_confirmed, Note note) {
    CO_TRY(auto snapshot, co_await find(connection, id));
    if (snapshot.state != SnapshotState::draft) co_return not_a_draft(id);
    CO_TRY(auto const comparison, co_await compare(connection, id, {}));
    if (!is_confirmed && loses_many(comparison->counts, share_asked_about)) {
        co_return fail(ErrorKind::conflict, "snapshots.loses_many",
            "accepting a snapshot: " + std::to_string(comparison->counts.absent) + " of " +
                std::to_string(comparison->counts.known) + " people are not in it",
            {{"reason", "counted"}, {"absent", std::to_string(comparison->counts.absent)},
                {"known", std::to_string(comparison->counts.known)}});
    }
    CO_TRY(auto people, co_await people_of(snapshot));
    std::vector<std::string> contents;
    std::function<void()> const work = [&] { contents = in_parts(people.people); };
    co_await parts_.offload.run(work);
    auto const parts = static_cast<std::int64_t>(contents.size());
    CO_TRY_VOID(co_await store_parts(id, PartKind::people, std::move(contents)));
    auto accepted = co_await parts_.database.write_value([&](Transaction& transaction) -> Result<Snapshot> {
        Shelf const shelf{transaction, parts_.vault, parts_.account};
        TRY(auto stored, find_snapshot(shelf, id));
        if (!stored) return no_such_snapshot(id);
        // Somebody else was quicker, with other columns or altogether.
        if (stored->state != SnapshotState::draft || stored->columns != snapshot.columns) return not_a_draft(id);
        TRY(auto const others, snapshots_of(shelf, connection));
        for (auto other : others) {
            if (other.state != SnapshotState::current) continue;
            other.state = SnapshotState::earlier;
            TRY_VOID(save_snapshot(shelf, other));
        }
        stored->state = SnapshotState::current;
        stored->accepted_at = parts_.clock.now();
        stored->parts = parts;
        stored->counts = comparison->counts;
        TRY_VOID(save_snapshot(shelf, *stored));
        TRY_VOID(remove_parts(shelf, id, PartKind::file));
        TRY_VOID(remember_columns(shelf, connection, fingerprint(stored->headers), stored->columns, parts_.clock.now()));
        TRY_VOID(note(transaction, id.text()));
        return *std::move(stored);
    });
    if (!accepted) {
        // A newer upload took its place: without a row nobody would find these parts again.
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            Shelf const shelf{transaction, parts_.vault, parts_.account};
            TRY(auto const stored, find_snapshot(shelf, id));
            return stored ? Result<void>{} : remove_parts(shelf, id, PartKind::people);
        }));
        co_return pass_on(std::move(accepted).error());
    }
    CO_TRY_VOID(co_await refresh_hand_list(connection));
    co_return accepted;
}

Task<Result<void>> Service::discard(ConnectionId connection, SnapshotId id, Note note) {
    CO_TRY(auto const snapshot, co_await find(connection, id));
    if (snapshot.state != SnapshotState::draft) co_return not_a_draft(id);
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Shelf const shelf{transaction, parts_.vault, parts_.account};
        TRY(auto const stored, find_snapshot(shelf, id));
        if (!stored || stored->state != SnapshotState::draft) return not_a_draft(id);
        TRY_VOID(remove_snapshot(shelf, id));
        return note(transaction, id.text());
    });
}

Task<Result<void>> Service::refresh_hand_list(ConnectionId connection) {
    CO_TRY(auto const targets, targets_of(connection));
    CO_TRY(auto const all, co_await list(connection));
    auto const current = std::ranges::find(all, SnapshotState::current, &Snapshot::state);
    if (current == all.end()) co_return Result<void>{};
    CO_TRY(auto const records, co_await records_of(*current));
    CO_TRY(auto const syncs, co_await parts_.books.syncs_of(connection));
    for (auto const& entry : syncs) CO_TRY_VOID(co_await refresh_with(entry, connection, records, targets, current->uploaded_at));
    co_return Result<void>{};
}

Task<Result<void>> Service::refresh_with(Books::Entry entry, ConnectionId connection,
    std::vector<contacts::Record> const& records, Targets const& targets, TimePoint seen_at) {
    CO_TRY(auto const pairing, co_await parts_.books.pairing(connection, entry.sync));
    std::map<std::string, WantedEdit> edits;
    std::function<void()> const work = [&] {
        for (auto& edit : wanted_edits(pairing, records, targets)) {
            auto id = hand_id(parts_.vault, parts_.account, entry.sync, edit);
            edits.emplace(std::move(id), std::move(edit));
        }
    };
    co_await parts_.offload.run(work);
    std::set<std::string, std::less<>> linked;
    for (auto const& person : pairing.people) linked.insert(person.record_id);
    auto const now = parts_.clock.now();
    // Who is on the list already gets a look; who is not and wants something comes onto it.
    std::string after;
    for (bool has_more = true; has_more;) {
        CO_TRY(auto const known, co_await hand_list(connection, std::nullopt, after, items_at_once));
        has_more = static_cast<std::int64_t>(known.size()) == items_at_once;
        std::vector<HandItem> changed;
        for (auto const& item : known) {
            after = item.id;
            if (item.sync != entry.sync) continue;
            // Somebody of whom the file says nothing may be in none of the lists that were exported: nothing is known of them
            // now.
            if (!edits.contains(item.id) && linked.contains(item.record_id)) continue;
            HandLook look{.there = std::nullopt, .wanted = std::nullopt, .agrees = false, .seen_at = seen_at};
            auto before = item;
            if (auto const found = edits.find(item.id); found != edits.end()) {
                look = {found->second.there, found->second.wanted, found->second.agrees, seen_at};
                before.person = found->second.person;
                edits.erase(found);
            }
            auto next = after_look(before, look);
            if (next.state != item.state) next.changed_at = now;
            if (!same(next, item)) changed.push_back(std::move(next));
        }
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            for (auto const& item : changed)
                TRY_VOID(save_hand_item({transaction, parts_.vault, parts_.account}, connection, item));
            return {};
        }));
    }
    std::vector<HandItem> fresh;
    for (auto& [id, edit] : edits) {
        if (!edit.wanted) continue;
        fresh.push_back({.id = id,
            .sync = entry.sync,
            .record_id = edit.record_id,
            .person = edit.person,
            .field = edit.field,
            .there = edit.there,
            .wanted = *edit.wanted,
            .state = HandState::open,
            .ticked_by = {},
            .created_at = now,
            .changed_at = now});
    }
    for (std::size_t at = 0; at < fresh.size(); at += items_at_once) {
        auto const end = std::min(at + static_cast<std::size_t>(items_at_once), fresh.size());
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            for (auto i = at; i < end; ++i)
                TRY_VOID(save_hand_item({transaction, parts_.vault, parts_.account}, connection, fresh[i]));
            return {};
        }));
    }
    co_return Result<void>{};
}

Task<Result<std::vector<HandItem>>> Service::hand_list(
    ConnectionId connection, std::optional<HandState> state, std::string after, std::int64_t limit) {
    co_return co_await parts_.database.read_value([&](Transaction& transaction) {
        return hand_items_after({transaction, parts_.vault, parts_.account}, connection, state, after, limit);
    });
}

Task<Result<std::map<std::string, std::int64_t>>> Service::hand_counts(ConnectionId connection) {
    CO_TRY_VOID(targets_of(connection));
    co_return co_await parts_.database.read_value(
        [&](Transaction& transaction) { return count_hand_items({transaction, parts_.vault, parts_.account}, connection); });
}

Task<Result<HandItem>> Service::tick(ConnectionId connection, std::string item, bool is_ticked, std::string by, Note note) {
    co_return co_await parts_.database.write_value([&](Transaction& transaction) -> Result<HandItem> {
        Shelf const shelf{transaction, parts_.vault, parts_.account};
        TRY(auto const stored, find_hand_item(shelf, connection, item));
        if (!stored)
            return fail(
                ErrorKind::not_found, "snapshots.no_such_item", "ticking a row of the hand list: there is none with this id");
        auto next = after_tick(*stored, is_ticked, by, parts_.clock.now());
        if (next.state == stored->state) return next;
        TRY_VOID(save_hand_item(shelf, connection, next));
        TRY_VOID(note(transaction, item));
        return next;
    });
}

}  // namespace lockstep::snapshots
