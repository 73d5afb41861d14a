// SPDX-License-Identifier: Apache-2.0
// What a person does with documents: look at what one would become, import it, import a newer one, take a connector away. Keeps
// the installation's list of connectors up to date while the program runs. Used from the loop's thread only, like the list
// itself.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "connections/connection.hpp"
#include "connections/upkeep.hpp"
#include "imports/compare.hpp"
#include "imports/convert.hpp"
#include "imports/store.hpp"
#include "ports/http.hpp"
#include "ports/offload.hpp"

namespace lockstep::imports {

// Where a document is: its text, or an address that the server reads it from.
struct Document {
    std::string text;
    std::string url;
    std::string source;  // a file's name; the address when it was read from one
};

struct Proposal {
    Offer offer;
    bool is_known = false;        // a connector of this id was imported before
    std::vector<Change> changes;  // of it
    std::string problem;          // why it cannot be imported as it is: "id_taken", "no_address"; empty: it can
};

// What a person chose, where absent as before or as the document says.
struct Wanted {
    Choices choices;
    bool has_rate = false;
    bool replaces = false;  // a person saw what changes
};

class Service {
public:
    struct Parts {
        AccountId account;
        Database& database;
        connections::Directory& directory;
        connections::Connectors& connectors;  // those of the program, and after them the imported ones
        HttpClient& outside;                  // judges addresses
        Offload& offload;
        Clock& clock;
    };
    explicit Service(Parts parts) : parts_(parts) {}

    // At the start, before the connections. The list has the connectors of the program only.
    Task<Result<void>> open();

    // denied "http.address_refused"; unavailable "imports.not_fetched" and the errors of HTTP; invalid "imports.bad_document",
    // "imports.bad_choice".
    Task<Result<Proposal>> propose(Document document, Wanted wanted);
    // The same and: conflict "imports.exists" where it changes an imported connector and nobody said that it may.
    Task<Result<Imported>> import(Document document, Wanted wanted, std::string by, connections::Note note);
    // not_found "imports.unknown_connector"; conflict "imports.in_use".
    Task<Result<void>> remove(std::string id, connections::Note note);
    Task<Result<std::vector<Imported>>> list();
    Task<Result<Imported>> get(std::string id);

private:
    struct Read;
    Task<Result<std::string>> fetch(std::string url);
    Task<Result<Read>> read(Document document, Wanted wanted);
    void show(std::shared_ptr<catalogue::Connector const> connector);
    bool is_of_program(std::string_view id) const;
    std::string user_of(std::string_view id) const;

    Parts parts_;
};

// What a report says of one thing, for whoever shows it: place, reason, detail and whether it is a whole operation.
JsonArray to_json(std::vector<LeftOut> const& left_out);

}  // namespace lockstep::imports
