// SPDX-License-Identifier: Apache-2.0
// bench_sign: signs as HighLevel does, for the benchmarks written in Python, which has no Ed25519. Reads lines, writes for each
// the signature of its bytes without the line's end. With --public-key it prints the key's PEM and ends.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/bytes.hpp"
#include "vault/signature.hpp"

int main(int count, char** arguments) {
    std::string seed_text;
    bool only_key = false;
    CLI::App app{"Signs lines with an Ed25519 key."};
    app.add_option("--seed", seed_text, "of the key, 64 hexadecimal digits")->required();
    app.add_flag("--public-key", only_key);
    CLI11_PARSE(app, count, arguments);
    auto const seed = lockstep::from_hex(seed_text);
    if (!seed || seed->size() != 32) {
        std::cerr << "a seed has 64 hexadecimal digits\n";
        return 2;
    }
    auto const keys = lockstep::vault::ed25519_key_pair(*seed);
    if (only_key) {
        std::cout << lockstep::vault::ed25519_public_key_to_pem(keys.public_key);
        return 0;
    }
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << lockstep::to_base64(lockstep::vault::ed25519_sign(keys.private_key, line)) << std::endl;
    }
    return 0;
}
