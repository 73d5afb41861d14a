// SPDX-License-Identifier: Apache-2.0
#include "people/service.hpp"

#include <algorithm>

#include "outbox/outbox.hpp"
#include "sync/engine.hpp"
#include "sync/reconcile/create_call.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::people {
namespace {

using calls::OutcomeKind;
using contacts::Side;

constexpr std::int64_t found_at_most = 50;
constexpr std::string_view owner = "people";             // of effects in the outbox
constexpr auto call_timeout = std::chrono::seconds{15};  // somebody waits for the answer
constexpr auto turn_at_the_app_max = std::chrono::seconds{10};
constexpr auto turn_to_create_max = std::chrono::seconds{20};
constexpr auto ask_for_lock_every = std::chrono::milliseconds{200};
// Longer than a call and its wait for its turn; whoever was killed in between holds up creates for that long.
constexpr auto locked_for = std::chrono::seconds{30};

std::string text_at(contacts::Projection const& values, std::string const& row) {
    auto const found = values.find(row);
    if (found == values.end()) return {};
    auto const* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

std::unexpected<Error> unsure(std::vector<std::string> const& candidates) {
    std::string ids;
    for (auto const& id : candidates) ids += (ids.empty() ? "" : ", ") + id;
    return fail(ErrorKind::conflict, "people.unsure",
        "finding a person: it could be more than one record, or the names contradict",
        {{"reason", "named"}, {"candidates", ids}});
}

std::unexpected<Error> nobody() {
    return fail(ErrorKind::not_found, "people.nobody", "finding a person: nobody has this id, address or number");
}

// Why a call came to nothing, for whoever asked for it.
std::unexpected<Error> not_done(calls::CallOutcome const& outcome, connections::Connection const& connection) {
    auto const& app = connection.connector->title;
    if (outcome.kind == OutcomeKind::refused)
        return fail(ErrorKind::invalid, "people.refused", "writing a person: " + app + " refused it: " + outcome.reading.message,
            {{"reason", outcome.reading.message.empty() ? "silent" : "named"}, {"app", app},
                {"message", outcome.reading.message}});
    if (outcome.kind == OutcomeKind::unknown)
        return fail(ErrorKind::unavailable, "people.unclear", "writing a person: the answer of " + app + " was lost",
            {{"reason", "named"}, {"app", app}});
    if (outcome.error.code == "calls.observe_only") return std::unexpected(outcome.error);
    return fail(ErrorKind::unavailable, "people.later",
        "writing a person: " + app + " could not be asked now: " + outcome.error.code, {{"reason", "named"}, {"app", app}});
}

// What is known of records that have this key.
Result<void> add_known(
    sync::Scope const& scope, contacts::Mapping const& mapping, Side side, std::string const& id, std::vector<Known>& known) {
    RecordName const name{side, id};
    if (std::ranges::find(known, name, &Known::record) != known.end()) return {};
    TRY(auto const mirror, sync::load_mirror(scope, side, id));
    if (!mirror || mirror->state == sync::MirrorState::gone) return {};
    TRY(auto const link, sync::link_of(scope, side, id));
    known.push_back(
        {name, link ? link->record(contacts::other(side)) : std::nullopt, contacts::project(mapping, side, mirror->record)});
    return {};
}

Result<std::vector<Known>> known_with(
    sync::Scope const& scope, contacts::Mapping const& mapping, sync::MirrorKey key, std::string const& value) {
    std::vector<Known> known;
    if (value.empty()) return known;
    for (auto const side : contacts::both_sides) {
        TRY(auto const found, sync::find_mirrors(scope, side, key, value, found_at_most));
        for (auto const& id : found.ids) TRY_VOID(add_known(scope, mapping, side, id, known));
    }
    return known;
}

// A record by its own id, or by that of its link; the side of a record id is the one that knows it.
Result<std::optional<RecordName>> with_id(sync::Scope const& scope, std::string const& id) {
    TRY(auto const link, sync::load_link(scope, LinkId{id}));
    if (link && link->a) return std::optional(RecordName{Side::a, *link->a});
    if (link && link->b) return std::optional(RecordName{Side::b, *link->b});
    for (auto const side : contacts::both_sides) {
        TRY(auto const mirror, sync::load_mirror(scope, side, id));
        if (mirror) return std::optional(RecordName{side, id});
    }
    return std::nullopt;
}

// The person's record at side a, if there is one.
Result<RecordName> at_a_if_there(sync::Scope const& scope, RecordName const& record) {
    if (record.side == Side::a) return record;
    TRY(auto const link, sync::link_of(scope, Side::b, record.id));
    if (link && link->a) return RecordName{Side::a, *link->a};
    return record;
}

std::vector<std::string> rows_of(std::vector<sync::PlannedChange> const& changes) {
    std::vector<std::string> rows;
    for (auto const& change : changes) rows.push_back(change.row);
    return rows;
}

}  // namespace

std::string_view to_string(Did did) {
    switch (did) {
        case Did::created: return "created";
        case Did::updated: return "updated";
        case Did::unchanged: return "unchanged";
    }
    return "unchanged";
}

std::string_view to_string(Next next) {
    switch (next) {
        case Next::carried: return "carried";
        case Next::waits: return "waits";
        case Next::not_carried: return "not_carried";
    }
    return "waits";
}

// One request on its way.
struct Service::Job {
    AccountId account;
    sync::Sync sync;
    Wish wish;
    contacts::Projection wanted;
    connections::Directory::Entry a;
    connections::Directory::Entry b;
    std::optional<TimePoint> sent_at{};  // of the last call that may have changed something

