// SPDX-License-Identifier: Apache-2.0
#include "simulation/attached_life.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "catalogue/attached_text.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using catalogue::AttachedKind;
using contacts::other;

// The apps tell of a task that was changed, or of nothing that was lost on the way, within a day; a person who writes one more
// note makes them looked at now. Then what has no answer yet needs its time.
constexpr auto closing_at = std::chrono::minutes{2};

}  // namespace

AttachedLife::AttachedLife(World& world, SimulatedClock& clock, Stream stream) : world_(world), clock_(clock), stream_(stream) {}

bool AttachedLife::goes_to(AttachedKind kind, Side side) const {
    sync::AttachedPolicy policy;
    policy.direction = kind == AttachedKind::note ? world_.swarm().attached.notes : world_.swarm().attached.tasks;
    return policy.goes_to(side);
}

void AttachedLife::begin() {
    auto const& swarm = world_.swarm();
    if (!swarm.attached.is_on()) return;
    auto const active = swarm.calm_from - swarm.start;
    for (std::size_t i = 0; i < swarm.attached.deeds; ++i) {
        auto stream = stream_.fork("deed " + std::to_string(i));
        auto const at = swarm.start + draw(stream, active / 4, active - std::chrono::minutes{1});
        clock_.at(at, [this, stream]() mutable {
            if (stories_.empty() || stream.below(2) == 0)
                write(stream);
            else
                change(stream);
        });
    }
    clock_.at(swarm.calm_from + closing_at, [this] { close(); });
    look_for_floods();
}

// Copies of copies have no end; nobody has to wait for it.
void AttachedLife::look_for_floods() {
    auto const& left = static_cast<sandbox::HighLevelApp&>(world_.oracle().app(Side::a)).model();
    auto const& right = static_cast<sandbox::HexfitApp&>(world_.oracle().app(Side::b)).model();
    auto const count = left.notes.size() + left.tasks.size() + right.notes.size() + right.tasks.size();
    if (count > 4 * stories_.size() + 10)
        return world_.oracle().found("notes_exist_once",
            std::to_string(stories_.size()) + " notes and tasks were written, and there are " + std::to_string(count));
    clock_.at(clock_.now() + std::chrono::minutes{5}, [this] { look_for_floods(); });
}

std::vector<std::pair<std::string, std::string>> AttachedLife::pairs(AttachedKind kind) const {
    std::vector<std::pair<std::string, std::string>> found;
    auto const result = run_at_once(world_.sqlite().read([&](Transaction& transaction) -> Result<void> {
        TRY(auto const rows, transaction.query(R"(
            SELECT l.a_record, l.b_record FROM links l JOIN attached_looks k ON k.account_id = l.account_id
                AND k.sync_id = l.sync_id AND k.link_id = l.link_id AND k.kind = ?3
            WHERE l.account_id = ?1 AND l.sync_id = ?2 AND l.state = 'active' ORDER BY l.link_id)",
                                 world_.sync().account, world_.sync().id, catalogue::to_string(kind)));
        for (auto const& row : rows) found.emplace_back(row.text(0), row.text(1));
        return {};
    }));
    CHECK(result.has_value());
    auto& oracle = world_.oracle();
    std::erase_if(found,
        [&](auto const& pair) { return !oracle.app(Side::a).record(pair.first) || !oracle.app(Side::b).record(pair.second); });
    return found;
}

