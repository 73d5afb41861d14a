// SPDX-License-Identifier: Apache-2.0
#include "identity/detail/token.hpp"

#include <array>
#include <span>

#include "base/bytes.hpp"
#include "vault/signature.hpp"

namespace lockstep::identity::detail {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_length = 26;
constexpr std::size_t group = 5;

}  // namespace

Secret random_token(SecureRandom& random, std::string_view prefix) {
    std::string bytes(32, '\0');
    random.fill(std::as_writable_bytes(std::span{bytes}));
    return Secret{std::string(prefix) + to_base64url(bytes)};
}

Secret random_code(SecureRandom& random) {
    std::array<std::byte, code_length> bytes{};
    random.fill(bytes);
    std::string code;
    for (std::size_t i = 0; i < code_length; ++i) {
        if (i > 0 && i % group == 0 && i < code_length - 1) code += '-';
        code += alphabet[std::to_integer<std::size_t>(bytes[i]) % alphabet.size()];
    }
    return Secret{std::move(code)};
}

std::string normal_code(std::string_view typed) {
    std::string code;
    for (char c : typed) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        char const upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        code += upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
    }
    return code;
}

std::string token_hash(std::string_view token) { return to_hex(vault::sha256(token)); }

}  // namespace lockstep::identity::detail