    connections::Connection const& connection(Side side) const { return side == Side::a ? *a : *b; }
    catalogue::RecordBinding const& binding(Side side) const { return *connection(side).connector->contacts; }
    std::string email() const { return text_at(wanted, sync.mapping.email_field); }
    std::string phone() const { return text_at(wanted, sync.mapping.phone_field); }
};

struct Service::Queue {
    bool is_taken = false;
    Signal freed;
};

// Creates of one sync, one at a time within this process; the lock in the database keeps other processes out.
class Service::Turn {
public:
    explicit Turn(std::shared_ptr<Queue> queue) : queue_(std::move(queue)) { queue_->is_taken = true; }
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn() {
        queue_->is_taken = false;
        queue_->freed.notify();
    }

private:
    std::shared_ptr<Queue> queue_;
};

Task<Result<sync::Sync>> Service::load(AccountId account, SyncId id) {
    co_return co_await parts_.database.read_value([&](Transaction& transaction) -> Result<sync::Sync> {
        TRY(auto found, sync::load_sync(transaction, account, id));
        if (found) return *std::move(found);
        return fail(ErrorKind::not_found, "sync.no_such_sync", "finding sync " + id.text() + ": there is none with this id");
    });
}

Task<Result<JsonArray>> Service::find(AccountId account, SyncId id, Key key) {
    int const given = !key.email.empty() + !key.phone.empty() + !key.external_id.empty() + !key.id.empty();
    if (given != 1)
        co_return fail(ErrorKind::invalid, "people.no_key", "finding people: exactly one of the keys has to be given",
            {{"reason", given == 0 ? "none" : "several"}});
    CO_TRY(auto const sync, co_await load(account, id));
    co_return co_await parts_.database.read_value([&](Transaction& transaction) -> Result<JsonArray> {
        sync::Scope const scope{transaction, parts_.vault, account, id, parts_.clock.now()};
        auto const& mapping = sync.mapping;
        std::vector<RecordName> records;
        auto const by_key = [&](sync::MirrorKey kind, contacts::FieldKind field, std::string const& text) -> Result<void> {
            auto const value = contacts::canonical(field, contacts::Value{text}, mapping.region);
            auto const* canonical = std::get_if<std::string>(&value);
            TRY(auto const known, known_with(scope, mapping, kind, canonical == nullptr ? std::string() : *canonical));
            for (auto const& each : known) records.push_back(each.record);
            return {};
        };
        if (!key.email.empty()) TRY_VOID(by_key(sync::MirrorKey::email, contacts::FieldKind::email, key.email));
        if (!key.phone.empty()) TRY_VOID(by_key(sync::MirrorKey::phone, contacts::FieldKind::phone, key.phone));
        if (!key.external_id.empty()) {
            TRY(auto const found, with_external_id(scope, key.external_id));
            if (found) records.push_back(*found);
        }
        if (!key.id.empty()) {
            TRY(auto const found, with_id(scope, key.id));
            if (found) records.push_back(*found);
        }
        JsonArray people;
        std::vector<std::string> links;  // both records of a person may have the key
        for (auto const& record : records) {
            TRY(auto const person, sync::person_of(scope, record.side, record.id));
            if (!person.link_id.empty() && std::ranges::find(links, person.link_id) != links.end()) continue;
            links.push_back(person.link_id);
            TRY(auto view, person_json(scope, sync, person));
            people.emplace_back(std::move(view));
        }
        return people;
    });
}

Task<Result<JsonArray>> Service::news(AccountId account, SyncId id, NewsKind kind, std::int64_t limit) {
    CO_TRY(auto const sync, co_await load(account, id));
    co_return co_await parts_.database.read_value([&](Transaction& transaction) {
        return news_json({transaction, parts_.vault, account, id, parts_.clock.now()}, sync, kind, limit);
    });
}

Task<Result<Put>> Service::put(AccountId account, SyncId id, Wish wish, AuditNote note) {
    CO_TRY(auto sync, co_await load(account, id));
    Job job{.account = account, .sync = std::move(sync), .wish = std::move(wish), .wanted = {}, .a = {}, .b = {}};
    job.a = parts_.directory.find(job.sync.a);
    job.b = parts_.directory.find(job.sync.b);
    if (!job.a || !job.b)
        co_return fail(ErrorKind::not_found, "sync.no_connection", "writing a person: the sync's connection does not exist");
    CO_TRY(job.wanted, wanted(job.wish, job.sync.mapping));
    if (job.wish.id.empty() && job.wish.external_id.empty() && job.email().empty() && job.phone().empty())
        co_return fail(ErrorKind::invalid, "people.no_key",
            "writing a person: an id, an external id, an e-mail address or a phone number is needed", {{"reason", "name"}});
    CO_TRY(auto chosen, co_await look(job, {}));
    if (chosen.kind == Choice::Kind::one) {
        if (job.wish.mode == Mode::create)
            co_return fail(ErrorKind::conflict, "people.there_already", "creating a person: somebody is there already",
                {{"reason", "named"}, {"id", chosen.who.id}});
        co_return co_await change(job, chosen.who, note);
    }
    if (job.wish.mode == Mode::update) co_return nobody();
    co_return co_await create(job, note);
}

// Whom our copies know, and `more` that an app has told of in the meantime. Not certain is an error.
Task<Result<Choice>> Service::look(Job& job, std::vector<Known> more) {
    auto const& mapping = job.sync.mapping;
    CO_TRY(auto const choice, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<Choice> {
        sync::Scope const scope{transaction, parts_.vault, job.account, job.sync.id, parts_.clock.now()};
        TRY(auto const with_email, known_with(scope, mapping, sync::MirrorKey::email, job.email()));
        std::optional<RecordName> named;
        if (!job.wish.id.empty()) {
            TRY(named, with_id(scope, job.wish.id));
            if (!named) return nobody();
        }
        if (!job.wish.external_id.empty()) {
            TRY(auto const found, with_external_id(scope, job.wish.external_id));
            if (found && named) {
                TRY(auto const left, at_a_if_there(scope, *named));
                TRY(auto const right, at_a_if_there(scope, *found));
                if (left != right) return unsure({left.id, right.id});
            }
            if (found && !named) {
                // One whose record is gone says nothing any more.
                TRY(auto const mirror, sync::load_mirror(scope, found->side, found->id));
                if (mirror && mirror->state != sync::MirrorState::gone) named = found;
            }
        }
        if (named) {
            TRY(auto const who, at_a_if_there(scope, *named));
            TRY(auto const link, sync::link_of(scope, who.side, who.id));
            auto const partner = link ? link->record(contacts::other(who.side)) : std::nullopt;
            if (!is_somebody_elses(who, partner, with_email)) return Choice{Choice::Kind::one, who, {}};
            std::vector<std::string> candidates{who.id};
            for (auto const& each : with_email) candidates.push_back(each.record.id);
            return unsure(candidates);
        }
        auto known = with_email;
        TRY(auto const with_phone, known_with(scope, mapping, sync::MirrorKey::phone, job.phone()));
        auto const add = [&known](std::vector<Known> const& list) {
            for (auto const& each : list) {
                if (std::ranges::find(known, each.record, &Known::record) == known.end()) known.push_back(each);
            }
        };
        add(with_phone);
        add(more);
        auto found = choose(mapping, job.wanted, known);
        if (found.kind == Choice::Kind::unsure) return unsure(found.candidates);
        return found;
    }));
    co_return choice;
}

