// SPDX-License-Identifier: Apache-2.0
// TLS settings of server and client: versions, certificates, checks. There is no switch that turns a check off.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "adapters/http_beast/server.hpp"
#include "base/result.hpp"

namespace lockstep::adapters {

// invalid "http.certificate" when the files are missing, malformed or do not belong together.
Result<std::unique_ptr<boost::asio::ssl::context>> server_tls(TlsIdentity const& identity);

// Trusts the system's certificates and those in `extra_authorities_file` (PEM, may be empty). Checks of the chain are on; the
// host name is checked per connection.
Result<std::unique_ptr<boost::asio::ssl::context>> client_tls(std::string const& extra_authorities_file);

}  // namespace lockstep::adapters
