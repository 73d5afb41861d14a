// SPDX-License-Identifier: Apache-2.0
#include "snapshots/export.hpp"

#include <algorithm>

#include "contacts/normal_form.hpp"

namespace lockstep::snapshots {
namespace {

using messages::Language;

struct Words {
    std::string_view kind, line, id, changes;
};
constexpr Words english_heads{"What", "Line", "Id", "Changes"};
constexpr Words french_heads{"Quoi", "Ligne", "Identifiant", "Changements"};

std::string_view kind_word(DifferenceKind kind, Language language) {
    if (language == Language::en) return to_string(kind);
    switch (kind) {
        case DifferenceKind::added: return "nouveau";
        case DifferenceKind::changed: return "modifié";
        case DifferenceKind::absent: return "absent";
        case DifferenceKind::unchanged: return "inchangé";
        case DifferenceKind::repeated: return "en double";
        case DifferenceKind::invalid: return "non valide";
    }
    return "";
}

// A number may begin with a plus; everything else that a spreadsheet would calculate gets a mark before it.
bool would_be_calculated(std::string_view text) {
    if (text.empty()) return false;
    if (text.front() == '+') return text.find_first_not_of("+0123456789 ") != std::string_view::npos;
    return text.front() == '=' || text.front() == '-' || text.front() == '@' || text.front() == '\t' || text.front() == '\r';
}

class CsvWriter {
public:
    explicit CsvWriter(Language language) : separator_(language == Language::fr ? ';' : ',') {}

    void cell(std::string_view text) {
        if (!is_first_) text_ += separator_;
        is_first_ = false;
        text_ += '"';
        if (would_be_calculated(text)) text_ += '\'';
        for (char const c : text) {
            if (c == '"') text_ += '"';
            text_ += c;
        }
        text_ += '"';
    }
    void end_row() {
        text_ += "\r\n";
        is_first_ = true;
    }
    std::string release() { return std::move(text_); }

private:
    std::string text_ = "\xEF\xBB\xBF";
    char separator_;
    bool is_first_ = true;
};

std::string changes_text(Difference const& item, Targets const& targets, Language language) {
    std::string text;
    for (auto const& change : item.changes) {
        auto const* target = find_target(targets, change.field);
        if (!text.empty()) text += "; ";
        text += target == nullptr ? change.field : target->label.in(language);
        text += ": " + shown(change.before) + " → " + shown(change.after);
    }
    return text;
}

}  // namespace

std::string shown(contacts::Value const& value) {
    if (auto const* text = std::get_if<std::string>(&value)) return *text;
    std::string joined;
    if (auto const* list = std::get_if<std::vector<std::string>>(&value)) {
        for (auto const& each : *list) joined += (joined.empty() ? "" : ", ") + each;
    }
    return joined;
}

bool is_wanted(
    Difference const& item, std::set<DifferenceKind> const& kinds, std::string_view folded_text, Targets const& targets) {
    if (!kinds.empty() && !kinds.contains(item.kind)) return false;
    if (folded_text.empty()) return true;
    if (contacts::name_key(name_of(item.record, targets)).contains(contacts::name_key(folded_text)) &&
        !contacts::name_key(folded_text).empty())
        return true;
    return text_of(item.record, targets, "email").contains(folded_text) ||
           text_of(item.record, targets, "phone").contains(folded_text) ||
           contacts::folded_form(item.record_id).contains(folded_text);
}

std::string to_csv(
    Comparison const& comparison, std::set<DifferenceKind> const& kinds, Targets const& targets, Language language) {
    // Fields that nobody in the list has are no columns.
    std::vector<Target const*> filled;
    for (auto const& target : targets) {
        if (std::ranges::any_of(comparison.items, [&](auto const& item) { return item.record.fields.contains(target.name); }))
            filled.push_back(&target);
    }
    auto const& words = language == Language::fr ? french_heads : english_heads;
    CsvWriter writer(language);
    for (auto const word : {words.kind, words.line, words.id}) writer.cell(word);
    for (auto const* target : filled) writer.cell(target->label.in(language));
    writer.cell(words.changes);
    writer.end_row();
    for (auto const& item : comparison.items) {
        if (!is_wanted(item, kinds, "", targets)) continue;
        writer.cell(kind_word(item.kind, language));
        writer.cell(item.line == 0 ? "" : std::to_string(item.line));
        writer.cell(item.record_id);
        for (auto const* target : filled) {
            auto const found = item.record.fields.find(target->name);
            writer.cell(found == item.record.fields.end() ? "" : shown(found->second));
        }
        writer.cell(changes_text(item, targets, language));
        writer.end_row();
    }
    return writer.release();
}

}  // namespace lockstep::snapshots
