# SPDX-License-Identifier: Apache-2.0
"""One record among 500 whose every write the app answers with 5xx. The other 499 edits arrive as if it were not there; it is tried
ever less often, becomes an issue that names it, and is written once the app takes it again. The clock is put forward, so that the
three quarters of an hour until the issue take seconds. Seen to fail: without the fault, and with pauses that begin at one second."""
import bisect
import os
import time
import unittest

from world import World, ask, is_sanitized, main, wait_for

PEOPLE = int(os.environ.get("LOCKSTEP_PEOPLE", "500"))
STEP = 30  # seconds by which the clock is put forward at once
TRIES_BEFORE_ASKING = 8
LONGEST_PAUSE = 1280


@unittest.skipIf(is_sanitized(), "the clock of a sanitized program cannot be set")
class PoisonedRecord(unittest.TestCase):
    def setUp(self):
        # Polls and sweeps are put off: what arrives has come by webhook, and what is tried again is tried by itself.
        self.world = World(people=PEOPLE + PEOPLE // 10, sandbox_options=["--overlap", str(PEOPLE + PEOPLE // 10)], own_clock=True,
                           policy=["poll_every_seconds=86400", "sweep_every_seconds=86400"])
        self.addCleanup(self.world.close)
        self.world.bring_together()
        # Everybody's city is changed here within a minute, which the mass-change brake would rightly ask about.
        self.world.run("sync", "brake", "changed", "0")
        self.pairs = self.world.pairs()[0][:PEOPLE]
        self.assertEqual(len(self.pairs), PEOPLE)
        self.poisoned = self.pairs[PEOPLE // 2]
        self.bystander = self.pairs[0]
        self.tries = []  # when each was, by the program's clock

    def refused(self):
        """How many writes of the poisoned record were answered 5xx: nobody else's are."""
        return self.world.counters(self.world.hexfit).get("fault", {}).get("failing_record", 0)

    def city(self, id):
        return ask(f"{self.world.hexfit['admin_url']}/records/{id}")[2]["fields"]["address"].get("city")

    def note_tries(self):
        self.tries += [time.time() + self.world.clock_ahead] * (self.refused() - len(self.tries))

    def go_forward(self, number):
        """A step of the clock, and somebody else's edit, which arrives: whoever is due by now has been served."""
        self.world.set_clock(self.world.clock_ahead + STEP)
        self.world.set_apps_clock(self.world.clock_ahead)
        self.world.edit(self.world.highlevel, self.bystander[0], {"city": f"Step{number}"})
        wait_for("an edit of another record arrives", lambda: self.city(self.bystander[1]) == f"Step{number}", 10)
        self.note_tries()

    def issues(self, state="open"):
        return self.world.api(f"/syncs/{self.world.sync}/issues?limit=200&state={state}")[2]["items"]

    def issue_of_poisoned(self):
        found = [issue for issue in self.issues() if issue["field"] == "city" and issue["kind"] == "cannot_write"]
        return found[0] if found else None

    def test_others_arrive_and_it_is_asked_about_and_written_in_the_end(self):
        world, (here, there) = self.world, self.poisoned
        world.set_faults(world.hexfit, forced=[{"kind": "failing_record", "subject": there, "times": 0}])
        begun = time.monotonic()
        for number, (a, _) in enumerate(self.pairs):
            world.edit(world.highlevel, a, {"city": f"Edited{number}"})
        wanted = {b: f"Edited{number}" for number, (_, b) in enumerate(self.pairs) if b != there}

        def missing():
            right = world.records(world.hexfit)
            return {b for b, city in wanted.items() if right[b]["address"].get("city") != city}
        wait_for("the edits of all others arrive", lambda: not missing(), 60)
        took = time.monotonic() - begun
        wait_for("the poisoned one is tried", self.refused, 10)
        self.note_tries()

        number = 0
        while self.issue_of_poisoned() is None:
            number += 1
            self.assertLess(number * STEP, 3600, f"after an hour and {len(self.tries)} tries nobody is asked")
            self.go_forward(number)
        issue = self.issue_of_poisoned()
        self.assertGreaterEqual(len(self.tries), TRIES_BEFORE_ASKING)
        self.assertLessEqual(len(self.tries), TRIES_BEFORE_ASKING + 1)
        for at in self.tries:
            within = bisect.bisect_left(self.tries, at + 600) - bisect.bisect_left(self.tries, at)
            self.assertLessEqual(within, 5, f"{within} tries in ten minutes")
        # The issue names the record: its page shows both sides and both values.
        view = world.api(f"/syncs/{world.sync}/records/{issue['subject']}")[2]
        self.assertEqual((view["summary"]["a_record"], view["summary"]["b_record"]), self.poisoned)
        self.assertIn("city", [each["field"] for each in view["issues"]])
        self.assertIn("failed several times", issue["message"])
        self.assertNotEqual(self.city(there), f"Edited{PEOPLE // 2}")
        asked_after = number * STEP

        # Healed: the next try succeeds, without anybody's doing.
        world.set_faults(world.hexfit, forced=[])
        tries = len(self.tries)
        healed = number
        while self.city(there) != f"Edited{PEOPLE // 2}":
            number += 1
            self.assertLess((number - healed) * STEP, LONGEST_PAUSE + 600, "it is not tried again")
            self.go_forward(number)
        self.assertEqual(len(self.tries), tries)
        wait_for("nobody is asked any more", lambda: self.issue_of_poisoned() is None, 10)
        print(f"{len(wanted)} of {len(wanted)} others arrived in {took:.1f} s; the poisoned record: {tries} calls until it was asked "
              f"about after {asked_after} s, written {(number - healed) * STEP} s after the app was well again", flush=True)


if __name__ == "__main__":
    main()
