// SPDX-License-Identifier: Apache-2.0
#include "contract/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <cstdio>
#include <memory>
#include <utility>

#include "base/result.hpp"

namespace lockstep::contract {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

Key make_key() { return Key{EVP_EC_gen("P-256")}; }

void add_extension(X509* certificate, X509* issuer, int kind, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, Free> const extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    CHECK(extension != nullptr);
    X509_add_ext(certificate, extension.get(), -1);
}

Certificate make_certificate(EVP_PKEY* key, std::string const& name, int days_from, int days_to) {
    static long serial = 0;
    constexpr long day = 24 * 60 * 60;
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), days_from * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days_to * day);
    X509_set_pubkey(certificate.get(), key);
    auto const* text = reinterpret_cast<unsigned char const*>(name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC, text, -1, -1, 0);
    return certificate;
}

std::unique_ptr<std::FILE, Free> open_file(std::string const& path) {
    std::unique_ptr<std::FILE, Free> file{std::fopen(path.c_str(), "w")};
    CHECK(file != nullptr);
    return file;
}

}  // namespace

struct TestAuthority::Keys {
    Key key;
    Certificate certificate;
};

TestAuthority::TestAuthority(std::string folder)
    : folder_(std::move(folder)), file_(folder_ + "/authority.pem"), keys_(new Keys{make_key(), nullptr}) {
    keys_->certificate = make_certificate(keys_->key.get(), "Test authority", -10, 10);
    auto* certificate = keys_->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign");
    X509_sign(certificate, keys_->key.get(), EVP_sha256());
    PEM_write_X509(open_file(file_).get(), certificate);
}

TestAuthority::~TestAuthority() { delete keys_; }

CertificateFiles TestAuthority::issue(std::string const& file_stem, std::string const& names, int days_from, int days_to) {
    auto const key = make_key();
    auto const certificate = make_certificate(key.get(), "Test server", days_from, days_to);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(keys_->certificate.get()));
    add_extension(certificate.get(), keys_->certificate.get(), NID_subject_alt_name, names);
    X509_sign(certificate.get(), keys_->key.get(), EVP_sha256());
    CertificateFiles files{.certificate = folder_ + "/" + file_stem + ".pem", .key = folder_ + "/" + file_stem + ".key"};
    PEM_write_X509(open_file(files.certificate).get(), certificate.get());
    PEM_write_PrivateKey(open_file(files.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return files;
}

}  // namespace lockstep::contract
