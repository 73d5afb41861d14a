// SPDX-License-Identifier: Apache-2.0
#include "simulation/swarm_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "base/text.hpp"

namespace lockstep::simulation {
namespace {

using sandbox::FaultKind;
using sandbox::FaultSettings;
using sandbox::Quirks;

// ---- Words and numbers.

std::string digits(std::int64_t value, std::size_t width) {
    auto text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string span_text(Duration span) {
    bool const is_negative = span < Duration{0};
    auto const micros = is_negative ? -span.count() : span.count();
    auto const seconds = micros / 1'000'000;
    return (is_negative ? "-" : "") + digits(seconds / 3'600, 2) + ":" + digits(seconds / 60 % 60, 2) + ":" +
           digits(seconds % 60, 2) + "." + digits(micros % 1'000'000, 6);
}

std::unexpected<Error> refuse(std::string const& line, std::string_view why) {
    return fail(ErrorKind::invalid, "simulation.bad_scenario", "reading a scenario: " + std::string(why) + ": " + line);
}

template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Duration> span_from(std::string_view text) {
    bool const is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    auto const parts = split(text, ':');
    if (parts.size() != 3) return std::nullopt;
    auto const hours = number_from<std::int64_t>(parts[0]);
    auto const minutes = number_from<std::int64_t>(parts[1]);
    auto const point = parts[2].find('.');
    auto const seconds = number_from<std::int64_t>(std::string_view(parts[2]).substr(0, point));
    std::string fraction = point == std::string::npos ? "0" : std::string(parts[2].substr(point + 1));
    if (fraction.empty() || fraction.size() > 6) return std::nullopt;
    fraction.resize(6, '0');
    auto const micros = number_from<std::int64_t>(fraction);
    if (!hours || !minutes || !seconds || !micros) return std::nullopt;
    Duration const span{((*hours * 60 + *minutes) * 60 + *seconds) * 1'000'000 + *micros};
    return is_negative ? -span : span;
}

TimePoint day_of(TimePoint start) { return std::chrono::floor<std::chrono::days>(start); }
std::string time_text(TimePoint start, TimePoint at) { return span_text(at - day_of(start)); }

std::string_view name_of(Side side) { return side == Side::a ? "a" : "b"; }
std::size_t index_of(Side side) { return side == Side::a ? 0 : 1; }

// ---- Tables: everything that is one number or one switch.

struct NamedSwitch {
    std::string_view name;
    bool Swarm::* member;
};
constexpr std::array<NamedSwitch, 7> switches{{{"leftover_ids", &Swarm::leftover_ids},
    {"allow_duplicates", &Swarm::allow_duplicates}, {"match_email_first", &Swarm::match_email_first},
    {"nested_webhooks", &Swarm::nested_webhooks}, {"keeps_bodies", &Swarm::keeps_bodies},
    {"proxy_answers_429", &Swarm::proxy_answers_429}, {"cut_long_texts", &Swarm::cut_long_texts}}};

struct NamedNetworkFault {
    std::string_view name;
    std::uint32_t NetworkFaults::* member;
};
constexpr std::array<NamedNetworkFault, 4> network_faults{
    {{"refused", &NetworkFaults::refused_ppm}, {"reset_after", &NetworkFaults::reset_after_ppm},
        {"slow_request", &NetworkFaults::slow_request_ppm}, {"black_hole", &NetworkFaults::black_hole_ppm}}};

struct NamedDatabaseFault {
    std::string_view name;
    std::uint32_t DatabaseFaults::* member;
};
constexpr std::array<NamedDatabaseFault, 6> database_faults{
    {{"full", &DatabaseFaults::full_ppm}, {"outcome_unknown", &DatabaseFaults::outcome_unknown_ppm},
        {"slow", &DatabaseFaults::slow_ppm}, {"read_fails", &DatabaseFaults::read_fails_ppm},
        {"runs_twice", &DatabaseFaults::runs_twice_ppm}, {"unknown_and_lost", &DatabaseFaults::unknown_and_lost_ppm}}};

struct NamedWebhookFault {
    std::string_view name;
    std::uint32_t Swarm::* member;
};
constexpr std::array<NamedWebhookFault, 2> webhook_faults{
    {{"answer_lost", &Swarm::webhook_answer_lost_ppm}, {"replayed", &Swarm::webhook_replayed_ppm}}};

constexpr std::array<std::pair<contacts::ConflictRule, std::string_view>, 5> conflict_rules{
    {{contacts::ConflictRule::newest, "newest"}, {contacts::ConflictRule::a, "a"}, {contacts::ConflictRule::b, "b"},
        {contacts::ConflictRule::longest, "longest"}, {contacts::ConflictRule::ask, "ask"}}};
constexpr std::array<std::pair<contacts::BlankRule, std::string_view>, 2> blank_rules{
    {{contacts::BlankRule::keep, "keep"}, {contacts::BlankRule::propagate, "propagate"}}};
constexpr std::array<std::pair<contacts::FirstMatchRule, std::string_view>, 4> first_rules{
    {{contacts::FirstMatchRule::newest, "newest"}, {contacts::FirstMatchRule::a, "a"}, {contacts::FirstMatchRule::b, "b"},
        {contacts::FirstMatchRule::ask, "ask"}}};

template <class Table, class Value>
std::string name_in(Table const& table, Value value) {
    for (auto const& [known, name] : table) {
        if (known == value) return std::string(name);
    }
    return "";
}

// ---- Writing.

class Writer {
public:
    Writer(Swarm const& swarm, contacts::Mapping const& usual) : swarm_(swarm), plain_(plain_swarm(usual)) {}

    std::vector<std::string> write() {
        add("seed", swarm_.seed);
        if (swarm_.start != plain_.start) lines_.push_back("start " + format_time_exactly(swarm_.start));
        lines_.push_back(
            "lasts " + span_text(swarm_.calm_from - swarm_.start) + " calm " + span_text(swarm_.end - swarm_.calm_from));
        add("people", swarm_.people, "overlap", swarm_.overlap);
        if (swarm_.crowd != Crowd::usual) add("crowd", to_string(swarm_.crowd));
        for (auto const& each : switches) {
            if (swarm_.*each.member != plain_.*each.member) add("switch", each.name, swarm_.*each.member ? "on" : "off");
        }
        if (swarm_.text_length_most != plain_.text_length_most) add("text_length", swarm_.text_length_most);
        write_limits();
        for (auto const& row : swarm_.mapping.rows) write_rules(row);
        for (auto const side : {Side::a, Side::b}) write_app(side);
        for (auto const& each : database_faults) {
            if (swarm_.database.*each.member > 0) add("database", each.name, swarm_.database.*each.member);
        }
        for (auto const& each : webhook_faults) {
            if (swarm_.*each.member > 0) add("webhook", each.name, swarm_.*each.member);
        }
        write_plans();
        return std::move(lines_);
    }

private:
    template <class Value>
    static std::string word(Value const& value) {
        if constexpr (std::is_arithmetic_v<Value>)
            return std::to_string(value);
        else
            return std::string(value);
    }
    template <class... Values>
    void add(Values const&... values) {
        std::string line;
        ((line += (line.empty() ? "" : " ") + word(values)), ...);
        lines_.push_back(std::move(line));
    }
    std::string at(TimePoint time) const { return time_text(swarm_.start, time); }
    static std::string format_time_exactly(TimePoint time) {
        auto const day = std::chrono::floor<std::chrono::days>(time);
        return format_time(day).substr(0, 10) + " " + span_text(time - day);
    }

    void write_limits() {
        auto const& limits = swarm_.limits;
        if (limits == Limits{}) return;
        add("limits", "highlevel_daily", limits.highlevel_daily, "hexfit_monthly", limits.hexfit_monthly, "used",
            limits.hexfit_used, limits.connection_knows ? "known" : "unknown", "until", at(limits.lifted_at));
    }

    void write_rules(contacts::FieldRow const& row) {
        auto const usual = std::ranges::find(plain_.mapping.rows, row.a, &contacts::FieldRow::a);
        if (usual == plain_.mapping.rows.end()) return;
        if (row.rule.conflict != usual->rule.conflict) add("rule", row.a, "conflict", name_in(conflict_rules, row.rule.conflict));
        if (row.rule.blank != usual->rule.blank) add("rule", row.a, "blank", name_in(blank_rules, row.rule.blank));
        if (row.rule.first_match != usual->rule.first_match)
            add("rule", row.a, "first_match", name_in(first_rules, row.rule.first_match));
    }

    void write_app(Side side) {
        auto const& settings = swarm_.app_faults[index_of(side)];
        auto const& usual = plain_.app_faults[index_of(side)];
        for (std::size_t i = 0; i < sandbox::fault_kind_count; ++i) {
            if (settings.rates_ppm[i] > 0)
                add("fault", name_of(side), to_string(static_cast<FaultKind>(i)), settings.rates_ppm[i]);
        }
        for (auto const& [name, member] : sandbox::named_ranges()) {
            auto const& range = settings.*member;
            if (range != usual.*member) add("delay", name_of(side), name, span_text(range.least), span_text(range.most));
        }
        for (auto const& each : network_faults) {
            auto const rate = swarm_.network[index_of(side)].*each.member;
            if (rate > 0) add("network", name_of(side), each.name, rate);
        }
        auto const& quirks = swarm_.quirks[index_of(side)];
        if (quirks.refused_value_ppm > 0)
            add("quirk", name_of(side), "refuses_values", quirks.refused_value_ppm, to_string(quirks.refusal_style));
        if (quirks.tidies_texts) add("quirk", name_of(side), "tidies_texts");
        if (!quirks.shows_change_time) add("quirk", name_of(side), "hides_change_time");
        if (quirks.clock_skew != Duration{0}) add("quirk", name_of(side), "clock_skew", span_text(quirks.clock_skew));
        if (quirks.page_most > 0) add("quirk", name_of(side), "page_most", quirks.page_most);
        if (quirks.dates_as_millis) add("quirk", name_of(side), "dates_as_millis");
        if (quirks.lists_in_part) add("quirk", name_of(side), "lists_in_part");
    }

    void write_plans() {
        for (auto const& outage : swarm_.outages)
            add("outage", name_of(outage.side), at(outage.from), at(outage.until), to_string(outage.kind));
        for (auto const& spell : swarm_.spells) {
            auto line = "spell " + std::string(name_of(spell.side)) + " " + std::string(to_string(spell.kind)) + " " +
                        at(spell.from) + " " + at(spell.until);
            if (!spell.operation.empty()) line += " operation " + spell.operation;
            if (!spell.subject.empty()) line += " subject " + spell.subject;
            lines_.push_back(std::move(line));
        }
        for (auto const& deed : swarm_.deeds) add("deed", at(deed.at), to_string(deed.deed), deed.stream);
        for (auto const& crash : swarm_.crashes)
            add("crash", at(crash.at), to_string(crash.moment), "skips", crash.skips, "down", span_text(crash.down));
        for (auto const& stall : swarm_.stalls)
            add("stall", at(stall.at), "lasts", span_text(stall.lasts), "beside", span_text(stall.beside),
                stall.at_write ? "at_write" : "at_once");
        for (auto const& deed : swarm_.operator_deeds)
            add("operator", at(deed.at), to_string(deed.deed), "lasts", span_text(deed.lasts), deed.stream);
        if (auto const& each = swarm_.attached; each.is_on())
            add("attached", "notes", sync::to_string(each.notes), "tasks", sync::to_string(each.tasks), "deeds", each.deeds);
        for (auto const& each : swarm_.neighbours)
            add("neighbour", to_string(each.kind), "people", each.people, "overlap", each.overlap, "edits", each.edits);
        for (auto const& step : swarm_.clock_steps) add("clock", at(step.at), span_text(step.by));
    }

    Swarm const& swarm_;
    Swarm plain_;
    std::vector<std::string> lines_;
};

// ---- Reading.

class Reader {
public:
    explicit Reader(contacts::Mapping const& usual) : swarm_(plain_swarm(usual)) {}

    Result<Swarm> read(std::string_view text) {
        std::vector<std::string> lines;
        for (auto const line : split(text, '\n')) {
            auto const trimmed = trim_ascii(line);
            if (!trimmed.empty() && !trimmed.starts_with('#')) lines.emplace_back(trimmed);
        }
        // Times count from the day of the start, and the end from the length, wherever these lines stand.
        for (auto const& first : {"start ", "lasts "}) {
            for (auto const& line : lines) {
                if (line.starts_with(first)) TRY_VOID(take(line));
            }
        }
        for (auto const& line : lines) {
            if (!line.starts_with("start ") && !line.starts_with("lasts ")) TRY_VOID(take(line));
        }
        return std::move(swarm_);
    }

private:
    Result<void> take(std::string const& line) {
        words_.clear();
        for (auto const word : split(line, ' ')) {
            if (!word.empty()) words_.emplace_back(word);
        }
        is_good_ = true;
        auto const& what = words_.front();
        if (what == "seed")
            swarm_.seed = number<std::uint64_t>(1);
        else if (what == "start")
            take_start();
        else if (what == "lasts")
            take_length();
        else if (what == "people")
            swarm_.people = number<std::size_t>(1), swarm_.overlap = number<std::size_t>(3);
        else if (what == "crowd")
            take_crowd();
        else if (what == "switch")
            take_switch();
        else if (what == "text_length")
            swarm_.text_length_most = number<std::size_t>(1);
        else if (what == "limits")
            swarm_.limits = {
                number<std::uint64_t>(2), number<std::uint64_t>(4), number<std::uint64_t>(6), word(7) == "known", time(9)};
        else if (what == "rule")
            take_rule();
        else if (what == "fault")
            take_fault();
        else if (what == "delay")
            take_delay();
        else if (what == "network")
            take_named(network_faults, swarm_.network[index_of(side(1))], word(2), 3);
        else if (what == "database")
            take_named(database_faults, swarm_.database, word(1), 2);
        else if (what == "webhook")
            take_named(webhook_faults, swarm_, word(1), 2);
        else if (what == "quirk")
            take_quirk();
        else if (what == "outage")
            swarm_.outages.push_back({side(1), time(2), time(3),
                choice<OutageKind>(4, {OutageKind::refuses, OutageKind::swallows, OutageKind::answers_503})});
        else if (what == "spell")
            take_spell();
        else if (what == "deed")
            take_deed();
        else if (what == "crash")
            swarm_.crashes.push_back({time(1),
                choice<CrashMoment>(
                    2, {CrashMoment::at_once, CrashMoment::at_commit, CrashMoment::at_write, CrashMoment::at_create}),
                number<std::uint32_t>(4), span(6)});
        else if (what == "stall")
            swarm_.stalls.push_back({time(1), span(3), span(5), word(6) == "at_write"});
        else if (what == "operator")
            take_operator();
        else if (what == "clock")
            swarm_.clock_steps.push_back({time(1), span(2)});
        else if (what == "attached")
            swarm_.attached = {direction(2), direction(4), number<std::size_t>(6)};
        else if (what == "neighbour")
            swarm_.neighbours.push_back(
                {choice<NeighbourKind>(1, {NeighbourKind::other_account, NeighbourKind::same_account,
                                              NeighbourKind::public_hexfit, NeighbourKind::shared_location}),
                    number<std::size_t>(3), number<std::size_t>(5), number<std::size_t>(7)});
        else
            return refuse(line, "there is no such thing");
        if (!is_good_) return refuse(line, "a word is missing or wrong");
        return {};
    }

    sync::AttachedDirection direction(std::size_t place) {
        auto const given = word(place);
        for (auto const each : {sync::AttachedDirection::off, sync::AttachedDirection::a_to_b, sync::AttachedDirection::b_to_a,
                 sync::AttachedDirection::both}) {
            if (sync::to_string(each) == given) return each;
        }
        is_good_ = false;
        return sync::AttachedDirection::off;
    }

    std::string_view word(std::size_t place) {
        if (place < words_.size()) return words_[place];
        is_good_ = false;
        return "";
    }
    template <class Number>
    Number number(std::size_t place) {
        auto const value = number_from<Number>(word(place));
        is_good_ = is_good_ && value.has_value();
        return value.value_or(Number{});
    }
    Duration span(std::size_t place) {
        auto const value = span_from(word(place));
        is_good_ = is_good_ && value.has_value();
        return value.value_or(Duration{0});
    }
    TimePoint time(std::size_t place) { return day_of(swarm_.start) + span(place); }
    Side side(std::size_t place) {
        auto const name = word(place);
        is_good_ = is_good_ && (name == "a" || name == "b");
        return name == "b" ? Side::b : Side::a;
    }
    template <class Enum>
    Enum choice(std::size_t place, std::initializer_list<Enum> values) {
        for (auto const value : values) {
            if (to_string(value) == word(place)) return value;
        }
        is_good_ = false;
        return *values.begin();
    }
    template <class Table, class Target>
    void take_named(Table const& table, Target& target, std::string_view name, std::size_t place) {
        auto const found = std::ranges::find_if(table, [&](auto const& each) { return each.name == name; });
        is_good_ = is_good_ && found != table.end();
        if (found != table.end()) target.*found->member = number<std::uint32_t>(place);
    }

    void take_start() {
        auto const day = parse_time(std::string(word(1)) + "T00:00:00Z");
        is_good_ = is_good_ && day.has_value();
        if (!day) return;
        swarm_.start = *day + span(2);
    }
    void take_length() {
        swarm_.calm_from = swarm_.start + span(1);
        swarm_.end = swarm_.calm_from + span(3);
    }
    void take_crowd() { swarm_.crowd = choice<Crowd>(1, {Crowd::usual, Crowd::households, Crowd::namesakes, Crowd::strangers}); }
    void take_switch() {
        auto const found = std::ranges::find_if(switches, [&](auto const& each) { return each.name == word(1); });
        is_good_ = is_good_ && found != switches.end();
        if (found != switches.end()) swarm_.*found->member = word(2) == "on";
    }
    template <class Table, class Value>
    void rule_from(Table const& table, Value& value) {
        for (auto const& [known, name] : table) {
            if (name != word(3)) continue;
            value = known;
            return;
        }
        is_good_ = false;
    }
    void take_rule() {
        auto const row = std::ranges::find(swarm_.mapping.rows, word(1), &contacts::FieldRow::a);
        is_good_ = is_good_ && row != swarm_.mapping.rows.end();
        if (row == swarm_.mapping.rows.end()) return;
        if (word(2) == "conflict")
            rule_from(conflict_rules, row->rule.conflict);
        else if (word(2) == "blank")
            rule_from(blank_rules, row->rule.blank);
        else if (word(2) == "first_match")
            rule_from(first_rules, row->rule.first_match);
        else
            is_good_ = false;
    }
    FaultKind kind(std::size_t place) {
        auto const found = sandbox::fault_kind_from(word(place));
        is_good_ = is_good_ && found.has_value();
        return found.value_or(FaultKind::slow_reply);
    }
    void take_fault() { swarm_.app_faults[index_of(side(1))].rate(kind(2)) = number<std::uint32_t>(3); }
    void take_delay() {
        for (auto const& [name, member] : sandbox::named_ranges()) {
            if (name != word(2)) continue;
            swarm_.app_faults[index_of(side(1))].*member = {span(3), span(4)};
            return;
        }
        is_good_ = false;
    }
    void take_quirk() {
        auto& quirks = swarm_.quirks[index_of(side(1))];
        auto const name = word(2);
        if (name == "refuses_values") {
            quirks.refused_value_ppm = number<std::uint32_t>(3);
            auto const style = sandbox::refusal_style_from(word(4));
            is_good_ = is_good_ && style.has_value();
            quirks.refusal_style = style.value_or(sandbox::RefusalStyle::names_field);
        } else if (name == "tidies_texts") {
            quirks.tidies_texts = true;
        } else if (name == "hides_change_time") {
            quirks.shows_change_time = false;
        } else if (name == "clock_skew") {
            quirks.clock_skew = span(3);
        } else if (name == "page_most") {
            quirks.page_most = number<std::size_t>(3);
        } else if (name == "dates_as_millis") {
            quirks.dates_as_millis = true;
        } else if (name == "lists_in_part") {
            quirks.lists_in_part = true;
        } else {
            is_good_ = false;
        }
    }
    void take_spell() {
        Spell spell{.side = side(1), .kind = kind(2), .from = time(3), .until = time(4)};
        for (std::size_t place = 5; place + 1 < words_.size(); place += 2) {
            if (word(place) == "operation")
                spell.operation = word(place + 1);
            else if (word(place) == "subject")
                spell.subject = word(place + 1);
            else
                is_good_ = false;
        }
        swarm_.spells.push_back(std::move(spell));
    }
    void take_deed() {
        auto const deed = deed_from(word(2));
        is_good_ = is_good_ && deed.has_value();
        swarm_.deeds.push_back({time(1), deed.value_or(Deed::edit_field), number<std::uint64_t>(3)});
    }
    void take_operator() {
        PlannedOperatorDeed planned{.at = time(1)};
        planned.deed = choice<OperatorDeed>(
            2, {OperatorDeed::pause, OperatorDeed::disable, OperatorDeed::change_mapping, OperatorDeed::dry_run,
                   OperatorDeed::look_now, OperatorDeed::reconnect, OperatorDeed::answer});
        planned.lasts = span(4);
        planned.stream = number<std::uint64_t>(5);
        swarm_.operator_deeds.push_back(planned);
    }

    Swarm swarm_;
    std::vector<std::string> words_;
    bool is_good_ = true;
};

}  // namespace

std::vector<std::string> to_lines(Swarm const& swarm, contacts::Mapping const& usual) { return Writer{swarm, usual}.write(); }

Result<Swarm> parse_scenario(std::string_view text, contacts::Mapping const& usual) { return Reader{usual}.read(text); }

std::string join_lines(std::vector<std::string> const& lines) {
    std::string text;
    for (auto const& line : lines) (text += line) += '\n';
    return text;
}

}  // namespace lockstep::simulation
