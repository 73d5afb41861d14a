# SPDX-License-Identifier: Apache-2.0
"""SIGKILL again and again while people edit on both sides, first during the back-fill, then after it. In the end both sides agree person
by person, nobody was made twice, and each last edit stands on both sides. LOCKSTEP_PEOPLE=10000 LOCKSTEP_KILLS=20 makes it the large
one. Seen to fail: without webhooks, polls and sweeps, so that edits are not noticed."""
import json
import os
import random
import threading
import time
import unittest

from world import World, ask, check_both_sides, main, wait_for

PEOPLE = int(os.environ.get("LOCKSTEP_PEOPLE", "1000"))
KILLS = int(os.environ.get("LOCKSTEP_KILLS", "8"))
EDITS_A_SECOND = float(os.environ.get("LOCKSTEP_EDIT_RATE", "20"))
SEED = int(os.environ.get("LOCKSTEP_SEED", "1"))


class Editor(threading.Thread):
    """Persons at both apps: the city at HighLevel, the street at Hexfit, so that no two edits are about the same thing. Keeps what was
    written last."""

    def __init__(self, world, left, right):
        super().__init__()
        self.world, self.chance, self.stop = world, random.Random(SEED), threading.Event()
        self.left, self.right = sorted(left), sorted(right)
        self.cities, self.streets, self.made = {}, {}, 0
        self.touched_unlinked = set()  # who was edited, in whichever field, while the app did not hold the partner's id yet
        self.error = None

    def run(self):
        begun = time.monotonic()
        try:
            while not self.stop.wait(max(0.0, begun + self.made / EDITS_A_SECOND - time.monotonic())):
                self.edit()
        except Exception as error:  # told by the test
            self.error = error

    def edit(self):
        world = self.world
        self.made += 1
        app, ids, values = (world.highlevel, self.left, self.cities) if self.made % 2 else (world.hexfit, self.right, self.streets)
        id = self.chance.choice(ids)
        fields = ask(f"{app['admin_url']}/records/{id}")[2]["fields"]
        # Before two people who were on both sides are linked, an edit is no edit yet: the rules of the first match decide. Those who are
        # linked, or whom only one side has, have to arrive.
        partner = fields["customFields"].get("hexfit_id") if app is world.highlevel else fields.get("external_id")
        if not partner:
            self.touched_unlinked.add(id)
        value = f"{self.made} Edited"
        world.edit(app, id, {"city": value} if app is world.highlevel else {"address": {"street": value}})
        values[id] = (value, bool(partner))


class KillLive(unittest.TestCase):
    def test_nothing_is_lost_or_made_twice(self):
        world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE // 2)],
                      policy=["consistency_delay_seconds=2", "poll_every_seconds=10", "sweep_every_seconds=60"])
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        left, right = world.records(world.highlevel), world.records(world.hexfit)
        editor = Editor(world, left, right)
        world.run("sync", "start", "--without-plan")
        editor.start()
        during = 0
        chance = random.Random(SEED + 1)
        try:
            for number in range(KILLS):
                # The first half close together, so that the back-fill is met; the others while only edits flow.
                time.sleep(chance.uniform(0.2, 1.0 + PEOPLE / 4000) if number < KILLS // 2 else chance.uniform(1, 3))
                if number == KILLS // 2:
                    wait_for("the back-fill ends", lambda: world.status()["state"] == "running", 120 + PEOPLE / 5)
                    time.sleep(1)
                during += world.status()["state"] == "backfilling"
                world.kill_server()
                world.start_server()
        finally:
            editor.stop.set()
            editor.join()
        self.assertIsNone(editor.error)
        self.assertGreater(during, 0, "the back-fill was through too early to be killed")

        def is_asked_about(id):
            """Who cannot be told from somebody else, has no name or may not be created has no partner, and an issue that says so."""
            issues = world.api(f"/syncs/{world.sync}/records/{id}")[2].get("issues", [])
            return any(issue["kind"] in ("match_unsure", "create_refused", "create_needs") for issue in issues)

        def is_left_to_a_person(pair, row, values):
            """Where both records were edited before they were first read and linked, nothing tells which of two values is the newer
            one: the sync asks, and shows both. Only then, and only while the question shows what stands there now."""
            if not set(pair) <= editor.touched_unlinked:
                return False
            seen = world.api(f"/syncs/{world.sync}/records/{pair[0]}")[2]
            has_base = any(each["field"] == row and each["base"] is not None for each in seen["rows"])
            return not has_base and any(issue["kind"] == "conflict" and issue["field"] == row and issue["detail"]["reason"] == "first_match"
                                        and issue["values"] == values for issue in seen["issues"])

        def missing():
            """Edits that do not stand on both sides."""
            now_left, now_right = world.records(world.highlevel), world.records(world.hexfit)
            to_right = {id: fields["customFields"].get("hexfit_id") for id, fields in now_left.items()}
            to_left = {id: fields.get("external_id") for id, fields in now_right.items()}
            lost = []
            for id, (value, was_linked) in editor.cities.items():
                other = to_right[id]
                must = was_linked or other not in right
                if must and not (now_left[id].get("city") == value and other and now_right[other]["address"].get("city") == value):
                    there = other and now_right[other]["address"].get("city")
                    if not is_left_to_a_person((id, other), "city", {"a": value, "b": there}):
                        lost.append((id, other, value))
            for id, (value, was_linked) in editor.streets.items():
                other = to_left[id]
                must = was_linked or other not in left
                if must and not (now_right[id]["address"].get("street") == value and other and now_left[other].get("address1") == value):
                    there = other and now_left[other].get("address1")
                    if not is_left_to_a_person((other, id), "address1", {"a": there, "b": value}):
                        lost.append((other, id, value))
            return [edit for edit in lost if (edit[0] and edit[1]) or not is_asked_about(edit[0] or edit[1])]
        begun = time.monotonic()
        wait_for("nothing is unknown", lambda: world.status()["counts"]["unknown"] == 0, 60)
        wait_for("nothing waits", lambda: world.status()["counts"]["waiting"] == 0, 60 + PEOPLE / 50)
        try:
            wait_for("all edits arrive", lambda: not missing(), 90 + PEOPLE / 50)
        finally:
            left_over = missing()
            print(f"{len(left_over)} edits missing: {left_over[:5]}", flush=True)
            for left_id, right_id, value in left_over[:5]:  # what is known of each, so that the reason can be found
                print(value, json.dumps({
                    "left": left_id and ask(f"{world.highlevel['admin_url']}/records/{left_id}")[2],
                    "right": right_id and ask(f"{world.hexfit['admin_url']}/records/{right_id}")[2],
                    "record": world.api(f"/syncs/{world.sync}/records/{left_id or right_id}")[2]},
                    indent=1), flush=True)
        pairs = check_both_sides(self, world, left, right)
        print(f"{PEOPLE} and {PEOPLE} people, {KILLS} kills ({during} during the back-fill), {editor.made} edits of {len(editor.cities)} and "
              f"{len(editor.streets)} people, settled after {time.monotonic() - begun:.0f} s, {len(pairs)} linked", flush=True)


if __name__ == "__main__":
    main()
