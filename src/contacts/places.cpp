// SPDX-License-Identifier: Apache-2.0
#include "contacts/places.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <array>
#include <map>

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using Codes = std::map<std::string, std::string, std::less<>>;  // name_key: code

struct Called {
    char const* code;
    char const* name;
};

// What ICU does not list: what people write, and what forms offer.
constexpr std::array country_aliases{Called{"US", "USA"}, Called{"US", "United States of America"}, Called{"US", "America"},
    Called{"US", "États-Unis d’Amérique"}, Called{"US", "Etats Unis"}, Called{"GB", "UK"}, Called{"GB", "Great Britain"},
    Called{"GB", "England"}, Called{"GB", "Scotland"}, Called{"GB", "Wales"}, Called{"GB", "Northern Ireland"},
    Called{"GB", "Grande-Bretagne"}, Called{"GB", "Angleterre"}, Called{"NL", "Holland"}, Called{"NL", "Hollande"},
    Called{"CZ", "Czech Republic"}, Called{"CZ", "République tchèque"}, Called{"KR", "Korea"}, Called{"KR", "Corée"},
    Called{"RU", "Russian Federation"}, Called{"CI", "Ivory Coast"}, Called{"VN", "Viet Nam"}, Called{"TR", "Turkey"},
    Called{"MK", "Macedonia"}, Called{"CD", "Democratic Republic of the Congo"}, Called{"CD", "RDC"}};

constexpr std::array subdivisions{Called{"AB", "Alberta"}, Called{"AB", "Alb."}, Called{"AB", "Alta."},
    Called{"BC", "British Columbia"}, Called{"BC", "Colombie-Britannique"}, Called{"BC", "C.-B."}, Called{"MB", "Manitoba"},
    Called{"MB", "Man."}, Called{"NB", "New Brunswick"}, Called{"NB", "Nouveau-Brunswick"}, Called{"NB", "N.-B."},
    Called{"NL", "Newfoundland and Labrador"}, Called{"NL", "Newfoundland"}, Called{"NL", "Terre-Neuve-et-Labrador"},
    Called{"NL", "T.-N.-L."}, Called{"NS", "Nova Scotia"}, Called{"NS", "Nouvelle-Écosse"}, Called{"NS", "N.-É."},
    Called{"NT", "Northwest Territories"}, Called{"NT", "Territoires du Nord-Ouest"}, Called{"NT", "T.N.-O."},
    Called{"NU", "Nunavut"}, Called{"ON", "Ontario"}, Called{"ON", "Ont."}, Called{"PE", "Prince Edward Island"},
    Called{"PE", "Île-du-Prince-Édouard"}, Called{"PE", "Î.-P.-É."}, Called{"PE", "P.E.I."}, Called{"QC", "Quebec"},
    Called{"QC", "Que."}, Called{"QC", "P.Q."}, Called{"SK", "Saskatchewan"}, Called{"SK", "Sask."}, Called{"YT", "Yukon"},
    Called{"YT", "Yukon Territory"}, Called{"YT", "Territoire du Yukon"},

    Called{"AL", "Alabama"}, Called{"AL", "Ala."}, Called{"AK", "Alaska"}, Called{"AZ", "Arizona"}, Called{"AZ", "Ariz."},
    Called{"AR", "Arkansas"}, Called{"AR", "Ark."}, Called{"CA", "California"}, Called{"CA", "Calif."},
    Called{"CA", "Californie"}, Called{"CO", "Colorado"}, Called{"CO", "Colo."}, Called{"CT", "Connecticut"},
    Called{"CT", "Conn."}, Called{"DE", "Delaware"}, Called{"DE", "Del."}, Called{"FL", "Florida"}, Called{"FL", "Fla."},
    Called{"FL", "Floride"}, Called{"GA", "Georgia"}, Called{"GA", "Géorgie"}, Called{"HI", "Hawaii"}, Called{"HI", "Hawaï"},
    Called{"ID", "Idaho"}, Called{"IL", "Illinois"}, Called{"IL", "Ill."}, Called{"IN", "Indiana"}, Called{"IN", "Ind."},
    Called{"IA", "Iowa"}, Called{"KS", "Kansas"}, Called{"KS", "Kans."}, Called{"KY", "Kentucky"}, Called{"LA", "Louisiana"},
    Called{"LA", "Louisiane"}, Called{"ME", "Maine"}, Called{"MD", "Maryland"}, Called{"MA", "Massachusetts"},
    Called{"MA", "Mass."}, Called{"MI", "Michigan"}, Called{"MI", "Mich."}, Called{"MN", "Minnesota"}, Called{"MN", "Minn."},
    Called{"MS", "Mississippi"}, Called{"MS", "Miss."}, Called{"MO", "Missouri"}, Called{"MT", "Montana"}, Called{"MT", "Mont."},
    Called{"NE", "Nebraska"}, Called{"NE", "Nebr."}, Called{"NV", "Nevada"}, Called{"NV", "Nev."}, Called{"NH", "New Hampshire"},
    Called{"NJ", "New Jersey"}, Called{"NM", "New Mexico"}, Called{"NM", "Nouveau-Mexique"}, Called{"NY", "New York"},
    Called{"NY", "New York State"}, Called{"NC", "North Carolina"}, Called{"NC", "Caroline du Nord"},
    Called{"ND", "North Dakota"}, Called{"ND", "Dakota du Nord"}, Called{"OH", "Ohio"}, Called{"OK", "Oklahoma"},
    Called{"OK", "Okla."}, Called{"OR", "Oregon"}, Called{"OR", "Ore."}, Called{"PA", "Pennsylvania"},
    Called{"PA", "Pennsylvanie"}, Called{"PA", "Penn."}, Called{"RI", "Rhode Island"}, Called{"SC", "South Carolina"},
    Called{"SC", "Caroline du Sud"}, Called{"SD", "South Dakota"}, Called{"SD", "Dakota du Sud"}, Called{"TN", "Tennessee"},
    Called{"TN", "Tenn."}, Called{"TX", "Texas"}, Called{"TX", "Tex."}, Called{"UT", "Utah"}, Called{"VT", "Vermont"},
    Called{"VA", "Virginia"}, Called{"VA", "Virginie"}, Called{"WA", "Washington"}, Called{"WA", "Washington State"},
    Called{"WV", "West Virginia"}, Called{"WV", "Virginie-Occidentale"}, Called{"WI", "Wisconsin"}, Called{"WI", "Wis."},
    Called{"WY", "Wyoming"}, Called{"WY", "Wyo."}, Called{"DC", "District of Columbia"}, Called{"DC", "Washington, D.C."},
    Called{"PR", "Puerto Rico"}, Called{"PR", "Porto Rico"}, Called{"VI", "U.S. Virgin Islands"}, Called{"GU", "Guam"},
    Called{"AS", "American Samoa"}, Called{"MP", "Northern Mariana Islands"}};

