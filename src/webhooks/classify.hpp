// SPDX-License-Identifier: Apache-2.0
// classify(): what an authentic delivery is about. Pure. Nothing here is acted on: the engine reads the record again by its id.
#pragma once

#include <string>

#include "base/json.hpp"
#include "catalogue/connector.hpp"

namespace lockstep::webhooks {

struct Classified {
    std::string type;         // "contact.updated", or the sender's own word
    std::string record_id;    // empty when the delivery names no contact
    std::string delivery_id;  // the sender's; empty when it gives none
    std::string account_key;  // as the app names accounts; empty when it names none
    std::string email;        // of an envelope without a record id
    std::string connection;   // a connection's id that the envelope names
    std::string trouble;      // why it could not be understood; empty when it was
};

// A delivery of the app itself, read through its connector's binding. Never fails: what the binding does not know is kept with
// the sender's own type, and `trouble` says so.
Classified classify_app_delivery(Json const& body, catalogue::Connector const& connector);

// {"eventType": "contact.updated", "payload": {...}}, else a delivery of the app. invalid "webhooks.bad_envelope" when it is
// neither: such content can never be accepted.
Result<Classified> classify_authenticated(Json const& body, catalogue::Connector const& connector);

// Where a body, which need not be authentic, says it belongs: to choose the key to check it with. The account's key stands where
// the connector declares it, in the body or in its "payload". Empty when it says nothing.
std::string account_key_in(Json const& body, catalogue::Connector const& connector);
std::string connection_in(Json const& body);

}  // namespace lockstep::webhooks
