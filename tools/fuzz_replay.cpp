// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz function over the files of a folder and over seeded mutations of them, where libFuzzer is not linked:
// so every corpus is an ordinary test under every preset.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

constexpr int mutations = 4000;

// splitmix64: the same bytes for the same seed on every machine.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        auto value = state_;
        value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
        value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
        return value ^ (value >> 31U);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

private:
    std::uint64_t state_;
};

void run(std::string const& bytes) {
    // A copy of exactly this size, so that a read past the end is seen by the address sanitizer.
    std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

std::string mutate(std::string bytes, std::vector<std::string> const& seeds, Generator& generator) {
    auto const times = 1 + generator.below(4);
    for (std::size_t i = 0; i < times; ++i) {
        auto const at = bytes.empty() ? 0 : generator.below(bytes.size());
        switch (generator.below(5)) {
            case 0: bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), static_cast<char>(generator.next())); break;
            case 1:
                if (!bytes.empty()) bytes.erase(at, 1 + generator.below(8));
                break;
            case 2:
                if (!bytes.empty()) bytes[at] = static_cast<char>(generator.next());
                break;
            case 3: bytes.resize(at); break;
            default: {
                auto const& other = seeds[generator.below(seeds.size())];
                bytes.insert(at, other, other.empty() ? 0 : generator.below(other.size()), 64);
            }
        }
    }
    return bytes;
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> seeds;
    for (int i = 1; i < count; ++i) {
        std::filesystem::path const folder{arguments[i]};
        if (!std::filesystem::is_directory(folder)) continue;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        }
    }
    auto const files = seeds.size();
    seeds.emplace_back();
    for (auto const& seed : seeds) run(seed);
    Generator generator{42};
    for (int i = 0; i < mutations; ++i) run(mutate(seeds[generator.below(seeds.size())], seeds, generator));
    std::printf("replayed %zu files and %d mutations\n", files, mutations);
    return 0;
}