Task<calls::CallOutcome> Service::call(Job const& job, Side side, catalogue::BoundCall bound, std::string_view purpose) {
    calls::CallRequest request{.connection = job.connection(side).id,
        .operation = std::move(bound.operation),
        .inputs = std::move(bound.inputs),
        .timeout = call_timeout,
        .purpose = std::string(purpose),
        .cause = {},
        .quota_share = job.sync.policy.quota_share,
        .wait_max = turn_at_the_app_max};
    co_return co_await parts_.caller.call(std::move(request));
}

// The record as it is at the app; our copy where the app lets nobody read one. conflict "people.gone" when there is none.
Task<Result<Known>> Service::read_there(Job& job, RecordName const& who) {
    auto const& connection = job.connection(who.side);
    auto bound = job.binding(who.side).get(who.id);
    if (!bound) {
        co_return co_await parts_.database.read_value([&](Transaction& transaction) -> Result<Known> {
            sync::Scope const scope{transaction, parts_.vault, job.account, job.sync.id, parts_.clock.now()};
            std::vector<Known> known;
            TRY_VOID(add_known(scope, job.sync.mapping, who.side, who.id, known));
            if (known.empty()) return nobody();
            return known.front();
        });
    }
    auto const operation = bound->operation;
    auto const outcome = co_await call(job, who.side, *std::move(bound), "observe");
    if (outcome.kind == OutcomeKind::refused && outcome.reading.reply_class == catalogue::ReplyClass::not_found) {
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) {
            auto const now = parts_.clock.now();
            sync::Scope const scope{transaction, parts_.vault, job.account, job.sync.id, now};
            return sync::request_reconcile(scope, {.side = who.side, .record_id = who.id, .due_at = now, .fresh_since = now});
        }));
        parts_.engine.wake();
        co_return fail(ErrorKind::conflict, "people.gone",
            "writing a person: record " + who.id + " is not at " + connection.connector->title + " any more",
            {{"reason", "named"}, {"app", connection.connector->title}});
    }
    if (outcome.kind != OutcomeKind::done) co_return not_done(outcome, connection);
    CO_TRY(auto const record, job.binding(who.side).read(operation, outcome.reading.body, connection.custom_fields));
    if (!record || record->id != who.id)
        co_return fail(ErrorKind::unavailable, "people.later", "writing a person: the reply shows another record",
            {{"reason", "named"}, {"app", connection.connector->title}});
    auto seen = contacts::project(job.sync.mapping, who.side, *record);
    // Kept beside what is compared: a write may be bound to the version that was read.
    if (record->version) seen.try_emplace("", contacts::Value{*record->version});
    co_return Known{who, std::nullopt, std::move(seen)};
}

