// SPDX-License-Identifier: Apache-2.0
#include "sync/state/mirrors.hpp"

#include "contacts/normal_form.hpp"
#include "sync/person_name.hpp"
#include "sync/state/counts.hpp"
#include "sync/state/name_words.hpp"
#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string mirror_row(SyncId const& sync, Side side, std::string_view record_id) {
    std::string row = sync.text();
    row += '/';
    row += contacts::to_string(side);
    row += '/';
    row += record_id;
    return row;
}

std::optional<std::string> as_text(contacts::Value const& value) {
    auto const* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::nullopt;
    return *text;
}

using Keys = std::vector<std::pair<MirrorKey, std::string>>;

Keys keys_of(MirrorPlace const& place, Mirror const& mirror, contacts::Projection const& seen, contacts::Mapping const& mapping) {
    Keys keys;
    auto const side = place.side;
    auto const add = [&](MirrorKey key, std::optional<std::string> const& value) {
        if (value && !value->empty()) keys.emplace_back(key, place.vault.blind_index(place.account, to_string(key), *value));
    };
    auto const projected = [&](std::string const& row) {
        auto const found = seen.find(row);
        return found == seen.end() ? std::optional<std::string>{} : as_text(found->second);
    };
    add(MirrorKey::email, projected(mapping.email_field));
    add(MirrorKey::phone, projected(mapping.phone_field));
    add(MirrorKey::name, lone_name(mapping, seen));
    auto const& holder = mapping.id_holder(side);
    if (auto found = mirror.record.fields.find(holder); !holder.empty() && found != mirror.record.fields.end())
        add(MirrorKey::other_id, as_text(contacts::canonical(contacts::FieldKind::text, found->second, mapping.region)));
    return keys;
}

std::string joined(Keys const& keys) {
    std::string text;
    for (auto const& [key, blind] : keys) (((text += to_string(key)) += ' ') += blind) += '\n';
    return text;
}

}  // namespace

Result<std::optional<Mirror>> load_mirror(Scope const& scope, Side side, std::string_view record_id) {
    TRY(auto const rows,
        scope.transaction.query(sql::find_mirror, scope.account, scope.sync, contacts::to_string(side), record_id));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    TRY(auto const json, scope.open_json("mirrors", mirror_row(scope.sync, side, record_id), "record", row.blob(1)));
    TRY(auto mirror, mirror_from_json(json));
    mirror.record.id = record_id;
    mirror.state = mirror_state_from(row.text(0));
    mirror.observed_at = row.time(2);
    mirror.missing_since = row.optional_time(3);
    mirror.seen_sweep = row.text(4);
    return mirror;
}

PreparedMirror prepare_mirror(
    MirrorPlace const& place, Mirror const& mirror, contacts::Projection const& seen, contacts::Mapping const& mapping) {
    PreparedMirror prepared;
    prepared.side = place.side;
    prepared.record_id = mirror.record.id;
    prepared.state = mirror.state;
    prepared.sealed = Blob{place.vault.seal(
        place.account, {"mirrors", mirror_row(place.sync, place.side, mirror.record.id), "record"}, to_text(to_json(mirror)))};
    prepared.observed_at = mirror.observed_at;
    prepared.changed_at = mirror.record.changed_at;
    prepared.missing_since = mirror.missing_since;
    prepared.seen_sweep = mirror.seen_sweep;
    prepared.keys = keys_of(place, mirror, seen, mapping);
    prepared.name_tokens = name_tokens({place.vault, place.account, place.sync, place.side}, person_name(mapping, seen));
    return prepared;
}

Result<void> save_mirror(Scope const& scope, PreparedMirror const& mirror) {
    auto const side = contacts::to_string(mirror.side);
    auto const& id = mirror.record_id;
    // The keys stand in the row as well, so that they are written anew only when they have changed.
    TRY(auto const known, scope.transaction.query(sql::mirror_state_and_keys, scope.account, scope.sync, side, id));
    auto const found_by = joined(mirror.keys);
    TRY(auto const changed,
        scope.transaction.execute(sql::save_mirror, scope.account, scope.sync, side, id, to_string(mirror.state), mirror.sealed,
            mirror.observed_at, mirror.changed_at, mirror.missing_since, mirror.seen_sweep, found_by, mirror.name_tokens));
    if (changed == 0) return {};
    bool const was_there = !known.empty() && mirror_state_from(known.front().text(0)) != MirrorState::gone;
    bool const is_there = mirror.state != MirrorState::gone;
    SyncCounts difference;
    difference.records[mirror.side] = (is_there ? 1 : 0) - (was_there ? 1 : 0);
    TRY_VOID(add_to_counts(scope, difference));
    auto const had_names = known.empty() ? std::nullopt : known.front().optional_text(2);
    TRY_VOID(replace_name_words(scope, id, had_names.value_or(""), mirror.name_tokens));
    if (!known.empty() && known.front().text(1) == found_by) return {};
    TRY_VOID(scope.transaction.execute(sql::delete_mirror_keys, scope.account, scope.sync, side, id));
    for (auto const& [kind, blind] : mirror.keys) {
        TRY_VOID(scope.transaction.execute(sql::insert_mirror_key, scope.account, scope.sync, side, to_string(kind), blind, id));
    }
    return {};
}

