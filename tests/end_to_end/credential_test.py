# SPDX-License-Identifier: Apache-2.0
"""Hexfit stops accepting the key while everything runs. Connection, issue, status and doctor say so within seconds; what people edit
meanwhile waits and is not lost; when the key is accepted again everything arrives, and state and issue end by themselves. One single
refusal is told to nobody. Seen to fail: before anybody stored what the app says of a credential."""
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