Task<Result<Put>> Service::change(Job& job, RecordName who, AuditNote const& note) {
    CO_TRY(auto there, co_await read_there(job, who));
    auto const version = text_at(there.seen, "");
    there.seen.erase("");
    auto const& binding = job.binding(who.side);
    auto const& connection = job.connection(who.side);
    CO_TRY(auto const changes, differences({job.sync.mapping, binding, who.side, false}, job.wanted, there.seen));
    if (changes.empty()) co_return co_await done(job, Did::unchanged, who, {});
    CO_TRY(auto bound, binding.update(connection.settings, who.id, version.empty() ? std::nullopt : std::optional(version),
                           sync::writes_for(changes, who.side, false), connection.custom_fields));
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) { return note(transaction, who.id); }));
    std::optional<Error> failed;
    for (auto& each : bound) {
        auto const outcome = co_await call(job, who.side, std::move(each), "write");
        if (outcome.sent_at) job.sent_at = outcome.sent_at;
        if (outcome.kind == OutcomeKind::done) continue;
        failed = not_done(outcome, connection).error();
        break;
    }
    // What went through has to be seen by the engine, also when a later call did not.
    CO_TRY(auto put, co_await done(job, Did::updated, who, rows_of(changes)));
    if (failed) co_return std::unexpected(*failed);
    co_return put;
}

