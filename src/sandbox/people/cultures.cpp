// SPDX-License-Identifier: Apache-2.0
// Names, streets and places. Common names only; whoever bears one is not meant.
#include "sandbox/people/cultures.hpp"

#include <array>

namespace lockstep::sandbox {
namespace {

using Words = std::string_view;

constexpr std::array<Words, 20> quebec_women{"Mélanie", "Geneviève", "Chloé", "Léa", "Florence", "Zoé", "Anaïs", "Maude",
    "Noémie", "Josée", "Andrée-Anne", "Marie-Ève", "Océane", "Sophie", "Émilie", "Frédérique", "Raphaëlle", "Catherine",
    "Béatrice", "Maïka"};
constexpr std::array<Words, 20> quebec_women_latin{"melanie", "genevieve", "chloe", "lea", "florence", "zoe", "anais", "maude",
    "noemie", "josee", "andree-anne", "marie-eve", "oceane", "sophie", "emilie", "frederique", "raphaelle", "catherine",
    "beatrice", "maika"};
constexpr std::array<Words, 20> quebec_men{"Étienne", "Félix", "Loïc", "Jérôme", "François", "Benoît", "Mathieu", "Gaël",
    "Jean-François", "Réjean", "Olivier", "Rémi", "Cédric", "Hugo", "Stéphane", "Théo", "Antoine", "Louis-Philippe", "Gérard",
    "Maxime"};
constexpr std::array<Words, 20> quebec_men_latin{"etienne", "felix", "loic", "jerome", "francois", "benoit", "mathieu", "gael",
    "jean-francois", "rejean", "olivier", "remi", "cedric", "hugo", "stephane", "theo", "antoine", "louis-philippe", "gerard",
    "maxime"};
constexpr std::array<Words, 24> quebec_families{"Tremblay", "Gagnon", "Côté", "Bouchard", "Gauthier", "Morin", "Lavoie", "Fortin",
    "Gagné", "Ouellet", "Pelletier", "Bélanger", "Lévesque", "Bergeron", "Leblanc", "Paquette", "Girard", "Simard", "Beauséjour",
    "Lefrançois", "St-Onge", "L'Heureux", "Dubé", "Thériault"};
constexpr std::array<Words, 24> quebec_families_latin{"tremblay", "gagnon", "cote", "bouchard", "gauthier", "morin", "lavoie",
    "fortin", "gagne", "ouellet", "pelletier", "belanger", "levesque", "bergeron", "leblanc", "paquette", "girard", "simard",
    "beausejour", "lefrancois", "st-onge", "lheureux", "dube", "theriault"};
constexpr std::array<Words, 6> quebec_streets{"rue Saint-Denis", "avenue du Mont-Royal", "chemin Sainte-Foy",
    "boulevard des Érables", "rue de l'Église", "rang Saint-Joseph"};
constexpr std::array<Place, 6> quebec_places{
    {{"Montréal", "QC", "CA", "H2X 1Y4"}, {"Québec", "QC", "CA", "G1R 2S5"}, {"Trois-Rivières", "QC", "CA", "G9A 1B2"},
        {"Sherbrooke", "QC", "CA", "J1H 1A1"}, {"Gatineau", "QC", "CA", "J8X 3X7"}, {"Saint-Jérôme", "QC", "CA", "J7Z 2C3"}}};

constexpr std::array<Words, 16> english_women{"Emma", "Olivia", "Charlotte", "Amelia", "Grace", "Hannah", "Abigail", "Siobhán",
    "Nicole", "Megan", "Rachel", "Laura", "Mary Ann", "Beth", "Zara", "Paige"};
constexpr std::array<Words, 16> english_women_latin{"emma", "olivia", "charlotte", "amelia", "grace", "hannah", "abigail",
    "siobhan", "nicole", "megan", "rachel", "laura", "maryann", "beth", "zara", "paige"};
constexpr std::array<Words, 16> english_men{"Liam", "Noah", "Oliver", "James", "Lucas", "Henry", "Seán", "Connor", "Ethan",
    "Daniel", "Ryan", "Scott", "Billy Ray", "Ian", "Owen", "Graham"};
constexpr std::array<Words, 16> english_men_latin{"liam", "noah", "oliver", "james", "lucas", "henry", "sean", "connor", "ethan",
    "daniel", "ryan", "scott", "billyray", "ian", "owen", "graham"};
constexpr std::array<Words, 20> english_families{"Smith", "Johnson", "Brown", "Taylor", "O'Brien", "MacDonald", "McLeod",
    "Wilson", "Campbell", "Stewart", "Anderson", "Fraser", "Murphy", "Clarke-Hughes", "Walker", "van der Berg", "Thompson",
    "White", "Martin", "Singh"};
constexpr std::array<Words, 20> english_families_latin{"smith", "johnson", "brown", "taylor", "obrien", "macdonald", "mcleod",
    "wilson", "campbell", "stewart", "anderson", "fraser", "murphy", "clarke-hughes", "walker", "vanderberg", "thompson", "white",
    "martin", "singh"};
constexpr std::array<Words, 6> english_streets{
    "Main Street", "King Street West", "Maple Avenue", "Queen's Road", "2nd Avenue NE", "Elm Crescent, Unit 4"};
constexpr std::array<Place, 6> english_places{
    {{"Toronto", "ON", "CA", "M5V 2T6"}, {"Ottawa", "ON", "CA", "K1P 5M7"}, {"Vancouver", "BC", "CA", "V6B 1A1"},
        {"Boston", "MA", "US", "02108"}, {"Chicago", "IL", "US", "60601"}, {"London", "", "GB", "SW1A 1AA"}}};

constexpr std::array<Words, 12> french_women{
    "Camille", "Inès", "Juliette", "Hélène", "Aurélie", "Manon", "Clémence", "Élodie", "Margaux", "Agnès", "Bérénice", "Louise"};
constexpr std::array<Words, 12> french_women_latin{
    "camille", "ines", "juliette", "helene", "aurelie", "manon", "clemence", "elodie", "margaux", "agnes", "berenice", "louise"};
constexpr std::array<Words, 12> french_men{"Gabriel", "Raphaël", "Jules", "Adrien", "Jean-Baptiste", "Maël", "Timothée",
    "Yannick", "Clément", "Grégoire", "Noël", "Paul"};
constexpr std::array<Words, 12> french_men_latin{"gabriel", "raphael", "jules", "adrien", "jean-baptiste", "mael", "timothee",
    "yannick", "clement", "gregoire", "noel", "paul"};
constexpr std::array<Words, 14> french_families{"Martin", "Bernard", "Lefèvre", "Moreau", "Garnier", "Chevalier", "Rousseau",
    "d'Aubigné", "Le Goff", "Müller", "Benoît", "Châtelain", "Perrin", "de La Tour"};
constexpr std::array<Words, 14> french_families_latin{"martin", "bernard", "lefevre", "moreau", "garnier", "chevalier",
    "rousseau", "daubigne", "legoff", "muller", "benoit", "chatelain", "perrin", "delatour"};
constexpr std::array<Words, 5> french_streets{
    "rue de la République", "boulevard Voltaire", "quai des Célestins", "allée des Tilleuls", "impasse du Moulin"};
constexpr std::array<Place, 4> french_places{
    {{"Paris", "", "FR", "75011"}, {"Lyon", "", "FR", "69002"}, {"Besançon", "", "FR", "25000"}, {"Nîmes", "", "FR", "30000"}}};

constexpr std::array<Words, 8> japanese_women{"陽子", "美咲", "さくら", "結衣", "花子", "直美", "真由美", "恵"};
constexpr std::array<Words, 8> japanese_women_latin{"yoko", "misaki", "sakura", "yui", "hanako", "naomi", "mayumi", "megumi"};
constexpr std::array<Words, 8> japanese_men{"太郎", "健一", "翔太", "大輔", "悠真", "和也", "誠", "拓海"};
constexpr std::array<Words, 8> japanese_men_latin{"taro", "kenichi", "shota", "daisuke", "yuma", "kazuya", "makoto", "takumi"};
constexpr std::array<Words, 10> japanese_families{"佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "加藤"};
constexpr std::array<Words, 10> japanese_families_latin{
    "sato", "suzuki", "takahashi", "tanaka", "watanabe", "ito", "yamamoto", "nakamura", "kobayashi", "kato"};
constexpr std::array<Words, 3> japanese_streets{"千代田1-1", "本町2-3-4", "中央5-6"};
constexpr std::array<Place, 2> japanese_places{{{"東京", "", "JP", "100-0001"}, {"大阪", "", "JP", "530-0001"}}};

constexpr std::array<Words, 8> arabic_women{"فاطمة", "ليلى", "نور", "عائشة", "سلمى", "مريم", "هدى", "ياسمين"};
constexpr std::array<Words, 8> arabic_women_latin{"fatima", "layla", "nour", "aicha", "salma", "mariam", "houda", "yasmine"};
constexpr std::array<Words, 8> arabic_men{"محمد", "يوسف", "كريم", "عمر", "إبراهيم", "حسن", "سامي", "طارق"};
constexpr std::array<Words, 8> arabic_men_latin{"mohamed", "youssef", "karim", "omar", "ibrahim", "hassan", "sami", "tarek"};
constexpr std::array<Words, 8> arabic_families{"حداد", "خوري", "منصور", "العلوي", "بن علي", "الفاسي", "نجار", "صالح"};
constexpr std::array<Words, 8> arabic_families_latin{
    "haddad", "khoury", "mansour", "alaoui", "benali", "elfassi", "najjar", "saleh"};

constexpr std::array all_cultures{
    Culture{"fr", quebec_women, quebec_men, quebec_families, quebec_women_latin, quebec_men_latin, quebec_families_latin,
        quebec_streets, quebec_places, 10},
    Culture{"en", english_women, english_men, english_families, english_women_latin, english_men_latin, english_families_latin,
        english_streets, english_places, 7},
    Culture{"fr", french_women, french_men, french_families, french_women_latin, french_men_latin, french_families_latin,
        french_streets, french_places, 3},
    Culture{"en", japanese_women, japanese_men, japanese_families, japanese_women_latin, japanese_men_latin,
        japanese_families_latin, japanese_streets, japanese_places, 1},
    Culture{"fr", arabic_women, arabic_men, arabic_families, arabic_women_latin, arabic_men_latin, arabic_families_latin,
        quebec_streets, quebec_places, 1},
};

constexpr std::array<Words, 10> interest_list{"yoga", "pilates", "running", "kinésithérapie", "perte de poids", "nutrition",
    "vip", "essai gratuit", "morning group", "rehab"};

}  // namespace

std::span<Culture const> cultures() { return all_cultures; }
std::span<std::string_view const> interests() { return interest_list; }

}  // namespace lockstep::sandbox
