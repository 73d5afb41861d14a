// SPDX-License-Identifier: Apache-2.0
// Seed data: invented people with names of several languages, numbers of several countries, families that share an address or
// a number, and some of whom only a number is known. E-mails end in .test or .example; numbers are from ranges kept for fiction
// where a country has such.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace lockstep::sandbox {

struct Person {
    std::string first_name;
    std::string last_name;
    std::string email;
    std::string phone;  // E.164, or as people type it
    std::string date_of_birth;
    std::string address1;
    std::string city;
    std::string state;
    std::string country;
    std::string postal_code;
    std::string language;  // "fr", "en", "pt"
    std::string gender;    // "m", "f" or empty
    std::vector<std::string> tags;
    std::string other_id;          // what an earlier connection left in the field for the other app's id
    Duration last_touched_ago{0};  // when somebody last changed the record, before it is seeded

    bool operator==(Person const&) const = default;
};

struct SeededPeople {
    std::vector<Person> highlevel;
    std::vector<Person> hexfit;
    // The same human on both sides, as (index in highlevel, index in hexfit). The two copies differ a little.
    std::vector<std::pair<std::size_t, std::size_t>> overlap;
};

// `count` people on each side, `overlap` of whom are on both. Same arguments, same people, for ever.
SeededPeople seed_people(std::uint64_t seed, std::size_t count, std::size_t overlap);

}  // namespace lockstep::sandbox
