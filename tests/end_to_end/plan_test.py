# SPDX-License-Identifier: Apache-2.0
"""A dry run says what then happens, with the real program: whom it creates, changes and invites, each person once. Seen to fail: it
counted invitations for people created in HighLevel, a person changed on both sides twice, and the ids that we write as changes."""
import unittest

from world import World, ask, main

PEOPLE = 40


class FirstReading(unittest.TestCase):
    """What a first reading of HighLevel costs. Seen to fail: one call for each contact."""

    def reads(self, **quirks):
        world = World(people=250, sandbox_options=["--overlap", "250"])
        self.addCleanup(world.close)
        if quirks:
            world.set_faults(world.highlevel, quirks=quirks)
        world.init()
        world.start_server()
        world.connect()
        report = world.run("sync", "plan", "--wait")
        calls = world.counters(world.highlevel)["call"]
        return len(world.records(world.highlevel)), calls.get("get-contact", 0), calls.get("get-contacts", 0), report["matched"]

    def test_by_pages_where_they_show_contacts_whole(self):
        people, singly, pages, matched = self.reads()
        self.assertLess(singly, 25, "a few of them to compare")
        self.assertLessEqual(pages, people // 100 + 3)
        self.assertGreater(matched, 200)

    def test_one_by_one_where_they_do_not(self):
        people, singly, _, matched = self.reads(lists_in_part=True)
        self.assertGreaterEqual(singly, people)
        self.assertGreater(matched, 200)


class Plan(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", "25"], policy=("send_invitations=true",))
        self.addCleanup(self.world.close)

    def test_what_was_said_is_what_happens(self):
        world = self.world
        world.init()
        world.start_server()
        world.connect()
        world.run("sync", "plan", "--wait")
        report = world.api(f"/syncs/{world.sync}/plan")[2]
        self.assertEqual(report["state"], "done")
        left, right = world.records(world.highlevel), world.records(world.hexfit)
        self.assertGreater(report["create_in_a"], 0)
        self.assertGreater(report["create_in_b"], 0)
        self.assertLessEqual(report["people_to_update"], report["matched"])
        self.assertLessEqual(max(report["update_a"], report["update_b"]), report["people_to_update"])
        self.assertLessEqual(report["people_to_update"], report["update_a"] + report["update_b"])
        self.assertNotIn("external_id", [each["field"] for each in report["changes_by_field"]])
        self.assertNotIn("custom.hexfit_id", [each["field"] for each in report["changes_by_field"]])
        self.assertLessEqual(report["side_effects"]["invitations"], report["create_in_b"])

        world.run("sync", "start", "--wait")
        world.settle()
        after_left, after_right = world.records(world.highlevel), world.records(world.hexfit)
        made_left, made_right = len(after_left) - len(left), len(after_right) - len(right)
        # Those who share an address may be refused, or resemble somebody who was just created: the report says how many, and each is
        # asked about.
        refused = report["create_in_a"] + report["create_in_b"] - made_left - made_right
        self.assertLessEqual(made_left, report["create_in_a"])
        self.assertLessEqual(made_right, report["create_in_b"])
        asked = [each for each in world.open_issues() if each["kind"] in ("create_refused", "match_unsure")]
        self.assertLessEqual(refused, len(asked))
        self.assertLessEqual(refused, report["may_be_refused"])
        self.assertLess(refused, 6)
        self.assertEqual(self.invited(), report["side_effects"]["invitations"] - (report["create_in_b"] - made_right))
        changed = {"a": set(), "b": set()}
        people = set()
        for change in self.changes():
            is_update = change["side"] == "a" and change["a_record"] in left or change["side"] == "b" and change["b_record"] in right
            if change["reason"] == "link_id" or not is_update:
                continue
            changed[change["side"]].add(change["link_id"])
            people.add(change["link_id"])
        self.assertEqual((len(changed["a"]), len(changed["b"])), (report["update_a"], report["update_b"]))
        self.assertEqual(len(people), report["people_to_update"])

    def invited(self):
        return ask(self.world.hexfit["admin_url"] + "/identity")[2]["invitations"]

    def changes(self):
        found, cursor = [], ""
        while True:
            page = self.world.api(f"/syncs/{self.world.sync}/changes?limit=200" + cursor)[2]
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = "&cursor=" + page["next"]


if __name__ == "__main__":
    main()