// The record is looked at by the engine, which carries it to the other side.
Task<Result<Put>> Service::done(Job& job, Did did, RecordName who, std::vector<std::string> written) {
    auto const& mapping = job.sync.mapping;
    bool is_news = false;
    CO_TRY(auto put, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<Put> {
        auto const now = parts_.clock.now();
        sync::Scope const scope{transaction, parts_.vault, job.account, job.sync.id, now};
        if (!job.wish.external_id.empty()) TRY_VOID(give_external_id(scope, job.wish.external_id, who));
        // Somebody of whom only the app knows so far is looked at as well.
        TRY(auto const mirror, sync::load_mirror(scope, who.side, who.id));
        is_news = did != Did::unchanged || !mirror;
        if (is_news)
            TRY_VOID(sync::request_reconcile(scope, {.side = who.side,
                                                        .record_id = who.id,
                                                        .due_at = now,
                                                        .fresh_since = job.sent_at.value_or(now),
                                                        .reason = sync::RequestReason::person,
                                                        .overrides_backoff = true}));
        Put result{.did = did, .side = who.side, .written = written, .next = Next::carried, .person = {}};
        TRY(auto const person, sync::person_of(scope, who.side, who.id));
        bool const is_running = job.sync.state == sync::SyncState::running || job.sync.state == sync::SyncState::backfilling;
        bool const is_alone = !person.record(contacts::other(who.side)).has_value();
        if (is_alone && !mapping.creates_at(contacts::other(who.side)))
            result.next = Next::not_carried;
        else if (!is_running)
            result.next = Next::waits;
        TRY(result.person, person_json(scope, job.sync, person));
        // Our copy is from before what was just written; the caller sees what is there now.
        if (is_news) {
            for (auto const& [row, value] : job.wanted) {
                bool const is_list = mapping.row(row)->rule.kind == contacts::FieldKind::set;  // more may be in it
                if (!is_list || did == Did::created) result.person["fields"].as_object()[row] = contacts::to_json(value);
            }
            auto const show = [&](std::string_view member, std::string const& row) {
                if (auto const value = text_at(job.wanted, row); !value.empty()) result.person[member] = value;
            };
            show("email", mapping.email_field);
            show("phone", mapping.phone_field);
            show("first_name", mapping.first_name_field);
            show("last_name", mapping.last_name_field);
            auto const first = std::string(result.person["first_name"].as_string());
            auto const last = std::string(result.person["last_name"].as_string());
            result.person["full_name"] = first + (first.empty() || last.empty() ? "" : " ") + last;
        }
        return result;
    }));
    if (is_news) parts_.engine.wake();
    co_return put;
}

// The app may know somebody whom we do not know yet.
Task<Result<std::vector<Known>>> Service::ask_app(Job& job) {
    std::vector<Known> more;
    if (job.email().empty()) co_return more;
    for (auto const side : contacts::both_sides) {
        auto bound = job.binding(side).find_by_email(job.connection(side).settings, job.email());
        if (!bound) continue;
        auto const asked = *bound;
        auto const outcome = co_await call(job, side, *std::move(bound), "find");
        // Nobody is made twice because nobody could be asked.
        if (outcome.kind == OutcomeKind::retry_later || outcome.kind == OutcomeKind::unknown)
            co_return not_done(outcome, job.connection(side));
        if (outcome.kind != OutcomeKind::done) continue;
        auto const page = job.binding(side).read_page(asked, outcome.reading.body, job.connection(side).custom_fields, 1);
        if (!page) continue;
        for (auto const& item : page->items)
            more.push_back({{side, item.record.id}, std::nullopt, contacts::project(job.sync.mapping, side, item.record)});
    }
    co_return more;
}

Task<Result<work::Lock>> Service::lock(Job& job) {
    work::Lock lock{"people:" + job.sync.id.text(), parts_.random.id<IntentTag>(parts_.clock.now()).text(), 0};
    auto const until = parts_.clock.now() + turn_to_create_max;
    for (;;) {
        CO_TRY(auto const fence, co_await parts_.database.write_value([&](Transaction& transaction) {
            auto const now = parts_.clock.now();
            return work::try_lock(transaction, lock.name, lock.holder, now + locked_for, now);
        }));
        if (fence) {
            lock.fence = *fence;
            co_return lock;
        }
        if (parts_.clock.now() >= until)
            co_return fail(ErrorKind::limited, "people.busy", "creating a person: another one has been under way for too long");
        co_await parts_.clock.sleep_for(ask_for_lock_every);
    }
}

