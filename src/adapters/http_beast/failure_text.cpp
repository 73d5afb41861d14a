// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/failure_text.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <typeinfo>

namespace lockstep::adapters {

std::optional<std::string> describe_exception(std::exception_ptr const& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (boost::system::system_error const& error) {
        if (error.code() == boost::asio::error::operation_aborted) return std::nullopt;
        return error.code().message();
    } catch (std::exception const& error) {
        return typeid(error).name();
    } catch (...) {
        return "unknown";
    }
}

}  // namespace lockstep::adapters
