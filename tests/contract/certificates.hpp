// SPDX-License-Identifier: Apache-2.0
// Certificates made when a test runs, so that none in the tree ever expires.
#pragma once

#include <string>

namespace lockstep::contract {

struct CertificateFiles {
    std::string certificate;
    std::string key;
};

// An authority with its own key, and server certificates signed by it. All files go to `folder`.
class TestAuthority {
public:
    explicit TestAuthority(std::string folder);
    ~TestAuthority();
    TestAuthority(TestAuthority const&) = delete;
    TestAuthority& operator=(TestAuthority const&) = delete;

    std::string const& file() const { return file_; }
    // `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1". Valid from then till then, in days from now.
    CertificateFiles issue(std::string const& file_stem, std::string const& names, int days_from, int days_to);

private:
    struct Keys;
    std::string folder_;
    std::string file_;
    Keys* keys_;
};

}  // namespace lockstep::contract