std::vector<AttachedLife::Seen> AttachedLife::items(Side side, AttachedKind kind, std::string const& record) const {
    std::vector<Seen> seen;
    auto const text = [](JsonObject const& fields, std::string_view name) {
        auto const* value = fields.if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    auto const is_done = [](JsonObject const& fields) {
        auto const* value = fields.if_contains("completed");
        return value != nullptr && value->is_bool() && value->get_bool();
    };
    if (side == Side::a) {
        auto const& model = static_cast<sandbox::HighLevelApp&>(world_.oracle().app(side)).model();
        for (auto const& [id, note] : model.notes) {
            if (kind != AttachedKind::note || note.contact_id != record) continue;
            auto const stamped = catalogue::take_stamp(catalogue::plain_from_html(text(note.fields, "body")));
            seen.push_back({id, stamped.text, stamped.origin, false});
        }
        for (auto const& [id, task] : model.tasks) {
            if (kind != AttachedKind::task || task.contact_id != record) continue;
            auto const stamped = catalogue::take_stamp(catalogue::plain_from_html(text(task.fields, "body")));
            seen.push_back({id, text(task.fields, "title"), stamped.origin, is_done(task.fields)});
        }
        return seen;
    }
    auto const& model = static_cast<sandbox::HexfitApp&>(world_.oracle().app(side)).model();
    for (auto const& [id, item] : kind == AttachedKind::note ? model.notes : model.tasks) {
        if (item.client_id != record) continue;
        seen.push_back({id, text(item.fields, kind == AttachedKind::note ? "body" : "title"),
            catalogue::origin_from_mark(text(item.fields, "external_id")), is_done(item.fields)});
    }
    return seen;
}

std::optional<AttachedLife::Seen> AttachedLife::at(Story const& story, Side side) const {
    for (auto const& item : items(side, story.kind, side == Side::a ? story.a : story.b)) {
        if (side == story.made_at ? item.id == story.id : item.origin == story.id) return item;
    }
    return std::nullopt;
}

std::string AttachedLife::make(Side side, Story const& story) {
    auto const now = clock_.now();
    bool const is_note = story.kind == AttachedKind::note;
    auto const& record = side == Side::a ? story.a : story.b;
    if (side == Side::a) {
        auto& model = static_cast<sandbox::HighLevelApp&>(world_.oracle().app(side)).model();
        auto const id = model.new_id();
        JsonObject told{{"locationId", model.settings.location_id}, {"id", id}, {"contactId", record}};
        if (is_note) {
            model.notes.emplace(id, sandbox::highlevel::Note{id, record, JsonObject{{"body", story.last}}, now});
        } else {
            JsonObject fields{
                {"title", story.last}, {"dueDate", format_time(now + std::chrono::hours{24})}, {"completed", false}};
            model.tasks.emplace(id, sandbox::highlevel::ContactTask{id, record, std::move(fields), now});
        }
        if (model.publish) model.publish(is_note ? "NoteCreate" : "TaskCreate", std::move(told), now);
        return id;
    }
    auto& model = static_cast<sandbox::HexfitApp&>(world_.oracle().app(side)).model();
    auto const id = model.new_id(is_note ? "n" : "t");
    JsonObject fields{{is_note ? "body" : "title", story.last}};
    if (!is_note) fields["completed"] = false;
    (is_note ? model.notes : model.tasks).emplace(id, sandbox::hexfit::Attachment{id, record, std::move(fields), now, now});
    model.touch(record, now);
    return id;
}

// What the story says now is typed into this item.
void AttachedLife::set(Side side, Story const& story, std::string const& id) {
    auto const now = clock_.now();
    bool const is_note = story.kind == AttachedKind::note;
    auto const& record = side == Side::a ? story.a : story.b;
    if (side == Side::a) {
        auto& model = static_cast<sandbox::HighLevelApp&>(world_.oracle().app(side)).model();
        JsonObject told{{"locationId", model.settings.location_id}, {"id", id}, {"contactId", record}};
        if (is_note) {
            auto& body = model.notes.at(id).fields["body"];
            auto const stamped =
                catalogue::take_stamp(catalogue::plain_from_html(std::string(std::string_view(body.get_string()))));
            body = stamped.origin.empty()
                       ? story.last
                       : catalogue::html_from_plain(catalogue::with_stamp(story.last, "Hexfit", stamped.origin));
        } else {
            model.tasks.at(id).fields["completed"] = story.is_done;
        }
        // There is no event for any other change of a task.
        if (model.publish && (is_note || story.is_done))
            model.publish(is_note ? "NoteUpdate" : "TaskComplete", std::move(told), now);
        return;
    }
    auto& model = static_cast<sandbox::HexfitApp&>(world_.oracle().app(side)).model();
    auto& item = (is_note ? model.notes : model.tasks).at(id);
    if (is_note)
        item.fields["body"] = story.last;
    else
        item.fields["completed"] = story.is_done;
    item.updated = now;
    model.touch(record, now);
}

void AttachedLife::write(Stream& stream, std::optional<Side> side) {
    auto const kind = stream.below(3) == 0 ? AttachedKind::task : AttachedKind::note;
    auto const all = pairs(kind);
    if (all.empty()) return;
    auto const& [a, b] = all[stream.below(all.size())];
    Story story;
    story.kind = kind;
    story.made_at = side.value_or(stream.below(2) == 0 ? Side::a : Side::b);
    story.a = a;
    story.b = b;
    story.last = std::string(catalogue::to_string(kind)) + " < " + std::to_string(next_++) + " & co";
    story.id = make(story.made_at, story);
    world_.tally().add(kind == AttachedKind::note ? "deed: note" : "deed: task");
    world_.trace().note(clock_.now(), {"a person writes", story.last, contacts::to_string(story.made_at)});
    stories_.push_back(std::move(story));
}

void AttachedLife::change(Stream& stream) {
    auto& story = stories_[stream.below(stories_.size())];
    auto const side = stream.below(2) == 0 ? Side::a : Side::b;
    auto const item = at(story, side);
    if (!item) return;
    if (story.kind == AttachedKind::note)
        story.last = "note > " + std::to_string(next_++) + " changed";
    else
        story.is_done = true;
    if (side != story.made_at) story.is_changed_at_both = true;
    set(side, story, item->id);
    world_.tally().add("deed: note or task changed");
    world_.trace().note(clock_.now(), {"a person changes", story.last, contacts::to_string(side)});
}

// One more note of everybody, at the app where writing one touches the person.
void AttachedLife::close() {
    std::set<std::pair<std::string, std::string>> people;
    for (auto const& story : stories_) people.emplace(story.a, story.b);
    auto& model = static_cast<sandbox::HexfitApp&>(world_.oracle().app(Side::b)).model();
    for (auto const& [a, b] : people) {
        if (world_.oracle().app(Side::b).record(b)) model.touch(b, clock_.now());
    }
}

// A person has been told that something of theirs was refused.
bool AttachedLife::is_told(std::pair<std::string, std::string> const& person) const {
    bool is_it = false;
    auto const result = run_at_once(world_.sqlite().read([&](Transaction& transaction) -> Result<void> {
        TRY(auto const rows, transaction.query(R"(
            SELECT 1 FROM issues i JOIN links l ON l.account_id = i.account_id AND l.sync_id = i.sync_id AND l.link_id = i.subject
            WHERE i.account_id = ?1 AND i.sync_id = ?2 AND i.kind = 'attached_refused' AND i.state = 'open'
                AND l.a_record = ?3 AND l.b_record = ?4)",
                                 world_.sync().account, world_.sync().id, person.first, person.second));
        is_it = !rows.empty();
        return {};
    }));
    CHECK(result.has_value());
    if (is_it) world_.tally().add("judged: a refused note or task");
    return is_it;
}

