// SPDX-License-Identifier: Apache-2.0
#include "sync/state/mirrors.hpp"

#include "contacts/normal_form.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string mirror_row(Scope const& scope, Side side, std::string_view record_id) {
    std::string row = scope.sync.text();
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

Keys keys_of(
    Scope const& scope, Side side, Mirror const& mirror, contacts::Projection const& seen, contacts::Mapping const& mapping) {
    Keys keys;
    auto const add = [&](MirrorKey key, std::optional<std::string> const& value) {
        if (value && !value->empty()) keys.emplace_back(key, scope.vault.blind_index(scope.account, to_string(key), *value));
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
    TRY(auto const rows, scope.transaction.query("SELECT state, sealed_record, observed_at, missing_since, seen_sweep FROM "
                                                 "mirrors WHERE account_id = ?1 AND sync_id = ?2 AND "
                                                 "side = ?3 AND record_id = ?4",
                             scope.account, scope.sync, contacts::to_string(side), record_id));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    TRY(auto const json, scope.open_json("mirrors", mirror_row(scope, side, record_id), "record", row.blob(1)));
    TRY(auto mirror, mirror_from_json(json));
    mirror.record.id = record_id;
    mirror.state = mirror_state_from(row.text(0));
    mirror.observed_at = row.time(2);
    mirror.missing_since = row.optional_time(3);
    mirror.seen_sweep = row.text(4);
    return mirror;
}

Result<void> save_mirror(
    Scope const& scope, Side side, Mirror const& mirror, contacts::Projection const& seen, contacts::Mapping const& mapping) {
    auto const& id = mirror.record.id;
    auto const side_text = contacts::to_string(side);
    auto sealed = scope.seal("mirrors", mirror_row(scope, side, id), "record", to_text(to_json(mirror)));
    auto const keys = keys_of(scope, side, mirror, seen, mapping);
    // The keys stand in the row as well, so that they are written anew only when they have changed.
    TRY(auto const known, scope.transaction.query(R"(
        SELECT found_by FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)",
                              scope.account, scope.sync, side_text, id));
    auto const found_by = joined(keys);
    TRY(auto const changed, scope.transaction.execute(R"(
        INSERT INTO mirrors (account_id, sync_id, side, record_id, state, sealed_record, observed_at, app_changed_at,
                             missing_since, seen_sweep, found_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (account_id, sync_id, side, record_id) DO UPDATE SET
            state = excluded.state, sealed_record = excluded.sealed_record, observed_at = excluded.observed_at,
            app_changed_at = excluded.app_changed_at, missing_since = excluded.missing_since,
            seen_sweep = excluded.seen_sweep, found_by = excluded.found_by
        WHERE mirrors.observed_at <= excluded.observed_at OR excluded.observed_at = 0)",
                                scope.account, scope.sync, side_text, id, to_string(mirror.state), sealed, mirror.observed_at,
                                mirror.record.changed_at, mirror.missing_since, mirror.seen_sweep, found_by));
    if (changed == 0) return {};
    if (!known.empty() && known.front().text(0) == found_by) return {};
    TRY_VOID(scope.transaction.execute(R"(
        DELETE FROM mirror_keys WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)",
        scope.account, scope.sync, side_text, id));
    for (auto const& [kind, blind] : keys) {
        TRY_VOID(scope.transaction.execute(R"(
            INSERT INTO mirror_keys (account_id, sync_id, side, kind, blind, record_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
            scope.account, scope.sync, side_text, to_string(kind), blind, id));
    }
    return {};
}

Result<std::int64_t> outdate_mirrors(Scope const& scope, std::int64_t limit) {
    return scope.transaction.execute(R"(
        UPDATE mirrors SET observed_at = 0 WHERE account_id = ?1 AND sync_id = ?2 AND (side, record_id) IN (
            SELECT side, record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND observed_at > 0 LIMIT ?3))",
        scope.account, scope.sync, limit);
}

Result<void> mark_seen(Scope const& scope, Side side, std::string_view record_id, std::string_view sweep) {
    TRY_VOID(scope.transaction.execute(
        "UPDATE mirrors SET seen_sweep = ?5 WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4",
        scope.account, scope.sync, contacts::to_string(side), record_id, sweep));
    return {};
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

Result<std::vector<std::string>> find_mirrors(Scope const& scope, Side side, MirrorKey key, std::string_view value) {
    TRY(auto const rows, scope.transaction.query(R"(
        SELECT record_id FROM mirror_keys
        WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND kind = ?4 AND blind = ?5 ORDER BY record_id LIMIT 1000)",
                             scope.account, scope.sync, contacts::to_string(side), to_string(key),
                             scope.vault.blind_index(scope.account, to_string(key), value)));
    std::vector<std::string> ids;
    for (auto const& row : rows) ids.push_back(row.text(0));
    return ids;
}

std::string lone_name(contacts::Mapping const& mapping, contacts::Projection const& seen) {
    auto const text = [&](std::string const& row) {
        auto const found = seen.find(row);
        return found == seen.end() ? std::string() : as_text(found->second).value_or("");
    };
    if (!text(mapping.email_field).empty() || !text(mapping.phone_field).empty()) return {};
    auto const first = contacts::name_key(text(mapping.first_name_field)), last = contacts::name_key(text(mapping.last_name_field));
    if (first.empty() || last.empty()) return {};
    return first + "/" + last;
}

}  // namespace lockstep::sync
