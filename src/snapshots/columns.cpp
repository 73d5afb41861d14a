// SPDX-License-Identifier: Apache-2.0
#include "snapshots/columns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "contacts/normal_form.hpp"
#include "snapshots/cells.hpp"
#include "vault/signature.hpp"

namespace lockstep::snapshots {
namespace {

struct Synonyms {
    std::string_view meaning;  // of a target, or a word such as "#id"
    std::vector<std::string> names;
    std::vector<std::string> words = {};  // the same with their spaces
};

std::vector<Synonyms> squeezed_all(std::vector<Synonyms> all) {
    for (auto& each : all) {
        each.names.emplace_back(each.meaning);
        for (auto& name : each.names) {
            each.words.push_back(contacts::name_key(name));
            name = squeezed(name);
        }
    }
    return all;
}

// English and French, without accents; how they are written together or apart does not count.
std::vector<Synonyms> const& synonyms() {
    static std::vector<Synonyms> const all = squeezed_all({
        {is_record_id, {"id", "identifiant", "client id", "id client", "user id", "id user", "id utilisateur", "numero client",
                           "no client", "no dossier", "numero dossier", "file number", "client number", "client no", "record id",
                           "contact id", "uuid", "guid"}},
        {says_archived, {"archived", "archive", "archivee", "is archived", "est archive", "statut", "status", "state", "etat",
                            "inactif", "inactive", "statut client", "client status"}},
        {says_active, {"active", "actif", "is active", "est actif", "enabled"}},
        {"first_name", {"first name", "prenom", "given name", "first", "prenom client", "forename", "prenoms"}},
        {"last_name", {"last name", "nom", "nom de famille", "surname", "family name", "last", "nom client", "nom famille"}},
        {"email", {"e mail", "courriel", "e mail address", "adresse courriel", "adresse e mail", "mail", "adresse mail",
                      "adresse electronique", "email principal", "courriel principal", "email main", "primary email"}},
        {"phone", {"phone number", "telephone", "tel", "numero de telephone", "cellulaire", "mobile", "cell", "cell phone",
                      "mobile phone", "telephone mobile", "portable", "numero telephone", "no telephone", "primary phone",
                      "telephone principal", "cell number"}},
        {"date_of_birth", {"date of birth", "date de naissance", "birth date", "dob", "birth day", "naissance", "date naissance",
                              "ddn", "ne le", "anniversaire"}},
        {"address", {"adresse", "street", "rue", "street address", "address 1", "address line 1", "adresse 1", "adresse ligne 1",
                        "adresse postale"}},
        {"city", {"ville", "town", "municipalite", "localite", "address city"}},
        {"state",
            {"state", "province", "state province", "province etat", "region", "county", "address state", "address province"}},
        {"country", {"pays", "address country"}},
        {"postal_code", {"postal code", "code postal", "zip", "zip code", "post code", "cp", "address postal code"}},
        {"gender", {"sexe", "sex", "genre"}},  // names: a column's name in French
        {"language", {"langue", "lang", "preferred language", "langue parlee", "locale"}},
        {"tags", {"groups", "groupes", "groupe", "group", "etiquettes", "labels", "categories"}},
    });
    return all;
}

// Rows that are looked at for a guess; enough to tell, few enough for a large file.
constexpr std::size_t rows_looked_at = 2'000;
constexpr std::size_t samples_max = 4;
constexpr std::size_t sample_characters = 60;

std::string sample_of(std::string_view cell) {
    auto text = contacts::text_form(cell);
    if (contacts::count_code_points(text) <= sample_characters) return text;
    std::size_t at = 0;
    for (std::size_t characters = 0; at < text.size() && characters < sample_characters; ++characters) {
        ++at;
        while (at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return text.substr(0, at) + "…";
}

// What the values of one column have in common.
struct Seen {
    std::size_t looked_at = 0, emails = 0, phones = 0, states = 0;
    std::array<std::size_t, 5> dates{};  // by DateReading
    bool repeats = false;

    std::size_t read_dates() const { return looked_at - dates[static_cast<std::size_t>(DateReading::none)]; }
    std::size_t date(DateReading reading) const { return dates[static_cast<std::size_t>(reading)]; }
    bool most(std::size_t count) const { return looked_at > 0 && count * 10 >= looked_at * 8; }
};

Seen look_at_values(Table const& table, std::size_t column, ColumnLook& look) {
    Seen seen;
    std::set<std::string_view> values;
    for (auto const& row : table.rows) {
        auto const cell = trim_ascii(table.cell(row, column).value_or(""));
        if (cell.empty()) continue;
        ++look.filled;
        if (seen.looked_at >= rows_looked_at) continue;
        ++seen.looked_at;
        if (!values.insert(cell).second) {
            seen.repeats = true;
        } else if (look.samples.size() < samples_max) {
            look.samples.push_back(sample_of(cell));
        }
        ++seen.dates[static_cast<std::size_t>(reading_of_date(cell))];
        seen.emails += looks_like_email(cell) ? 1 : 0;
        seen.phones += looks_like_phone(cell, {}) ? 1 : 0;
        seen.states += read_archived_word(cell) || read_yes_no(cell) ? 1 : 0;
    }
    look.is_date = seen.most(seen.read_dates());
    return seen;
}

// One date that can only be read one way tells for the whole column; without any, French names of columns have the day first.
void guess_order(ColumnLook& look, Seen const& seen, bool is_french) {
    auto const days = seen.date(DateReading::day_first), months = seen.date(DateReading::month_first);
    if (days + months + seen.date(DateReading::either) == 0) return;
    look.is_order_open = days == 0 && months == 0;
    if (look.is_order_open)
        look.guess.order = is_french ? DateOrder::day_first : DateOrder::month_first;
    else
        look.guess.order = days >= months ? DateOrder::day_first : DateOrder::month_first;
}

bool is_french(std::vector<std::string> const& headers) {
    constexpr std::array<std::string_view, 12> words{"prenom", "nom", "courriel", "telephone", "datedenaissance", "ville",
        "adresse", "codepostal", "genre", "langue", "naissance", "pays"};
    auto const count = std::ranges::count_if(
        headers, [&](auto const& header) { return std::ranges::find(words, squeezed(header)) != words.end(); });
    return count >= 2;
}

std::vector<std::string_view> meanings_of(std::string const& header) {
    std::vector<std::string_view> found;
    auto const key = squeezed(header);
    for (auto const& [meaning, names, words] : synonyms()) {
        if (!key.empty() && std::ranges::find(names, key) != names.end()) found.push_back(meaning);
    }
    return found;
}

// "Courriel du client", "Client - prénom": a name that is known stands in it as a whole word.
std::string_view meaning_in(std::string const& header) {
    auto const key = contacts::name_key(header);
    std::string_view found;
    std::size_t longest = 3;
    for (auto const& [meaning, names, words] : synonyms()) {
        if (meaning.starts_with('#')) continue;
        for (auto const& word : words) {
            if (word.size() <= longest) continue;
            auto const padded = " " + key + " ";
            if (!padded.contains(" " + word + " ")) continue;
            longest = word.size();
            found = meaning;
        }
    }
    return found;
}

bool fits(Target const& target, Seen const& seen) {
    if (seen.looked_at == 0) return true;
    if (target.kind == contacts::FieldKind::email) return seen.emails * 2 >= seen.looked_at;
    if (target.kind == contacts::FieldKind::date) return seen.read_dates() * 2 >= seen.looked_at;
    return true;
}

std::unexpected<Error> bad_columns(std::string_view reason, std::string_view name) {
    return fail(ErrorKind::invalid, "snapshots.bad_columns",
        "checking the columns: " + std::string(reason) + (name.empty() ? "" : " (" + printable(name) + ")"),
        {{"reason", std::string(reason)}, {"name", printable(name)}});
}

}  // namespace

Target const* find_target(Targets const& targets, std::string_view name) {
    auto const found = std::ranges::find(targets, name, &Target::name);
    return found == targets.end() ? nullptr : &*found;
}

Target const* find_meaning(Targets const& targets, std::string_view means) {
    auto const found = std::ranges::find(targets, means, &Target::means);
    return found == targets.end() ? nullptr : &*found;
}

Targets with_plain_fields(Targets targets) {
    using enum contacts::FieldKind;
    static Targets const plain{{"first_name", text, {"First name", "Prénom"}, "first_name"},
        {"last_name", text, {"Last name", "Nom"}, "last_name"}, {"email", email, {"E-mail", "Courriel"}, "email"},
        {"phone", phone, {"Phone", "Téléphone"}, "phone"},
        {"date_of_birth", date, {"Date of birth", "Date de naissance"}, "date_of_birth"},
        {"address", text, {"Address", "Adresse"}, "address"}, {"city", text, {"City", "Ville"}, "city"},
        {"state", text, {"Province or state", "Province ou État"}, "state"},
        {"postal_code", text, {"Postal code", "Code postal"}, "postal_code"}, {"country", text, {"Country", "Pays"}, "country"},
        {"gender", text, {"Sex", "Sexe"}, "gender"},  // names: a label in French
        {"language", text, {"Language", "Langue"}, "language"}, {"tags", set, {"Groups", "Groupes"}, "tags"}};
    for (auto const& each : plain) {
        if (find_meaning(targets, each.means) == nullptr && find_target(targets, each.name) == nullptr) targets.push_back(each);
    }
    return targets;
}

std::string_view to_string(DateOrder order) {
    switch (order) {
        case DateOrder::year_first: return "year_first";
        case DateOrder::day_first: return "day_first";
        case DateOrder::month_first: return "month_first";
    }
    return "year_first";
}

std::optional<DateOrder> date_order_from(std::string_view text) {
    for (auto const order : {DateOrder::year_first, DateOrder::day_first, DateOrder::month_first}) {
        if (to_string(order) == text) return order;
    }
    return std::nullopt;
}

std::string_view to_string(Sureness sureness) {
    switch (sureness) {
        case Sureness::none: return "none";
        case Sureness::likely: return "likely";
        case Sureness::known: return "known";
    }
    return "none";
}

Json to_json(Columns const& columns) {
    JsonArray list;
    for (auto const& column : columns) list.push_back(JsonObject{{"takes", column.takes}, {"order", to_string(column.order)}});
    return list;
}

Result<Columns> columns_from_json(Json const& json) {
    auto const* list = json.if_array();
    if (list == nullptr) return fail(ErrorKind::corrupt, "snapshots.damaged_row", "reading columns: no list");
    Columns columns;
    for (auto const& each : *list) {
        auto const takes = find_text(each, "/takes");
        auto const order = date_order_from(find_text(each, "/order").value_or("year_first"));
        if (!takes || !order) return fail(ErrorKind::corrupt, "snapshots.damaged_row", "reading columns: a member is missing");
        columns.push_back({std::string(*takes), *order});
    }
    return columns;
}

std::string fingerprint(std::vector<std::string> const& headers) {
    std::string joined;
    for (auto const& header : headers) joined += squeezed(header) + '\n';
    return to_hex(vault::sha256(joined)).substr(0, 32);
}

std::vector<ColumnLook> look_at_columns(Table const& table, Targets const& targets) {
    std::vector<ColumnLook> looks(table.headers.size());
    std::vector<Seen> seen;
    auto const french = is_french(table.headers);
    for (std::size_t column = 0; column < looks.size(); ++column) {
        seen.push_back(look_at_values(table, column, looks[column]));
        guess_order(looks[column], seen[column], french);
    }
    std::set<std::string, std::less<>> taken;
    auto const take = [&](std::size_t column, std::string_view meaning, Sureness sureness) {
        auto& look = looks[column];
        if (meaning.empty() || !look.guess.takes.empty()) return;
        std::string name(meaning);
        if (!meaning.starts_with('#')) {
            auto const* target = find_meaning(targets, meaning);
            if (target == nullptr || !fits(*target, seen[column])) return;
            name = target->name;
        }
        bool const is_key = meaning == is_record_id;
        if (is_key && (seen[column].repeats || look.filled * 10 < table.rows.size() * 9)) return;
        bool const is_state = meaning == says_archived || meaning == says_active;
        if (is_state && (!seen[column].most(seen[column].states) || taken.contains(says_archived) || taken.contains(says_active)))
            return;
        if (!taken.insert(name).second) return;
        look.guess.takes = name;
        look.sureness = sureness;
    };
    auto const each_column = [&](auto&& act) {
        for (std::size_t column = 0; column < looks.size(); ++column) act(column);
    };
    // The app's own names first, then names that are known, then parts of names, then what stands in it.
    each_column([&](std::size_t column) {
        auto const key = squeezed(table.headers[column]);
        for (auto const& target : targets) {
            bool const is_called_so = !key.empty() && (squeezed(target.name) == key || squeezed(target.label.en) == key ||
                                                          squeezed(target.label.fr) == key);
            if (!is_called_so || !fits(target, seen[column]) || !looks[column].guess.takes.empty()) continue;
            if (!taken.insert(target.name).second) continue;
            looks[column].guess.takes = target.name;
            looks[column].sureness = Sureness::known;
        }
    });
    each_column([&](std::size_t column) {
        for (auto const meaning : meanings_of(table.headers[column])) take(column, meaning, Sureness::known);
    });
    each_column([&](std::size_t column) { take(column, meaning_in(table.headers[column]), Sureness::likely); });
    each_column([&](std::size_t column) {
        if (seen[column].most(seen[column].emails)) take(column, "email", Sureness::likely);
        if (seen[column].most(seen[column].phones)) take(column, "phone", Sureness::likely);
    });
    return looks;
}

Columns guesses(std::vector<ColumnLook> const& looks) {
    Columns columns;
    for (auto const& look : looks) columns.push_back(look.guess);
    return columns;
}

Result<void> check_columns(Columns const& columns, Table const& table, Targets const& targets) {
    if (columns.size() != table.headers.size()) return bad_columns("number", std::to_string(table.headers.size()));
    std::set<std::string, std::less<>> taken;
    bool has_key = false;
    for (auto const& column : columns) {
        if (column.takes.empty()) continue;
        auto const* target = find_target(targets, column.takes);
        bool const is_word = column.takes == is_record_id || column.takes == says_archived || column.takes == says_active;
        if (target == nullptr && !is_word) return bad_columns("unknown_field", column.takes);
        if (!taken.insert(column.takes).second) return bad_columns("twice", column.takes);
        auto const means = target == nullptr ? std::string_view() : std::string_view(target->means);
        has_key = has_key || column.takes == is_record_id || means == "email" || means == "last_name" || means == "phone";
    }
    if (!has_key) return bad_columns("nobody", "");
    return {};
}

}  // namespace lockstep::snapshots