// Whoever was deleted and typed in anew has the notes that stood at the record which stayed: each of them once.
std::size_t AttachedLife::from_before(
    AttachedKind kind, std::pair<std::string, std::string> const& person, std::vector<Seen> const& there) const {
    std::size_t found = 0;
    for (auto const& story : stories_) {
        bool const shares_one = (story.a == person.first) != (story.b == person.second);
        if (story.kind != kind || !shares_one) continue;
        bool const is_there =
            std::ranges::any_of(there, [&](Seen const& item) { return item.id == story.id || item.origin == story.id; });
        found += is_there ? 1 : 0;
    }
    if (found > 0) world_.tally().add("judged: notes or tasks of whoever was typed in anew");
    return found;
}

void AttachedLife::check() {
    auto& oracle = world_.oracle();
    auto const& swarm = world_.swarm();
    if (!swarm.attached.is_on()) {
        if (world_.http().attached_calls > 0) oracle.found("notes_off_means_off", "notes or tasks were called for");
        return;
    }
    for (auto const kind : catalogue::attached_kinds) {
        auto const all = pairs(kind);
        std::map<std::pair<std::string, std::string>, std::vector<Story const*>> by_person;
        for (auto const& story : stories_) {
            if (story.kind == kind) by_person[{story.a, story.b}].push_back(&story);
        }
        for (auto const& [person, stories] : by_person) {
            // Taken apart, merged into somebody else or deleted: whose notes they are is not known any more.
            if (std::ranges::find(all, person) == all.end() || is_told(person)) continue;
            for (auto const side : {Side::a, Side::b}) {
                auto const there = items(side, kind, side == Side::a ? person.first : person.second);
                std::size_t expected = 0;
                for (auto const* story : stories) {
                    bool const is_wanted = side == story->made_at || goes_to(kind, side);
                    expected += is_wanted ? 1 : 0;
                    if (is_wanted && !at(*story, side))
                        return oracle.found(
                            "notes_arrive", story->last + " is not at side " + std::string(contacts::to_string(side)));
                }
                if (there.size() != expected + from_before(kind, person, there)) {
                    std::string words;
                    for (auto const& item : there) words += " \"" + item.words + "\" of \"" + item.origin + "\"";
                    return oracle.found("notes_exist_once",
                        "side " + std::string(contacts::to_string(side)) + " has " + std::to_string(there.size()) + " of " +
                            person.first + "/" + person.second + ", not " + std::to_string(expected) + ":" + words);
                }
            }
            for (auto const* story : stories) {
                bool const is_both = goes_to(kind, Side::a) && goes_to(kind, Side::b);
                if (!goes_to(kind, other(story->made_at)) || (story->is_changed_at_both && !is_both)) continue;
                auto const one = *at(*story, Side::a), two = *at(*story, Side::b);
                bool const is_same = one.words == two.words && one.is_done == two.is_done;
                bool const is_latest = story->is_changed_at_both || (one.words == story->last && one.is_done == story->is_done);
                if (is_same && is_latest) {
                    world_.tally().add("judged: a note or task that crossed");
                    continue;
                }
                return oracle.found("notes_say_the_latest", "\"" + one.words + "\" and \"" + two.words + "\", last written: \"" +
                                                                story->last + "\"" + (story->is_done ? ", done" : ""));
            }
        }
    }
}

}  // namespace lockstep::simulation
