// SPDX-License-Identifier: Apache-2.0
#include "vault/master_key.hpp"

#include <sodium.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "vault/detail/bytes.hpp"
#include "vault/detail/cipher.hpp"

namespace lockstep::vault {
namespace {

using detail::octets;

constexpr std::string_view key_label = "lockstep-master-key-v1:";
constexpr std::string_view recovery_label = "lockstep-recovery-v1:";
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t passphrase_length_min = 12;
constexpr std::size_t recovery_bytes =
    8 + crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + detail::key_bytes;
// A recovery copy says itself what opening it costs; these bounds keep a forged one from taking the machine down.
constexpr std::uint32_t passes_max = 16;
constexpr std::uint32_t memory_kib_max = 1024 * 1024;

std::string checksum(std::string_view key) {
    detail::start_sodium();
    std::string digest(crypto_generichash_BYTES, '\0');
    crypto_generichash(octets(digest), digest.size(), octets(key), key.size(), octets(key_label), key_label.size());
    return digest.substr(0, checksum_bytes);
}

Result<Secret> stretch(Secret const& passphrase, std::string_view salt, RecoveryCost const& cost) {
    detail::start_sodium();
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    auto const& text = passphrase.reveal();
    int const outcome = crypto_pwhash(octets(key), key.size(), text.data(), text.size(), octets(salt), cost.passes,
        std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
    if (outcome != 0) {
        return fail(ErrorKind::unavailable, "vault.no_memory_for_passphrase",
            "stretching the passphrase: " + std::to_string(cost.memory_kib / 1024) + " MiB of memory are needed");
    }
    return Secret{std::move(key)};
}

std::unexpected<Error> bad_recovery(std::string_view why) {
    return fail(ErrorKind::invalid, "vault.bad_recovery_copy", "reading the recovery copy: " + std::string(why));
}

}  // namespace

Secret new_master_key(SecureRandom& random) { return Secret{detail::random_bytes(random, detail::key_bytes)}; }

Secret master_key_to_text(Secret const& master_key) {
    auto const& key = master_key.reveal();
    CHECK(key.size() == detail::key_bytes);
    Secret const packed{key + checksum(key)};
    Secret const encoded{to_base64(packed.reveal())};
    std::string text;
    text.reserve(key_label.size() + encoded.reveal().size() + 1);
    text += key_label;
    text += encoded.reveal();
    text += '\n';
    return Secret{std::move(text)};
}

Result<Secret> master_key_from_text(std::string_view text) {
    text = trim_ascii(text);
    if (text.starts_with(key_label)) {
        if (auto decoded = from_base64(text.substr(key_label.size()))) {
            Secret const packed{std::move(*decoded)};
            std::string_view const bytes = packed.reveal();
            if (bytes.size() == detail::key_bytes + checksum_bytes) {
                Secret key{std::string(bytes.substr(0, detail::key_bytes))};
                if (equal_constant_time(checksum(key.reveal()), bytes.substr(detail::key_bytes))) return key;
            }
        }
    }
    return fail(ErrorKind::invalid, "vault.bad_master_key",
        "reading the master key: it must be one line that begins with lockstep-master-key-v1: and whose checksum fits");
}

Result<std::string> make_recovery_copy(
    Secret const& master_key, Secret const& passphrase, SecureRandom& random, RecoveryCost const& cost) {
    CHECK(master_key.reveal().size() == detail::key_bytes);
    if (passphrase.reveal().size() < passphrase_length_min) {
        return fail(
            ErrorKind::invalid, "vault.short_passphrase", "making a recovery copy: the passphrase needs at least 12 characters");
    }
    auto const salt = detail::random_bytes(random, crypto_pwhash_SALTBYTES);
    auto const nonce = detail::random_bytes(random, crypto_secretbox_NONCEBYTES);
    TRY(auto key, stretch(passphrase, salt, cost));
    std::string box(crypto_secretbox_MACBYTES + detail::key_bytes, '\0');
    crypto_secretbox_easy(octets(box), octets(std::string_view(master_key.reveal())), detail::key_bytes,
        octets(std::string_view(nonce)), octets(std::string_view(key.reveal())));
    std::string packed;
    detail::append_big_endian(packed, cost.passes);
    detail::append_big_endian(packed, cost.memory_kib);
    packed += salt;
    packed += nonce;
    packed += box;
    return std::string(recovery_label) + to_base64(packed);
}

Result<Secret> open_recovery_copy(std::string_view text, Secret const& passphrase) {
    text = trim_ascii(text);
    if (!text.starts_with(recovery_label)) return bad_recovery("it must begin with lockstep-recovery-v1:");
    auto const packed = from_base64(text.substr(recovery_label.size()));
    if (!packed || packed->size() != recovery_bytes) return bad_recovery("it is incomplete or mistyped");
    std::string_view rest = *packed;
    auto const take = [&rest](std::size_t count) {
        auto const part = rest.substr(0, count);
        rest.remove_prefix(count);
        return part;
    };
    RecoveryCost cost;
    cost.passes = detail::read_big_endian<std::uint32_t>(take(4));
    cost.memory_kib = detail::read_big_endian<std::uint32_t>(take(4));
    if (cost.passes == 0 || cost.passes > passes_max || cost.memory_kib < 8 || cost.memory_kib > memory_kib_max) {
        return bad_recovery("it asks for an absurd amount of work");
    }
    auto const salt = take(crypto_pwhash_SALTBYTES);
    auto const nonce = take(crypto_secretbox_NONCEBYTES);
    TRY(auto key, stretch(passphrase, salt, cost));
    std::string opened(detail::key_bytes, '\0');
    int const outcome = crypto_secretbox_open_easy(
        octets(opened), octets(rest), rest.size(), octets(nonce), octets(std::string_view(key.reveal())));
    if (outcome != 0)
        return fail(ErrorKind::denied, "vault.wrong_passphrase", "opening the recovery copy: the passphrase does not fit");
    return Secret{std::move(opened)};
}

}  // namespace lockstep::vault
