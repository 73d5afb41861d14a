// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/tls.hpp"

#include <openssl/ssl.h>

namespace lockstep::adapters {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::unexpected<Error> refuse(std::string const& doing, error_code error) {
    return fail(ErrorKind::invalid, "http.certificate", doing + ": " + error.message());
}

std::unique_ptr<ssl::context> make_context(ssl::context::method method) {
    auto context = std::make_unique<ssl::context>(method);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_compression);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    // An idle connection then costs its socket, not two buffers of 17 KiB.
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    return context;
}

}  // namespace

Result<std::unique_ptr<ssl::context>> server_tls(TlsIdentity const& identity) {
    auto context = make_context(ssl::context::tls_server);
    error_code error;
    context->use_certificate_chain_file(identity.certificate_chain_file, error);
    if (error) return refuse("reading certificate " + identity.certificate_chain_file, error);
    context->use_private_key_file(identity.private_key_file, ssl::context::pem, error);
    if (error) return refuse("reading private key " + identity.private_key_file, error);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return fail(ErrorKind::invalid, "http.certificate",
            "reading private key " + identity.private_key_file + ": it does not belong to the certificate");
    }
    SSL_CTX_set_session_cache_mode(context->native_handle(), SSL_SESS_CACHE_OFF);
    return context;
}

Result<std::unique_ptr<ssl::context>> client_tls(std::string const& extra_authorities_file) {
    auto context = make_context(ssl::context::tls_client);
    error_code error;
    context->set_default_verify_paths(error);
    if (error) return refuse("reading the system's certificates", error);
    if (!extra_authorities_file.empty()) {
        context->load_verify_file(extra_authorities_file, error);
        if (error) return refuse("reading certificates " + extra_authorities_file, error);
    }
    context->set_verify_mode(ssl::verify_peer, error);
    if (error) return refuse("switching on certificate checks", error);
    return context;
}

}  // namespace lockstep::adapters
