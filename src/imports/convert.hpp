// SPDX-License-Identifier: Apache-2.0
// An OpenAPI 3.0 or 3.1 document becomes a connector: connector.json and operations in the very form of those in src/connectors,
// with a report of what is not in them and why. Pure: nothing is fetched, and a $ref leads into the document or nowhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "messages/messages.hpp"

namespace lockstep::imports {

inline constexpr std::size_t operations_max = 500;
inline constexpr std::string_view no_auth = "none";

// What a person changes of what the document says. Empty members: as the document has it.
struct Chosen {
    std::string key;  // "GET /things/{id}"
    messages::LocalText title{};
};
struct Choices {
    std::string id;        // of the connector, such as "acme_shop"
    std::string title;     // of the app
    std::string base_url;  // without a slash at its end
    std::string auth;      // "bearer", "basic", "header:X-Api-Key", "query:api_key", "none"
    std::string verify;    // key of the operation that tries a credential; "none": it is not tried
    std::int64_t calls_per_minute = 60;
    std::string source;                             // where the document came from, for people
    std::optional<std::vector<Chosen>> operations;  // these only; absent: all but `not_chosen`, with the titles of `titles`
    std::vector<Chosen> titles{};
    std::vector<std::string> not_chosen{};
    std::vector<std::pair<std::string, std::string>> ids{};  // key to id, of an earlier import: ids stay what they were
};

// A part of the document that is not in the connector, or not all of it.
struct LeftOut {
    std::string place;      // "GET /things/{id}", or a JSON pointer
    std::string reason;     // has a sentence import.left_out.<reason>
    std::string detail;     // a name or address that the sentence may mention; printable
    bool is_whole = false;  // the operation itself is left out
};

struct AuthWay {
    std::string id;      // as in Choices::auth
    std::string scheme;  // what the document calls it; empty: offered by us
};

struct Offered {
    std::string key;
    Json declaration;
    bool is_chosen = false;
    bool is_renamed = false;  // its title is a person's, not the document's
    bool can_verify = false;  // reads, and needs no input
};

struct Offer {
    std::string id, title, version;
    std::vector<std::string> servers;  // whole addresses only
    std::string base_url;              // empty: the document names none, and nobody did
    std::vector<AuthWay> ways;
    std::string auth;
    std::string verify;  // key; empty: none
    std::vector<Offered> operations;
    std::vector<LeftOut> left_out;
    Json connector;  // null while there is no base URL

    // {"connector": ..., "operations": [...]} of what is chosen; what is stored and compared.
    Json declarations() const;
};

// "GET /things/{id}" of an operation's declaration. Inputs of a path may be called otherwise than in the document.
std::string key_of(Json const& operation);

// invalid "imports.bad_document": "not_openapi", "version", "no_operations", "operations", with the place;
// invalid "imports.bad_choice": "id", "title", "address", "auth", "operation", "verify", "rate" and its value.
Result<Offer> convert(Json const& document, Choices const& choices);

// Words of a document as they are shown: one line of visible characters, at most `letters_max`.
std::string fit_line(std::string_view text, std::size_t letters_max);
// "listOpenOrders" and "list-open_orders" become "List open orders".
std::string title_from(std::string_view name);
// "listOpenOrders" becomes "list_open_orders": letters, digits and "_", beginning with a letter; may be empty.
std::string word_from(std::string_view name);

}  // namespace lockstep::imports
