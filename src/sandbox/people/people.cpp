// SPDX-License-Identifier: Apache-2.0
// Making people. Every choice comes from one stream, person by person, so that more people never change the first ones.
#include "sandbox/people/people.hpp"

#include <algorithm>
#include <array>

#include "sandbox/letter_case.hpp"
#include "sandbox/people/cultures.hpp"
#include "sandbox/prng.hpp"

namespace lockstep::sandbox {
namespace {

template <class List>
auto const& pick(Prng& stream, List const& list) {
    return list[stream.below(list.size())];
}

std::string digits(std::uint64_t value, std::size_t width) {
    auto text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// The n-th number of a country's range for fiction; unique for every n below the size of the range.
std::string phone_number(std::string_view country, std::size_t n) {
    constexpr std::array<int, 24> canadian{
        514, 438, 418, 581, 450, 579, 819, 873, 416, 647, 613, 343, 604, 778, 403, 587, 780, 204, 306, 506, 902, 905, 289, 519};
    constexpr std::array<int, 32> american{212, 617, 312, 415, 206, 305, 404, 303, 512, 602, 702, 503, 619, 214, 713, 215, 202,
        313, 612, 314, 816, 504, 615, 704, 919, 813, 407, 916, 408, 310, 323, 718};
    if (country == "FR") return "+33" + std::string(n / 10'000 % 2 == 0 ? "19900" : "26191") + digits(n % 10'000, 4);
    if (country == "GB") {
        constexpr std::array<std::string_view, 8> areas{
            "207946", "113496", "114496", "115496", "116496", "117496", "131496", "161496"};
        return "+44" + std::string(areas[n / 1'000 % areas.size()]) + "0" + digits(n % 1'000, 3);
    }
    if (country == "JP") return "+8135550" + digits(n % 10'000, 4);
    bool const is_american = country == "US";
    auto const size = is_american ? american.size() : canadian.size();
    auto const area = is_american ? american[n / 100 % size] : canadian[n / 100 % size];
    // After all area codes are used up, further exchanges follow the one kept for fiction.
    auto const round = n / (100 * size);
    auto const exchange = round == 0 ? 555 : 200 + static_cast<int>(round % 700);
    return "+1" + std::to_string(area) + std::to_string(exchange) + "01" + digits(n % 100, 2);
}

struct Family {
    std::string last_name;
    std::string last_name_latin;
    std::string address1;
    Place place;
    std::string email;
    std::string phone;
    std::size_t culture = 0;
};

class Maker {
public:
    explicit Maker(std::uint64_t seed) : stream_(Prng{seed}.fork("people")) {}

    Person next() {
        auto const number = made_++;
        bool const joins_family = has_family_ && stream_.below(100) < 12;
        auto const index = joins_family ? family_.culture : pick_culture();
        auto const& culture = cultures()[index];
        bool const is_woman = stream_.below(2) == 0;
        auto const& names = is_woman ? culture.women : culture.men;
        auto const& latin_names = is_woman ? culture.women_latin : culture.men_latin;
        auto const name = stream_.below(names.size());
        auto const family = stream_.below(culture.families.size());

        Person person;
        person.first_name = std::string(names[name]);
        person.gender = is_woman ? "f" : "m";
        person.language = std::string(culture.language);
        if (!joins_family) start_family(index, family);
        person.last_name = family_.last_name;
        person.address1 = family_.address1;
        person.city = std::string(family_.place.city);
        person.state = std::string(family_.place.state);
        person.country = std::string(family_.place.country);
        person.postal_code = std::string(family_.place.postal_code);
        person.email = std::string(latin_names[name]) + "." + family_.last_name_latin + std::to_string(number + 1) +
                       (stream_.below(3) == 0 ? "@mail.example" : "@people.test");
        person.phone =
            phone_number(family_.place.country, phones_[std::string_view(family_.place.country) == "CA" ? 0 : 1 + index]++);
        person.date_of_birth =
            digits(1940 + stream_.below(68), 4) + "-" + digits(1 + stream_.below(12), 2) + "-" + digits(1 + stream_.below(28), 2);
        if (joins_family)
            share(person);
        else
            family_.email = person.email, family_.phone = person.phone;
        for (auto wanted = stream_.below(4); wanted > 0; --wanted) {
            std::string tag(pick(stream_, interests()));
            if (std::ranges::find(person.tags, tag) == person.tags.end()) person.tags.push_back(std::move(tag));
        }
        thin_out(person);
        return person;
    }

private:
    std::size_t pick_culture() {
        std::uint64_t total = 0;
        for (auto const& culture : cultures()) total += static_cast<std::uint64_t>(culture.weight);
        auto roll = stream_.below(total);
        for (std::size_t i = 0; i < cultures().size(); ++i) {
            auto const weight = static_cast<std::uint64_t>(cultures()[i].weight);
            if (roll < weight) return i;
            roll -= weight;
        }
        return 0;
    }

    void start_family(std::size_t index, std::size_t family) {
        auto const& culture = cultures()[index];
        family_.culture = index;
        family_.last_name = std::string(culture.families[family]);
        family_.last_name_latin = std::string(culture.families_latin[family]);
        family_.address1 = std::to_string(1 + stream_.below(9'800)) + " " + std::string(pick(stream_, culture.streets));
        family_.place = pick(stream_, culture.places);
        has_family_ = true;
    }

    // A child with the parents' address of e-mail, a couple with one telephone.
    void share(Person& person) {
        auto const what = stream_.below(3);
        if (what != 1 && !family_.email.empty()) person.email = family_.email;
        if (what != 0 && !family_.phone.empty()) person.phone = family_.phone;
    }

    void thin_out(Person& person) {
        if (stream_.below(100) < 3) {  // nothing but a number
            Person known;
            known.phone = person.phone;
            known.country = person.country;
            person = known;
            return;
        }
        auto const drops = [&](std::uint64_t percent) { return stream_.below(100) < percent; };
        if (drops(8)) person.phone.clear();
        if (drops(5)) person.email.clear();
        if (drops(35)) person.date_of_birth.clear();
        if (drops(30)) person.address1.clear();
        if (drops(20)) person.gender.clear();
        if (drops(10)) person.language.clear();
    }

    Prng stream_;
    std::size_t made_ = 0;
    std::array<std::size_t, 8> phones_{};
    Family family_;
    bool has_family_ = false;
};

// The other side's copy of the same human: typed by somebody else.
Person retyped(Person person, Prng& stream) {
    auto const happens = [&](std::uint64_t percent) { return stream.below(100) < percent; };
    if (happens(15))
        person.email =
            upper_case_ascii(person.email.substr(0, 1)) + person.email.substr(std::min<std::size_t>(1, person.email.size()));
    if (happens(8) && !person.last_name.empty()) person.last_name = upper_case_ascii(person.last_name);
    if (happens(8) && !person.first_name.empty()) person.first_name += " ";
    if (happens(12) && person.phone.size() == 12 && person.phone.starts_with("+1")) {
        person.phone = "(" + person.phone.substr(2, 3) + ") " + person.phone.substr(5, 3) + "-" + person.phone.substr(8);
    }
    if (happens(20)) person.date_of_birth.clear();
    if (happens(20)) person.address1.clear();
    if (happens(25)) person.gender.clear();
    if (happens(15) && !person.email.empty()) person.phone.clear();
    if (happens(30)) person.tags.clear();
    return person;
}

}  // namespace

SeededPeople seed_people(std::uint64_t seed, std::size_t count, std::size_t overlap) {
    overlap = std::min(overlap, count);
    Maker maker(seed);
    auto differences = Prng{seed}.fork("differences");
    SeededPeople people;
    for (std::size_t i = 0; i < count; ++i) people.highlevel.push_back(maker.next());
    for (std::size_t i = 0; i < overlap; ++i) {
        people.hexfit.push_back(retyped(people.highlevel[i], differences));
        people.overlap.emplace_back(i, i);
    }
    for (std::size_t i = overlap; i < count; ++i) people.hexfit.push_back(maker.next());
    // Up to 400 days: the two copies of one person are hardly ever of the same age.
    auto ages = Prng{seed}.fork("ages");
    for (auto* side : {&people.highlevel, &people.hexfit}) {
        for (auto& person : *side)
            person.last_touched_ago = std::chrono::minutes{static_cast<std::int64_t>(ages.below(400 * 24 * 60))};
    }
    return people;
}

}  // namespace lockstep::sandbox
