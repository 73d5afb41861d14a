# SPDX-License-Identifier: Apache-2.0
"""Hexfit stops accepting the key while everything runs. Connection, issue, status and doctor say so within seconds; what people edit
meanwhile waits and is not lost; when the key is accepted again everything arrives, and state and issue end by themselves. One single
refusal is told to nobody. Seen to fail: before anybody stored what the app says of a credential."""
import time
import unittest

from world import World, ask, main, wait_for

PEOPLE = 20


class RefusedCredential(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)])
        self.addCleanup(self.world.close)
        self.world.bring_together()
        self.pairs = self.world.pairs()[0]

    def state(self):
        return {each["connector"]: each["state"] for each in self.world.api("/connections")[2]["items"]}

    def issues(self, state):
        items = self.world.api(f"/syncs/{self.world.sync}/issues?limit=200&state={state}")[2]["items"]
        return [issue for issue in items if issue["kind"] == "credential_refused"]

    def city(self, id):
        return ask(f"{self.world.hexfit['admin_url']}/records/{id}")[2]["fields"]["address"].get("city")

    def test_it_is_told_and_nothing_is_lost(self):
        world = self.world
        world.set_faults(world.hexfit, forced=[{"kind": "unauthorized", "times": 0}])
        wanted = {}
        for number, (a, b) in enumerate(self.pairs):
            wanted[b] = f"Edited{number}"
            world.edit(world.highlevel, a, {"city": wanted[b]})
        wait_for("the connection says that it needs a credential", lambda: self.state()["hexfit"] == "needs_credential", 90)
        wait_for("an issue says so", lambda: self.issues("open"), 10)
        issue = self.issues("open")[0]
        self.assertIn("no longer accepts", issue["message"])
        self.assertIn("needs_credential", world.words("connections", "list"))
        self.assertTrue(all(self.city(b) != city for b, city in wanted.items()))

        world.stop_server()
        world.start_server()
        self.assertEqual(self.state()["hexfit"], "needs_credential")
        self.assertEqual(len(self.issues("open")), 1)

        world.set_faults(world.hexfit, forced=[])
        # It would be tried again by itself; a person need not wait for that.
        self.assertTrue(world.api(f"/connections/{world.b['connection']['id']}/test", "POST")[2]["ok"])
        wait_for("everything that waited arrives", lambda: all(self.city(b) == city for b, city in wanted.items()), 300)
        wait_for("the connection is well again", lambda: self.state()["hexfit"] == "active", 10)
        wait_for("its issue is settled", lambda: not self.issues("open"), 10)
        self.assertEqual(len(self.issues("closed")), 1)

    def test_a_token_is_replaced_while_the_app_accepts_both(self):
        """The owner makes a new token at HighLevel; both are good for a week. Whichever of them the app refuses, edits go on."""
        world = self.world
        old, new = world.highlevel["token"], "pit-00000000-0000-4000-8000-00000000beef"
        accept = lambda *tokens: self.assertEqual(ask(world.highlevel["admin_url"] + "/limits", "PUT", {"tokens": list(tokens)})[0], 200)
        connection = lambda: world.api("/connections/" + world.a["connection"]["id"])[2]["connection"]
        turn = iter(range(1000))

        def edit_arrives(what):
            """Both ways, so that HighLevel is read and written."""
            a, b = self.pairs[next(turn) % PEOPLE]
            city = f"Edited{next(turn)}"
            world.edit(world.hexfit, b, {"address": {"city": city}})
            wait_for(what, lambda: ask(f"{world.highlevel['admin_url']}/records/{a}")[2]["fields"].get("city") == city, 120)

        said = world.run("connections", "rotate", "left", "--credential", "pit-nobody-has-this", code=4)
        self.assertEqual(said["error"]["code"], "api.credential_refused")
        accept(old, new)
        world.run("connections", "rotate", "left", "--credential", new)
        self.assertIsNotNone(connection()["credential"]["previous_until"])
        edit_arrives("an edit with both tokens")
        self.assertIsNone(connection()["credential"]["refused_since"])

        accept(old)
        edit_arrives("an edit with the old token alone")
        self.assertEqual(connection()["state"], "active")
        self.assertIsNotNone(connection()["credential"]["refused_since"])
        # The new one is tried again after ten seconds; refused twice, it is told.
        def told():
            edit_arrives("edits go on meanwhile")
            return connection()["health"]["code"] == "condition.connection.fallback"
        wait_for("somebody is told that the new one is refused", told, 90)
        self.assertEqual(self.issues("open"), [])
        self.assertIn("is refused since", world.words("connections", "show", "left"))
        metrics = ask(world.url + "/metrics", headers={"Authorization": "Bearer " + world.token})[2].decode()
        self.assertRegex(metrics, r'lockstep_credential_fallbacks_total\{connector="highlevel"\} [1-9]')
        self.assertRegex(metrics, r"lockstep_credential_fallback\{[^}]*\} 1\n")
        self.assertRegex(metrics, r"lockstep_credential_since_timestamp_seconds\{[^}]*\} 1")

        # A restart finds out for itself.
        world.kill_server()
        world.start_server()
        edit_arrives("an edit after a restart")

        accept(new)
        wait_for("the new one is used again", lambda: world.api(f"/connections/{world.a['connection']['id']}/test", "POST")[2]["ok"], 120)
        edit_arrives("an edit with the new token alone")
        self.assertIsNone(connection()["credential"]["refused_since"])
        world.run("connections", "forget-old", "left")
        self.assertIsNone(connection()["credential"]["previous_until"])
        edit_arrives("an edit after the rotation is done")

    def test_a_dead_token_is_left_in_peace_until_another_is_given(self):
        """Within three requests nothing more is sent; what people edit waits, and arrives when a new token is given."""
        world = self.world
        new = "pit-00000000-0000-4000-8000-00000000cafe"
        highlevel = lambda: self.state()["highlevel"]
        calls = lambda: sum(ask(world.highlevel["admin_url"] + "/counters")[2]["counters"]["call"].values())
        ask(world.highlevel["admin_url"] + "/limits", "PUT", {"tokens": [new]})
        before = calls()
        wanted = {}

        def edit(number):
            a, b = self.pairs[number]
            wanted[a] = f"Waiting{number}"
            world.edit(world.hexfit, b, {"address": {"city": wanted[a]}})

        # One alone first: what is under way together when the first answer comes cannot be called back.
        edit(0)
        wait_for("the connection says that it needs a credential", lambda: highlevel() == "needs_credential", 90)
        for number in range(1, PEOPLE):
            edit(number)
        wait_for("an issue says so", lambda: self.issues("open"), 10)
        time.sleep(5)
        self.assertEqual(len(self.issues("open")), 1)
        self.assertLessEqual(calls() - before, 3)
        arrived = lambda: [a for a, city in wanted.items()
                           if ask(f"{world.highlevel['admin_url']}/records/{a}")[2]["fields"].get("city") == city]
        self.assertEqual(arrived(), [])

        world.run("connections", "rotate", "left", "--credential", new)
        wait_for("everything that waited arrives", lambda: len(arrived()) == PEOPLE, 300)
        wait_for("its issue is settled", lambda: not self.issues("open"), 10)
        self.assertEqual(highlevel(), "active")
        self.assertIsNone(world.api("/connections/" + world.a["connection"]["id"])[2]["connection"]["credential"]["previous_until"],
                          "a dead token is not kept")

    def test_one_refusal_is_told_to_nobody(self):
        world = self.world
        world.set_faults(world.hexfit, forced=[{"kind": "unauthorized", "times": 1}])
        a, b = self.pairs[0]
        world.edit(world.highlevel, a, {"city": "Once"})
        wait_for("the edit arrives", lambda: self.city(b) == "Once", 120)
        self.assertEqual(self.state()["hexfit"], "active")
        self.assertEqual(self.issues("open") + self.issues("closed"), [])


if __name__ == "__main__":
    main()
