// SPDX-License-Identifier: Apache-2.0
// Result<T>: what everything returns that can fail for an outside reason. `kind` says what the caller should do,
// `code` names the page in docs/errors, `message` is for a person and never holds a secret or a contact's value.
#pragma once

#include <cstdint>
#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep {

enum class ErrorKind : std::uint8_t {
    invalid,  // the input is wrong; trying again changes nothing
    not_found,
    conflict,     // somebody else was first, or the state does not allow it
    denied,       // not authenticated or not allowed
    unavailable,  // the other side is down; try again later
    timeout,
    cancelled,  // we were asked to stop; never logged as an error
    limited,    // too fast or quota spent; try again later
    corrupt,    // what is stored or received does not decode
    internal,   // our own mistake
};

std::string_view to_string(ErrorKind kind);

// What a sentence of messages/<language>.json needs: {{name}} there is filled with the value. Held to the rule of `message`.
using MessageParams = std::vector<std::pair<std::string, std::string>>;

struct [[nodiscard]] Error {
    ErrorKind kind = ErrorKind::internal;
    std::string code;     // stable, documented: "catalogue.unknown_operation"
    std::string message;  // for the log: gerund and object: "reading cursor of connection c_7: the row is damaged"
    std::vector<std::source_location> trace;
    MessageParams params = {};  // "reason" says which of the code's sentences fits (messages/error_words.hpp)

    bool operator==(Error const& other) const { return kind == other.kind && code == other.code && message == other.message; }
};

template <class T = void>
using Result = std::expected<T, Error>;

[[nodiscard]] std::unexpected<Error> fail(
    ErrorKind kind, std::string_view code, std::string message, std::source_location place = std::source_location::current());

// `params` lets a person read it in the own language: {{"reason", "number"}, {"name", "limit"}}.
[[nodiscard]] std::unexpected<Error> fail(ErrorKind kind, std::string_view code, std::string message, MessageParams params,
    std::source_location place = std::source_location::current());

// Adds the place an error passed through, so that a log line shows the way it took.
[[nodiscard]] std::unexpected<Error> pass_on(Error error, std::source_location place = std::source_location::current());

// True for kinds that a later, equal try can cure.
bool is_worth_retrying(Error const& error);

// "kind code: message (file:line < file:line)"; for logs.
std::string describe(Error const& error);

[[noreturn]] void check_failed(char const* condition, std::source_location place);

}  // namespace lockstep

// For our own mistakes only, never for input. On in release builds.
#define CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::lockstep::check_failed(#condition, ::std::source_location::current()))

#define LOCKSTEP_JOIN_(a, b) a##b
#define LOCKSTEP_JOIN(a, b) LOCKSTEP_JOIN_(a, b)

#define LOCKSTEP_TRY(holder, declaration, return_word, ...)                  \
    auto holder = (__VA_ARGS__);                                             \
    if (!holder) return_word ::lockstep::pass_on(std::move(holder).error()); \
    declaration = std::move(*holder)

#define LOCKSTEP_TRY_VOID(holder, return_word, ...) \
    if (auto holder = (__VA_ARGS__); !holder) return_word ::lockstep::pass_on(std::move(holder).error())

// TRY(auto x, f());  declares x or returns the error.  CO_TRY does the same in a coroutine: CO_TRY(auto x, co_await f());
#define TRY(declaration, ...) LOCKSTEP_TRY(LOCKSTEP_JOIN(try_result_, __LINE__), declaration, return, __VA_ARGS__)
#define TRY_VOID(...) LOCKSTEP_TRY_VOID(LOCKSTEP_JOIN(try_result_, __LINE__), return, __VA_ARGS__)
#define CO_TRY(declaration, ...) LOCKSTEP_TRY(LOCKSTEP_JOIN(try_result_, __LINE__), declaration, co_return, __VA_ARGS__)
#define CO_TRY_VOID(...) LOCKSTEP_TRY_VOID(LOCKSTEP_JOIN(try_result_, __LINE__), co_return, __VA_ARGS__)
