// SPDX-License-Identifier: Apache-2.0
#include "identity/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace lockstep::identity {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::string_view label = "argon2id";
constexpr std::uint32_t passes_max = 16;
constexpr std::uint32_t memory_kib_max = 1024 * 1024;

std::optional<std::string> stretch(Secret const& password, std::string_view salt, PasswordCost const& cost) {
    static bool const started = sodium_init() >= 0;
    CHECK(started);
    std::string hash(hash_bytes, '\0');
    auto const& text = password.reveal();
    int const outcome = crypto_pwhash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), text.data(), text.size(),
        reinterpret_cast<unsigned char const*>(salt.data()), cost.passes, std::size_t{cost.memory_kib} * 1024,
        crypto_pwhash_ALG_ARGON2ID13);
    if (outcome != 0) return std::nullopt;
    return hash;
}

std::string to_hash_text(PasswordCost const& cost, std::string_view salt, std::string_view hash) {
    std::string text{label};
    text +=
        '$' + std::to_string(cost.passes) + '$' + std::to_string(cost.memory_kib) + '$' + to_base64(salt) + '$' + to_base64(hash);
    return text;
}

std::optional<std::uint32_t> read_number(std::string_view text) {
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// What guessers try first. Anything after the word that is no letter does not make it another one.
constexpr std::array<std::string_view, 20> tried_first{"password", "passw0rd", "motdepasse", "azerty", "azertyuiop", "qwerty",
    "qwertyuiop", "letmein", "welcome", "bienvenue", "iloveyou", "jetaime", "admin", "administrator", "lockstep", "changeme",
    "secret", "soleil", "bonjour", "test"};
constexpr std::size_t long_enough = 12;

bool is_run(std::string_view text) {
    auto const step = [&](std::size_t at) { return text[at] - text[at - 1]; };
    for (std::size_t at = 2; at < text.size(); ++at) {
        if (step(at) != step(1)) return false;
    }
    return text.size() < 2 || (step(1) >= -1 && step(1) <= 1);
}

bool is_guessed_first(std::string_view password) {
    auto const text = lower_ascii(password);
    if (std::set<char>(text.begin(), text.end()).size() < 3 || is_run(text)) return true;
    auto const is_letter = [](char c) { return c < '!' || c > '~' || (c >= 'a' && c <= 'z'); };
    if (text.size() < long_enough && std::ranges::none_of(text, is_letter)) return true;
    for (auto const word : tried_first) {
        if (!text.starts_with(word)) continue;
        if (std::ranges::none_of(text.substr(word.size()), is_letter)) return true;
    }
    return false;
}

}  // namespace

Result<void> check_password(Secret const& password) {
    auto const length = password.reveal().size();
    if (length < password_length_min || length > password_length_max) {
        return fail(ErrorKind::invalid, "identity.password_length",
            "setting a password: it needs 8 to 1024 characters; 12 or more are advised");
    }
    if (is_guessed_first(password.reveal())) {
        return fail(ErrorKind::invalid, "identity.guessable_password",
            "setting a password: this one is among those that are tried first");
    }
    return {};
}

Result<std::string> hash_password(Secret const& password, SecureRandom& random, PasswordCost const& cost) {
    TRY_VOID(check_password(password));
    std::string salt(crypto_pwhash_SALTBYTES, '\0');
    random.fill(std::as_writable_bytes(std::span{salt}));
    auto const hash = stretch(password, salt, cost);
    if (!hash) return fail(ErrorKind::unavailable, "identity.no_memory", "hashing a password: there is not enough memory");
    return to_hash_text(cost, salt, *hash);
}

bool verify_password(std::string_view hash, Secret const& password) {
    auto const parts = split(hash, '$');
    if (parts.size() != 5 || parts[0] != label || password.reveal().size() > password_length_max) return false;
    auto const passes = read_number(parts[1]);
    auto const memory_kib = read_number(parts[2]);
    auto const salt = from_base64(parts[3]);
    auto const expected = from_base64(parts[4]);
    if (!passes || !memory_kib || !salt || !expected) return false;
    if (*passes == 0 || *passes > passes_max || *memory_kib < 8 || *memory_kib > memory_kib_max) return false;
    if (salt->size() != crypto_pwhash_SALTBYTES || expected->size() != hash_bytes) return false;
    auto const given = stretch(password, *salt, PasswordCost{*passes, *memory_kib});
    return given && equal_constant_time(*given, *expected);
}

std::string unmatchable_hash() {
    // Finding a password for a hash of zeros would be a preimage of Argon2id.
    return to_hash_text({}, std::string(crypto_pwhash_SALTBYTES, '\0'), std::string(hash_bytes, '\0'));
}

}  // namespace lockstep::identity