// Of an earlier try to create somebody with this address or number.
bool is_about(outbox::Effect const& effect, vault::Vault const& vault, AccountId const& account, std::string const& email,
    std::string const& phone) {
    auto const is_marked = [&](std::string_view kind, std::string const& value) {
        return !value.empty() && effect.marker == vault.blind_index(account, kind, value);
    };
    return is_marked("email", email) || is_marked("phone", phone);
}

// The person was found: what an earlier try came to is known.
Task<Result<void>> Service::close_open_creates(Job& job) {
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const open, outbox::open_of(transaction, job.account, owner, job.sync.id.text()));
        for (auto const& effect : open) {
            if (!is_about(effect, parts_.vault, job.account, job.email(), job.phone())) continue;
            TRY_VOID(outbox::close(transaction, job.account, effect.id, outbox::EffectState::done, "found", parts_.clock.now()));
        }
        return {};
    });
}

// Creates whose answer was lost, or whose process ended: nobody with such an address or number is created before it has been seen
// whether they were carried out. Called after both our copies and the app were asked, and know nobody.
Task<Result<void>> Service::check_open_creates(Job& job) {
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        auto const now = parts_.clock.now();
        TRY(auto const open, outbox::open_of(transaction, job.account, owner, job.sync.id.text()));
        for (auto const& effect : open) {
            if (!is_about(effect, parts_.vault, job.account, job.email(), job.phone())) continue;
            auto const look_at = effect.created_at + job.sync.policy.consistency_delay;
            if (now < look_at) {
                auto const seconds = std::chrono::ceil<std::chrono::seconds>(look_at - now).count();
                return fail(ErrorKind::unavailable, "people.unclear",
                    "creating a person: whether an earlier try was carried out is not known yet",
                    {{"reason", "wait"}, {"seconds", std::to_string(seconds)}});
            }
            TRY_VOID(outbox::close(transaction, job.account, effect.id, outbox::EffectState::abandoned, "not found", now));
        }
        return {};
    });
}

// At side a, or at side b where side a makes no records.
Result<Service::CreatePlan> Service::plan_create(Job const& job) const {
    std::optional<Error> first;
    for (auto const side : contacts::both_sides) {
        auto changes = differences({job.sync.mapping, job.binding(side), side, true}, job.wanted, {});
        if (!changes) return std::unexpected(changes.error());
        auto call = sync::create_call(job.sync.policy, job.connection(side), side, *changes);
        if (call) return CreatePlan{side, *std::move(changes), *std::move(call)};
        if (!first) first = call.error();
        if (call.error().code != "catalogue.not_available") break;
    }
    return std::unexpected(*first);
}

Task<Result<Put>> Service::create(Job& job, AuditNote const& note) {
    if (job.email().empty() && job.phone().empty())
        co_return fail(ErrorKind::invalid, "people.no_key",
            "creating a person: an e-mail address or a phone number is needed, by which they are found again",
            {{"reason", "create"}});
    auto& queue = queues_[job.sync.id];
    if (!queue) queue = std::make_shared<Queue>();
    auto const until = parts_.clock.now() + turn_to_create_max;
    for (auto const mine = queue; mine->is_taken;) {
        if (parts_.clock.now() >= until)
            co_return fail(ErrorKind::limited, "people.busy", "creating a person: others are being created");
        co_await parts_.clock.sleep_until_or(until, mine->freed);
    }
    Turn const turn(queues_[job.sync.id]);
    CO_TRY(auto const held, co_await lock(job));
    auto result = co_await create_alone(job, held, note);
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::unlock(transaction, held));
        return {};
    }));
    co_return result;
}

