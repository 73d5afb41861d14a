# SPDX-License-Identifier: Apache-2.0
"""Schedules with the real program and a clock that the test sets: what comes while it runs, what was missed while it was killed, and
that each time makes one event, in its order, whatever is killed when. Seen to fail: before events of one moment had ids in their order."""
import datetime
import json
import time
import unittest

from world import World, is_sanitized, main, wait_for

MINUTE, HOUR, DAY = 60, 3600, 86400


@unittest.skipIf(is_sanitized(), "the clock of a sanitized program cannot be set")
class Schedules(unittest.TestCase):
    def setUp(self):
        world = self.world = World(people=None, own_clock=True)
        self.addCleanup(world.close)
        # Noon of a day in UTC, so that no day of the test begins or ends by chance.
        today = datetime.datetime.now(datetime.timezone.utc)
        noon = today.replace(hour=12, minute=0, second=5, microsecond=0)
        self.ahead = int((noon - today).total_seconds()) % DAY
        world.set_clock(self.ahead)
        world.init()
        world.start_server()

    def go_on(self, seconds):
        self.ahead += seconds
        self.world.set_clock(self.ahead)

    def events(self, schedule):
        """The payloads, oldest first."""
        found, cursor = [], ""
        while True:
            page = self.world.api(f"/events?connection={schedule}&limit=100" + cursor)[2]
            found += [self.world.api(f"/events/{each['id']}")[2]["payload"] for each in page["items"]]
            if page["next"] is None:
                return found[::-1]
            cursor = f"&cursor={page['next']}"

    def make(self, *words):
        return self.world.run("schedules", "create", *words)["id"]

    def test_what_comes_and_what_was_missed(self):
        world = self.world
        every = ("--every", "day", "--at", "18:00", "--zone", "UTC")
        made = {missed: self.make(missed, *every, "--missed", missed) for missed in ("once", "skip", "all")}
        paused = self.make("paused", *every)
        world.run("schedules", "pause", paused)
        self.assertIn("paused", world.words("schedules", "list"))
        self.assertEqual([self.events(each) for each in made.values()], [[], [], []])

        self.go_on(6 * HOUR)
        world.run("schedules", "pause", paused)  # pausing again changes nothing, and wakes whoever looks
        for each in made.values():
            event = wait_for("its time has come", lambda each=each: self.events(each), 90)[0]
            self.assertEqual((event["local_time"][11:], event["zone"], event["missed"]), ("18:00", "UTC", 0))

        world.kill_server()
        self.go_on(3 * DAY + 3 * HOUR)
        world.start_server()
        wait_for("what was missed is made up", lambda: len(self.events(made["all"])) == 4, 30)
        wait_for("and one stands for all", lambda: [each["missed"] for each in self.events(made["once"])] == [0, 2], 30)
        left_out = lambda: {each["id"]: each["left_out"] for each in world.run("schedules", "list")["items"]}[made["skip"]]
        wait_for("and some are left out", lambda: left_out() == 3, 30)
        self.assertEqual(len(self.events(made["skip"])), 1)
        self.assertEqual(self.events(paused), [])
        listed = {each["id"]: each for each in world.run("schedules", "list")["items"]}
        self.assertEqual([listed[made[each]]["left_out"] for each in ("once", "skip", "all")], [0, 3, 0])

        world.run("schedules", "resume", paused)
        world.run("schedules", "remove", made["all"])
        self.go_on(DAY)
        world.run("schedules", "resume", paused)
        wait_for("the resumed one goes on", lambda: len(self.events(paused)) == 1, 90)
        self.assertEqual(len(self.events(made["all"])), 4)
        refused = world.run("schedules", "pause", made["all"], code=3)
        self.assertIn("general.unknown_schedule", json.dumps(refused))

    def test_each_time_is_one_event_whenever_the_program_is_killed(self):
        world = self.world
        schedules = [self.make(f"number {n}", "--every", "minutes", "--minutes", "1", "--missed", "all") for n in range(20)]
        begun = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.ahead)
        kills = 12
        for kill in range(kills):
            self.go_on(MINUTE)
            world.run("schedules", "resume", schedules[0])  # wakes whoever looks
            time.sleep(0.004 * kill)
            world.kill_server()
            world.start_server()
        until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.ahead)
        # Every whole minute between, and each once.
        first = begun.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
        wanted = []
        while first <= until:
            wanted.append(first.strftime("%Y-%m-%dT%H:%M:00.000Z"))
            first += datetime.timedelta(minutes=1)
        self.assertGreaterEqual(len(wanted), kills)
        for each in schedules:
            wait_for("all times are there", lambda each=each: len(self.events(each)) >= len(wanted), 90)
            due = [event["due_at"] for event in self.events(each)]
            self.assertEqual(due[:len(wanted)], wanted)
            self.assertEqual(len(set(due)), len(due))


if __name__ == "__main__":
    main()
