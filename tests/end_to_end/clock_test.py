# SPDX-License-Identifier: Apache-2.0
"""The clock of the program's machine is set while the program runs, and while it does not: back by an hour, and back to the right time
after it was an hour ahead. Edits before, during and after arrive in seconds, polls and sweeps go on, and a webhook whose timestamp does
not fit the clock is refused and counted, and made good by a poll. Seen to fail: both restarts, before the engine's time went on from the newest heartbeat."""
import time
import unittest

from world import World, ask, is_sanitized, main, wait_for

HOUR = 3600
BY_WEBHOOK = 4  # seconds
BY_POLL = 15    # poll_every, the age of HighLevel's search index (3 s), and a margin
POLL, SWEEP = 5, 30


@unittest.skipIf(is_sanitized(), "the clock of a sanitized program cannot be set")
class ClockIsSet(unittest.TestCase):
    def begin(self, ahead=0):
        self.world = world = World(people=30, own_clock=True, policy=[f"poll_every_seconds={POLL}", f"sweep_every_seconds={SWEEP}"])
        self.addCleanup(world.close)
        world.set_clock(ahead)
        world.init()
        world.start_server()
        world.connect()
        world.run("sync", "start", "--without-plan", "--wait")
        world.settle()
        self.pairs = world.pairs()[0]
        self.number = 0

    def city(self, app, id):
        fields = ask(f"{app['admin_url']}/records/{id}")[2]["fields"]
        return fields.get("city") if app is self.world.highlevel else fields["address"].get("city")

    def edit_both_ways(self, when, hexfit_within=BY_WEBHOOK):
        """Four edits each way, of people in turn; how long the slowest took. HighLevel's webhooks carry no time, Hexfit's do."""
        world, slowest = self.world, []
        for source, target, within in ((world.highlevel, world.hexfit, BY_WEBHOOK), (world.hexfit, world.highlevel, hexfit_within)):
            wanted = []
            for _ in range(4):
                a, b = self.pairs[self.number % len(self.pairs)]
                here, there = (a, b) if source is world.highlevel else (b, a)
                self.number += 1
                value = f"Ville {self.number}"
                world.edit(source, here, {"city": value} if source is world.highlevel else {"address": {"city": value}})
                wanted.append((there, value))
            begun = time.monotonic()
            side = "HighLevel" if source is world.highlevel else "Hexfit"
            wait_for(f"{when}: edits at {side} arrive", lambda: all(self.city(target, id) == value for id, value in wanted), within)
            slowest.append(time.monotonic() - begun)
        print(f"{when}: HighLevel to Hexfit {slowest[0]:.1f} s, back {slowest[1]:.1f} s", flush=True)

    def refused_for_their_time(self):
        text = ask(self.world.url + "/metrics", headers={"Authorization": "Bearer " + self.world.token})[2].decode()
        lines = [line for line in text.splitlines() if line.startswith("lockstep_webhooks_not_authentic_total{") and "old_timestamp" in line]
        return sum(float(line.split()[-1]) for line in lines)

    def expect_polls_and_sweeps(self, when):
        """Each side is polled and swept within its rhythm."""
        names = {"highlevel": "search-contacts-advanced", "hexfit": ("listChanges", "listClients")}

        def counts():
            left, right = (self.world.counters(app)["call"] for app in (self.world.highlevel, self.world.hexfit))
            return [left.get(names["highlevel"], 0), *(right.get(name, 0) for name in names["hexfit"])]
        before = counts()
        wait_for(f"{when}: polls and sweeps go on", lambda: all(now > then for now, then in zip(counts(), before)), SWEEP + POLL + 5)

    def restart(self):
        self.world.kill_server()
        self.world.start_server()

    def test_back_an_hour_and_forward_again(self):
        self.begin()
        self.edit_both_ways("the right time")
        self.assertEqual(self.refused_for_their_time(), 0)

        self.world.set_clock(-HOUR)
        # Hexfit signs with the right time, which is now an hour ahead of ours: refused, counted, and found by the next poll.
        self.edit_both_ways("an hour back", BY_POLL)
        self.assertGreaterEqual(self.refused_for_their_time(), 4)
        self.expect_polls_and_sweeps("an hour back")

        self.restart()
        self.edit_both_ways("an hour back, started anew", BY_POLL)

        self.world.set_clock(0)
        refused = self.refused_for_their_time()
        self.edit_both_ways("the right time again")
        self.assertEqual(self.refused_for_their_time(), refused)
        self.world.settle()

    def test_an_hour_ahead_and_set_right(self):
        self.begin(ahead=HOUR)
        self.edit_both_ways("an hour ahead", BY_POLL)
        self.assertGreaterEqual(self.refused_for_their_time(), 4)

        self.world.set_clock(0)
        refused = self.refused_for_their_time()
        self.edit_both_ways("set right")
        self.assertEqual(self.refused_for_their_time(), refused)

        # The database holds times of an hour from now.
        self.restart()
        self.edit_both_ways("set right, started anew")
        self.expect_polls_and_sweeps("set right, started anew")
        self.assertEqual(self.refused_for_their_time(), 0)
        self.world.settle()


if __name__ == "__main__":
    main()
