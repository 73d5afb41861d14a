// SPDX-License-Identifier: Apache-2.0
#include "sync/issue_words.hpp"

namespace lockstep::sync {
namespace {

std::string quoted(std::string_view field) { return field.empty() ? std::string("a field") : "\"" + std::string(field) + "\""; }

// Why the match is ambiguous (contacts/match.hpp), as the end of a sentence.
std::string_view why_ambiguous(std::string_view reason) {
    if (reason == "email_shared") return "several people share this e-mail address, and the names do not say which one it is";
    if (reason == "too_many_share") return "more records share its e-mail address, phone number or name than can be told apart";
    if (reason == "phone_shared") return "several people of this name share this phone number";
    if (reason == "rules_disagree") return "the e-mail address says one person, the phone number and name another";
    if (reason == "name_missing") return "somebody there has the same phone number, but a name is missing";
    if (reason == "names_differ") return "somebody there has the same e-mail address, phone number or id, but another first name";
    if (reason == "names_alike")
        return "somebody there has the same e-mail address or phone number, and a name that is alike but not the same";
    if (reason == "last_names_differ")
        return "somebody there has the same e-mail address or phone number and the same first name, but another last name";
    if (reason == "birth_date_differs") return "whom it looks like was born on another day";
    if (reason == "sex_differs") return "whom it looks like is of the other sex there";
    if (reason == "already_linked" || reason == "linked_to_another")
        return "whom it looks like is linked to another record already";
    if (reason == "stored_ids_disagree") return "the id fields of the two sides name different records";
    if (reason == "stored_id_shared") return "several records hold the same id in their id field";
    if (reason == "same_name_and_address")
        return "somebody there has the same name, and neither has an e-mail address or a phone number";
    if (reason == "stored_id_alone")
        return "an id field names somebody with whom nothing else agrees; it may be left over from another account";
    if (reason == "stored_id_differs") return "whom it looks like holds another id in its id field";
    return "several records could be the same one";
}

}  // namespace

IssueWords words_for(
    std::string_view kind, std::string_view field, Json const& detail, std::string_view a_title, std::string_view b_title) {
    std::string const a{a_title}, b{b_title};
    bool const side_is_a = find_text(detail, "/side") == "a";
    std::string const app = side_is_a ? a : b;
    std::string const said{find_text(detail, "/message").value_or("")};
    if (kind == "match_unsure") {
        return {"It is not clear who this person is on the other side: " +
                    std::string(why_ambiguous(find_text(detail, "/reason").value_or(""))) + ".",
            "Compare the candidates. Make them differ (e-mail, phone and name), or put the other record's id into the id field "
            "of the right one."};
    }
    if (kind == "conflict") {
        return {quoted(field) + " was changed in " + a + " and in " + b + ", and the rule for it says that a person decides.",
            "Write the right value in both apps, or choose another rule for this field."};
    }
    if (kind == "cannot_write") {
        auto const reason = find_text(detail, "/reason").value_or("");
        if (reason == "cannot_clear")
            return {quoted(field) + " became empty, and the other app does not let it be emptied.",
                "Empty it there by hand, or set the field to keep filled values."};
        if (reason == "unmapped_value")
            return {quoted(field) + " holds a value that the field's table does not name.",
                "Add the value to the table of this field."};
        if (reason == "keeps_failing")
            return {"Writing " + quoted(field) + " has failed several times without a clear answer. It is tried ever less often.",
                "See the calls for what the app answers. A new value on either side is tried at once."};
        return {quoted(field) + " cannot be changed on an existing record of the other app.",
            "Change it there by hand, or make this field one-way."};
    }
    if (kind == "rounds") {
        return {quoted(field) +
                    " goes back and forth: the same value was written several times and did not stay. Something else, an "
                    "automation perhaps, writes this field, too.",
            "Stop the automation, or make this field one-way. It is written again after an hour, or when it changes."};
    }
    if (kind == "covered") {
        return {"Somebody edited " + quoted(field) +
                    " at the same moment at which our own write arrived; our value stands there now.",
            "Compare the two values. If the other one is right, write it in either app."};
    }
    if (kind == "late_write") {
        return {"An older value of " + quoted(field) +
                    " came back over a newer one: a late write of ours, or somebody who set it again. "
                    "The newer one was kept.",
            "Compare the two values. If the older one is right, write it in either app."};
    }
    if (kind == "not_stored") {
        return {app + " accepted a new value for " + quoted(field) + " but shows another one.",
            "Look at the record in " + app + ". The field is written again when either side changes."};
    }
    if (kind == "write_refused") {
        return {app + " refused a new value for " + quoted(field) + (said.empty() ? "." : ": " + said),
            "Correct the value. It is written again when either side changes."};
    }
    if (kind == "create_refused") {
        return {"This record could not be created on the other side" + (said.empty() ? std::string(".") : ": " + said),
            "Correct or complete the record; it is tried again when it changes."};
    }
    if (kind == "create_unknown") {
        return {"Creating this record in " + app + " may or may not have worked: the answer was lost and " + app +
                    " offers no way to look.",
            "Look in " + app + ". If the record is there, put its id into the id field here; nothing is sent again by itself."};
    }
    if (kind == "created_twice")
        return {app + " holds more than one record made from this one.",
            "Merge them in " + app + "; Lockstep keeps to the first and deletes nothing."};
    if (kind == "gone")
        return {"The record was deleted in " + app + ". Its counterpart was left as it is.",
            "Restore it, or delete the counterpart by hand."};
    if (kind == "credential_refused") {
        std::string const label{find_text(detail, "/label").value_or(app)};
        return {app + " no longer accepts the credential of \"" + label + "\" since " +
                    std::string(find_text(detail, "/since").value_or("")) + ". Nothing is lost: what is to be sent waits.",
            "Give the connection a new credential. The old one is tried again from time to time, in case the app was mistaken."};
    }
    if (kind == "parked")
        return {"This record could not be read after several tries.",
            "See the calls for what the app answered, then look at the record again."};
    return {"Something needs a person.", "See the detail."};
}

}  // namespace lockstep::sync
