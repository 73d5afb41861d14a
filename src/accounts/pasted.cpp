// SPDX-License-Identifier: Apache-2.0
#include "accounts/pasted.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "catalogue/connector.hpp"
#include "vault/signature.hpp"

namespace lockstep::accounts {
namespace {

constexpr std::size_t secret_bytes_min = 16;
constexpr std::size_t key_bytes = 32;
constexpr std::string_view secret_prefix = "whsec_";
constexpr std::string_view key_prefix = "whpk_";

// What editors and chat programs leave around a text and nobody sees: no-break spaces, zero-width characters, a byte order mark.
constexpr std::array<std::string_view, 7> invisible{"\u00A0", "\u200B", "\u200C", "\u200D", "\u202F", "\u2060", "\uFEFF"};
struct Quotes {
    std::string_view open, close;
};
constexpr std::array<Quotes, 6> quotes{{{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}}};

bool drop_invisible(std::string_view& text) {
    auto const before = text.size();
    text = trim_ascii(text);
    for (auto const each : invisible) {
        if (text.starts_with(each)) text.remove_prefix(each.size());
        if (text.ends_with(each)) text.remove_suffix(each.size());
    }
    return text.size() != before;
}

bool drop_quotes(std::string_view& text) {
    for (auto const& each : quotes) {
        if (text.size() < each.open.size() + each.close.size() || !text.starts_with(each.open) || !text.ends_with(each.close))
            continue;
        text.remove_prefix(each.open.size());
        text.remove_suffix(each.close.size());
        return true;
    }
    return false;
}

bool has_prefix(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

// Either alphabet, padded or not, also broken over lines.
std::optional<std::string> decoded(std::string_view text) {
    std::string packed;
    for (char letter : text) {
        if (is_space(letter)) continue;
        packed += letter == '-' ? '+' : letter == '_' ? '/' : letter;
    }
    while (packed.ends_with('=')) packed.pop_back();
    while (packed.size() % 4 != 0) packed += '=';
    if (packed.empty()) return std::nullopt;
    auto bytes = from_base64(packed);
    return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
}

std::unexpected<Error> bad_secret(std::string reason) {
    return fail(ErrorKind::invalid, "api.bad_webhook_secret", "reading the webhook secret: " + reason,
        {{"reason", reason}, {"least", std::to_string(secret_bytes_min)}});
}

std::unexpected<Error> bad_key(std::string reason) {
    return fail(ErrorKind::invalid, "api.bad_public_key",
        "reading the webhook key: it is no Ed25519 public key in PEM or base64 (" + reason + ")", {{"reason", reason}});
}

std::string with_real_line_ends(std::string_view text) {
    std::string real;
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const is_written_out = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == 'n' || text[at + 1] == 'r');
        real += is_written_out ? '\n' : text[at];
        if (is_written_out) ++at;
    }
    return real;
}

// What stands inside PEM armour; the whole text where there is none.
std::vector<std::string_view> blocks_in(std::string_view text) {
    constexpr std::string_view dashes = "-----";
    if (text.find(dashes) == std::string_view::npos) return {text};
    std::vector<std::string_view> blocks;
    for (auto at = text.find(dashes); at != std::string_view::npos; at = text.find(dashes, at)) {
        auto const begin = text.find(dashes, at + dashes.size());  // the end of the BEGIN line
        if (begin == std::string_view::npos) break;
        auto const end = text.find(dashes, begin + dashes.size());
        blocks.push_back(text.substr(begin + dashes.size(), end == std::string_view::npos ? end : end - begin - dashes.size()));
        if (end == std::string_view::npos) break;
        auto const after = text.find(dashes, end + dashes.size());  // the end of the END line
        if (after == std::string_view::npos) break;
        at = after + dashes.size();
    }
    return blocks;
}

Result<std::string> read_one_key(std::string_view text) {
    text = trim_pasted(text);
    if (has_prefix(text, key_prefix)) text.remove_prefix(key_prefix.size());
    auto bytes = decoded(text);
    bool const is_hex = text.size() % 2 == 0 && std::ranges::all_of(text, [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
    });
    if (is_hex) {
        std::string lower(text);
        std::ranges::transform(lower, lower.begin(),
            [](char letter) { return letter >= 'A' && letter <= 'F' ? static_cast<char>(letter + 32) : letter; });
        if (auto raw = from_hex(lower)) bytes = *std::move(raw);
    }
    if (!bytes) return bad_key("form");
    if (bytes->size() == key_bytes) return *std::move(bytes);
    if (bytes->size() > 100) return bad_key("rsa");
    auto raw = vault::ed25519_public_key_from_pem(to_base64(*bytes));
    if (!raw) return bad_key("form");
    return raw;
}

}  // namespace

std::string_view trim_pasted(std::string_view text) {
    while (drop_invisible(text) || drop_quotes(text)) {}
    return text;
}

Result<Secret> read_webhook_secret(Secret const& pasted) {
    auto const text = trim_pasted(pasted.reveal());
    if (text.starts_with("-----BEGIN")) return bad_secret("key");
    if (has_prefix(text, secret_prefix)) {
        auto const bytes = decoded(text.substr(secret_prefix.size()));
        if (!bytes) return bad_secret("base64");
        if (bytes->size() < secret_bytes_min) return bad_secret("short");
        return Secret{std::string(secret_prefix) + to_base64(*bytes)};
    }
    if (text.size() < secret_bytes_min) return bad_secret("short");
    if (std::ranges::any_of(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x20; }))
        return bad_secret("lines");
    return Secret{std::string(text)};
}

Result<std::string> read_webhook_public_key(std::string_view pasted) {
    auto const text = with_real_line_ends(trim_pasted(pasted));
    if (text.find("PRIVATE KEY") != std::string::npos) return bad_key("private");
    auto const blocks = blocks_in(text);
    if (blocks.empty() || blocks.size() > 2) return bad_key("form");
    std::string keys;
    for (auto const block : blocks) {
        TRY(auto const key, read_one_key(block));
        keys += key;
    }
    return keys;
}

Result<std::string> read_address(std::string_view pasted) {
    auto const text = trim_pasted(pasted);
    std::string address(text);
    if (text.find("://") == std::string_view::npos) {
        bool const is_here = text.starts_with("localhost") || text.starts_with("127.") || text.starts_with("[::1]");
        address = (is_here ? "http://" : "https://") + address;
    }
    while (address.ends_with('/')) address.pop_back();
    auto const problem = catalogue::address_problem(address);
    if (problem.empty()) return address;
    return fail(ErrorKind::invalid, "api.bad_address", "reading the address: it cannot be called (" + std::string(problem) + ")",
        {{"reason", std::string(problem)}, {"address", printable(text.substr(0, 200))}});
}

}  // namespace lockstep::accounts
