// SPDX-License-Identifier: Apache-2.0
// The part of the command line that is about outbound webhooks.
#include "app/detail/command_tree.hpp"

namespace lockstep::app::detail {

void add_webhooks_out(CLI::App& app, Line& line) {
    auto& input = line.webhooks_out;
    auto* group = add_group(app, "webhooks-out", "Addresses that are posted to when something happens");
    runs(add(*group, "list", "All of them, with how each stands"), line, [&line] { return run_webhooks_out_list(line.common); });
    runs(add(*group, "events", "The events that others can be told of"), line,
        [&line] { return run_webhooks_out_events(line.common); });
    auto* create = add(*group, "create", "Subscribe an address; its secret is shown this once");
    auto* change = add(*group, "change", "Change one, pause it or switch it on again; what is not given stays");
    change->add_option("webhook", input.id, "Its id")->required();
    create->add_option("address", input.address, "Where to post: https://...")->required();
    create->add_option("--label", input.label, "What it is for")->required();
    change->add_option("--label", input.label, "What it is for");
    change->add_option("--address", input.address, "Where to post: https://...");
    for (auto* each : {create, change}) {
        each->add_option("--event", input.types, "Only this event; again for more");
        each->add_option("--sync", input.sync, "Only what happens in this sync (its id)");
        each->add_option("--payload", input.payload, "thin: ids and names of fields; full: also what people are called and write")
            ->check(CLI::IsMember({"thin", "full"}));
    }
    create->add_option("--signature", input.signature, "both: an Ed25519 signature beside the HMAC")
        ->check(CLI::IsMember({"hmac", "both"}));
    change->add_option("--state", input.state, "paused keeps what happens for later, disabled does not")
        ->check(CLI::IsMember({"on", "paused", "disabled"}));
    runs(create, line, [&line] { return run_webhooks_out_create(line.common, line.webhooks_out); });
    runs(change, line, [&line] { return run_webhooks_out_change(line.common, line.webhooks_out); });

    auto* remove = add(*group, "remove", "Remove one, with its deliveries");
    auto* rotate = add(*group, "rotate", "Make a new secret; the old one signs as well for some hours");
    auto* test = add(*group, "test", "Post a test now, once");
    for (auto* each : {remove, rotate, test}) each->add_option("webhook", input.id, "Its id")->required();
    rotate->add_option("--overlap-hours", input.overlap_hours, "So long the old secret signs as well")->check(CLI::Range(0, 168));
    runs(remove, line, [&line] { return run_webhooks_out_remove(line.common, line.webhooks_out.id); });
    runs(rotate, line, [&line] { return run_webhooks_out_rotate(line.common, line.webhooks_out); });
    runs(test, line, [&line] { return run_webhooks_out_test(line.common, line.webhooks_out.id); });

    auto* deliveries = add(*group, "deliveries", "What was sent or waits, newest first");
    deliveries->add_option("--webhook", input.id, "Only of this one");
    deliveries->add_option("--state", input.state, "Only these; dead: given up")
        ->check(CLI::IsMember({"waiting", "done", "dead"}));
    add_paging(deliveries, input.paging);
    runs(deliveries, line, [&line] { return run_webhooks_out_deliveries(line.common, line.webhooks_out); });
    auto* show = add(*group, "show", "One delivery, with its body and attempts");
    show->add_option("delivery", input.id, "Its id")->required();
    runs(show, line, [&line] { return run_webhooks_out_show(line.common, line.webhooks_out.id); });
    auto* replay = add(*group, "replay", "Send a delivery again, or everything that was given up of a webhook");
    replay->add_option("delivery-or-webhook", input.id, "An id")->required();
    runs(replay, line, [&line] { return run_webhooks_out_replay(line.common, line.webhooks_out.id); });
}

}  // namespace lockstep::app::detail
