# SPDX-License-Identifier: Apache-2.0
"""The main job: server and simulated apps as separate processes; plan, start, both sides equal, edits reach the other side."""
import pathlib
import time
import unittest

from world import World, check_both_sides, main, wait_for


class MainJob(unittest.TestCase):
    def begin(self, **options):
        world = World(**options)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        return world

    def test_plan_start_and_edits_by_webhook(self):
        # Polls and sweeps an hour apart: what arrives has come by webhook.
        world = self.begin(people=40, policy=["poll_every_seconds=3600", "sweep_every_seconds=36000"])
        left, right = world.records(world.highlevel), world.records(world.hexfit)
        report = world.run("sync", "plan")
        self.assertEqual(report["state"], "done")
        self.assertEqual(report["records"], {"a": 40, "b": 40})
        self.assertGreater(report["matched"], 15)
        self.assertEqual(report["side_effects"]["invitations"], 0)
        self.assertEqual(world.records(world.highlevel), left, "a plan writes nothing")
        self.assertEqual(world.records(world.hexfit), right, "a plan writes nothing")

        status = world.run("sync", "start", "--wait")
        self.assertEqual(status["state"], "running")
        pairs = check_both_sides(self, world, left, right)
        self.assertGreaterEqual(len(pairs), report["matched"])
        world.settle()

        a, b = pairs[0]
        begun = time.monotonic()
        world.edit(world.highlevel, a, {"city": "Tadoussac"})
        wait_for("an edit in HighLevel reaches Hexfit", lambda: world.records(world.hexfit)[b]["address"].get("city") == "Tadoussac", 5)
        world.edit(world.hexfit, b, {"address": {"city": "Natashquan"}})
        wait_for("an edit in Hexfit reaches HighLevel", lambda: world.records(world.highlevel)[a].get("city") == "Natashquan", 5)
        self.assertLess(time.monotonic() - begun, 5)
        world.settle()
        check_both_sides(self, world, left, right)
        self.assertEqual(len(world.api(f"/syncs/{world.sync}/changes?record={a}&limit=2")[2]["items"]), 2)

        world.edit(world.highlevel, pairs[1][0], {"tags": ["vip"]})
        wait_for("a tag becomes a group", lambda: "vip" in map(str.lower, world.records(world.hexfit)[pairs[1][1]]["groups"]), 5)
        self.assertEqual(world.stop_server(), 0)
        self.assertNotIn('"level":"error"', pathlib.Path(world.log).read_text())

    def test_edits_without_webhooks(self):
        world = self.begin(people=15, webhooks=False, policy=["poll_every_seconds=5", "sweep_every_seconds=60"])
        left, right = world.records(world.highlevel), world.records(world.hexfit)
        world.run("sync", "start", "--without-plan", "--wait")
        pairs = check_both_sides(self, world, left, right)
        a, b = pairs[0]
        world.edit(world.highlevel, a, {"city": "Tadoussac"})
        wait_for("an edit in HighLevel is found by looking", lambda: world.records(world.hexfit)[b]["address"].get("city") == "Tadoussac", 20)
        world.edit(world.hexfit, b, {"address": {"city": "Natashquan"}})
        wait_for("an edit in Hexfit is found by looking", lambda: world.records(world.highlevel)[a].get("city") == "Natashquan", 20)


if __name__ == "__main__":
    main()