Result<void> save_mirror(
    Scope const& scope, Side side, Mirror const& mirror, contacts::Projection const& seen, contacts::Mapping const& mapping) {
    return save_mirror(scope, prepare_mirror({scope.vault, scope.account, scope.sync, side}, mirror, seen, mapping));
}

Result<void> remove_mirror(Scope const& scope, Side side, std::string_view record_id) {
    auto const side_text = contacts::to_string(side);
    TRY(auto const known, scope.transaction.query(sql::mirror_state_and_keys, scope.account, scope.sync, side_text, record_id));
    auto const had_names = known.empty() ? std::nullopt : known.front().optional_text(2);
    TRY_VOID(replace_name_words(scope, record_id, had_names.value_or(""), ""));
    TRY_VOID(scope.transaction.execute(sql::delete_mirror, scope.account, scope.sync, side_text, record_id));
    SyncCounts difference;
    difference.records[side] = !known.empty() && mirror_state_from(known.front().text(0)) != MirrorState::gone ? -1 : 0;
    return add_to_counts(scope, difference);
}

Result<std::int64_t> outdate_mirrors(Scope const& scope, std::int64_t limit) {
    return scope.transaction.execute(sql::outdate_mirrors, scope.account, scope.sync, limit);
}

Result<void> mark_seen(Scope const& scope, Side side, std::string_view record_id, std::string_view sweep) {
    TRY_VOID(
        scope.transaction.execute(sql::mark_mirror_seen, scope.account, scope.sync, contacts::to_string(side), record_id, sweep));
    return {};
}

Result<std::vector<std::string>> mirrors_after(Scope const& scope, Side side, std::string_view record_id, std::int64_t limit) {
    TRY(auto const rows,
        scope.transaction.query(sql::mirrors_after, scope.account, scope.sync, contacts::to_string(side), record_id, limit));
    std::vector<std::string> ids;
    for (auto const& row : rows) ids.push_back(row.text(0));
    return ids;
}

Result<std::int64_t> count_unseen(Scope const& scope, Side side, Unseen const& by, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::count_unseen_mirrors, scope.account, scope.sync, contacts::to_string(side),
                             by.sweep, by.started_at, limit));
    return rows.front().integer(0);
}

Result<std::vector<UnseenMirror>> unseen_after(
    Scope const& scope, Side side, Unseen const& by, UnseenMirror const& after, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::unseen_mirrors, scope.account, scope.sync, contacts::to_string(side),
                             by.sweep, by.started_at, after.seen_sweep, after.record_id, limit));
    std::vector<UnseenMirror> found;
    for (auto const& row : rows) found.push_back({row.text(0), row.text(1)});
    return found;
}

std::string_view to_string(MirrorKey key) {
    switch (key) {
        case MirrorKey::email: return "email";
        case MirrorKey::phone: return "phone";
        case MirrorKey::other_id: return "other_id";
        case MirrorKey::name: return "name";
    }
    return "email";
}

Result<FoundMirrors> find_mirrors(Scope const& scope, Side side, MirrorKey key, std::string_view value, std::int64_t limit) {
    auto const blind = scope.vault.blind_index(scope.account, to_string(key), value);
    TRY(auto const rows, scope.transaction.query(sql::mirrors_with_key, scope.account, scope.sync, contacts::to_string(side),
                             to_string(key), blind, limit + 1));
    FoundMirrors found;
    found.is_cut = static_cast<std::int64_t>(rows.size()) > limit;
    for (auto const& row : rows) {
        if (static_cast<std::int64_t>(found.ids.size()) < limit) found.ids.push_back(row.text(0));
    }
    return found;
}

std::string lone_name(contacts::Mapping const& mapping, contacts::Projection const& seen) {
    auto const text = [&](std::string const& row) {
        auto const found = seen.find(row);
        return found == seen.end() ? std::string() : as_text(found->second).value_or("");
    };
    if (!text(mapping.email_field).empty() || !text(mapping.phone_field).empty()) return {};
    auto const first = contacts::name_key(text(mapping.first_name_field)),
               last = contacts::name_key(text(mapping.last_name_field));
    if (first.empty() || last.empty()) return {};
    return first + "/" + last;
}

}  // namespace lockstep::sync