Codes countries() {
    Codes codes;
    for (auto const* const* each = icu::Locale::getISOCountries(); *each != nullptr; ++each) {
        std::string const code = *each;
        icu::Locale const place("und", code.c_str());
        codes.emplace(name_key(code), code);
        codes.emplace(name_key(place.getISO3Country()), code);
        for (auto const& language : {icu::Locale::getEnglish(), icu::Locale::getFrench()}) {
            icu::UnicodeString shown;
            std::string name;
            place.getDisplayCountry(language, shown).toUTF8String(name);
            codes.emplace(name_key(name), code);
        }
    }
    for (auto const& [code, name] : country_aliases) codes.emplace(name_key(name), code);
    codes.erase("");
    return codes;
}

Codes provinces_and_states() {
    Codes codes;
    for (auto const& [code, name] : subdivisions) {
        codes.emplace(name_key(code), code);
        codes.emplace(name_key(name), code);
    }
    return codes;
}

std::optional<std::string> code_in(Codes const& codes, std::string_view text) {
    auto const found = codes.find(name_key(text));
    return found == codes.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<std::string> country_code(std::string_view text) {
    if (text.contains('/')) return std::nullopt;  // "n/a" is not Namibia
    static Codes const codes = countries();
    return code_in(codes, text);
}

std::optional<std::string> subdivision_code(std::string_view text) {
    static Codes const codes = provinces_and_states();
    return code_in(codes, text);
}

}  // namespace lockstep::contacts