Task<Result<Put>> Service::create_alone(Job& job, work::Lock const& held, AuditNote const& note) {
    // Whoever had the turn before may have made this very person.
    CO_TRY(auto chosen, co_await look(job, {}));
    if (chosen.kind == Choice::Kind::nobody) {
        CO_TRY(auto more, co_await ask_app(job));
        if (!more.empty()) {
            CO_TRY(chosen, co_await look(job, std::move(more)));
        }
    }
    if (chosen.kind == Choice::Kind::one) {
        CO_TRY_VOID(co_await close_open_creates(job));
        if (job.wish.mode == Mode::create)
            co_return fail(ErrorKind::conflict, "people.there_already", "creating a person: somebody is there already",
                {{"reason", "named"}, {"id", chosen.who.id}});
        co_return co_await change(job, chosen.who, note);
    }
    CO_TRY_VOID(co_await check_open_creates(job));
    CO_TRY(auto plan, plan_create(job));
    auto const side = plan.side;
    auto const& connection = job.connection(side);
    auto const& binding = job.binding(side);
    auto const& changes = plan.changes;
    auto const now = parts_.clock.now();
    outbox::Effect effect;
    effect.account = job.account;
    effect.id = parts_.random.id<IntentTag>(now);
    effect.owner = owner;
    effect.group = effect.subject = job.sync.id.text();
    effect.connection = connection.id;
    effect.side = contacts::to_string(side);
    effect.kind = outbox::EffectKind::create;
    effect.operation = plan.call.operation;
    effect.marker = job.email().empty() ? parts_.vault.blind_index(job.account, "phone", job.phone())
                                        : parts_.vault.blind_index(job.account, "email", job.email());
    effect.fence = held.fence;
    effect.holder = held.holder;
    effect.created_at = now;
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(bool const is_ours, work::holds(transaction, held, parts_.clock.now()));
        if (!is_ours) return fail(ErrorKind::limited, "people.busy", "creating a person: the turn was lost");
        TRY_VOID(note(transaction, "new"));
        return outbox::journal(transaction, effect);
    }));
    auto const operation = plan.call.operation;
    auto const outcome = co_await call(job, side, std::move(plan.call), "write");
    job.sent_at = outcome.sent_at;
    if (outcome.kind != OutcomeKind::done) {
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            auto const at = parts_.clock.now();
            if (outcome.kind == OutcomeKind::unknown) {
                TRY_VOID(outbox::hold_unknown(
                    transaction, job.account, effect.id, now + job.sync.policy.consistency_delay, 0, outcome.error.code));
                return {};
            }
            auto const state =
                outcome.kind == OutcomeKind::refused ? outbox::EffectState::refused : outbox::EffectState::abandoned;
            TRY_VOID(outbox::close(transaction, job.account, effect.id, state, outcome.error.code, at));
            return {};
        }));
        bool const is_there =
            outcome.reading.reply_class == catalogue::ReplyClass::duplicate && !outcome.reading.existing_id.empty();
        if (outcome.kind != OutcomeKind::refused || !is_there) co_return not_done(outcome, connection);
        // The app names whom it knows by this address or number; whether that is the same person, the names say.
        CO_TRY(auto there, co_await read_there(job, {side, outcome.reading.existing_id}));
        there.seen.erase("");
        std::vector<Known> more;
        more.push_back(std::move(there));
        CO_TRY(auto const again, co_await look(job, std::move(more)));
        if (again.kind != Choice::Kind::one) co_return unsure({outcome.reading.existing_id});
        if (job.wish.mode == Mode::create)
            co_return fail(ErrorKind::conflict, "people.there_already", "creating a person: somebody is there already",
                {{"reason", "named"}, {"id", again.who.id}});
        co_return co_await change(job, again.who, note);
    }
    CO_TRY(auto const made, binding.read(operation, outcome.reading.body, connection.custom_fields));
    if (!made || made->id.empty()) {
        CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(outbox::hold_unknown(
                transaction, job.account, effect.id, now + job.sync.policy.consistency_delay, 0, "reply without a record"));
            return {};
        }));
        co_return fail(ErrorKind::unavailable, "people.unclear", "creating a person: the reply shows no record",
            {{"reason", "named"}, {"app", connection.connector->title}});
    }
    RecordName const who{side, made->id};
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        auto const at = parts_.clock.now();
        sync::Scope const scope{transaction, parts_.vault, job.account, job.sync.id, at};
        TRY_VOID(outbox::close(transaction, job.account, effect.id, outbox::EffectState::done, {}, at));
        TRY(auto const known, sync::load_mirror(scope, side, who.id));
        if (known) return {};
        // A copy by which they are found from now on. It counts as unread: a reply to a create need not show everything.
        auto record = *made;
        for (auto const& change : changes) record.fields.try_emplace(change.field, change.after);
        auto const mirror = sync::observe(std::nullopt, record, job.sync.mapping, side, TimePoint{});
        return sync::save_mirror(scope, side, mirror, contacts::project(job.sync.mapping, side, mirror.record), job.sync.mapping);
    }));
    co_return co_await done(job, Did::created, who, rows_of(changes));
}

}  // namespace lockstep::people
