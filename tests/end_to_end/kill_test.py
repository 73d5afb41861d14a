# SPDX-License-Identifier: Apache-2.0
"""SIGKILL at bad moments: during the back-fill, and while deliveries pour in. LOCKSTEP_PEOPLE=10000 LOCKSTEP_KILLS=20 makes it
the large one (about four minutes with a release build)."""
import http.client
import json
import os
import threading
import time
import unittest

from world import World, check_both_sides, main, wait_for

PEOPLE = int(os.environ.get("LOCKSTEP_PEOPLE", "90"))
KILLS = int(os.environ.get("LOCKSTEP_KILLS", "6"))


class Kill(unittest.TestCase):
    def test_a_back_fill_that_is_killed_resumes(self):
        world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE // 2)], policy=["consistency_delay_seconds=2", "sweep_every_seconds=3600"])
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        left, right = world.records(world.highlevel), world.records(world.hexfit)
        world.run("sync", "start", "--without-plan")
        killed_while_working = 0
        for number in range(KILLS):
            # A little later each time, so that each phase is met.
            end = time.monotonic() + 0.2 + 0.25 * number
            wait_for("a moment", lambda: time.monotonic() > end)
            killed_while_working += world.status()["state"] == "backfilling"
            world.kill_server()
            world.start_server()
        self.assertGreater(killed_while_working, 2, "the back-fill was through too early to be killed")
        wait_for("the back-fill ends", lambda: world.status()["state"] == "running", 120 + PEOPLE / 10)
        wait_for("nothing is unknown", lambda: world.status()["counts"]["unknown"] == 0, 60)
        world.settle(60 + PEOPLE / 50)
        pairs = check_both_sides(self, world, left, right)
        print(f"{KILLS} kills, {killed_while_working} during the back-fill, {len(pairs)} linked", flush=True)

    def test_what_was_answered_is_in_the_inbox(self):
        world = World(people=2, webhooks=False)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        secret = world.hexfit["webhook_secret"]
        accepted, lock, stop = set(), threading.Lock(), threading.Event()

        def send(worker):
            number = 0
            while not stop.is_set():
                connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=5)
                try:
                    while not stop.is_set():
                        number += 1
                        id = f"delivery-{worker}-{number}"
                        body = json.dumps({"eventType": "contact.updated", "payload": {"id": f"r{worker}x{number}"}})
                        connection.request("POST", "/webhooks/contacts", body, {
                            "Content-Type": "application/json", "Authorization": "Bearer " + secret, "webhook-id": id})
                        reply = connection.getresponse()
                        reply.read()
                        if reply.status < 300:
                            with lock:
                                accepted.add(id)
                        elif reply.status not in (429,):
                            raise AssertionError(f"a webhook was answered {reply.status}")
                except (OSError, http.client.HTTPException):
                    time.sleep(0.02)  # killed: again
                finally:
                    connection.close()

        senders = [threading.Thread(target=send, args=(worker,)) for worker in range(8)]
        for sender in senders:
            sender.start()
        try:
            for _ in range(3):
                before = len(accepted)
                wait_for("deliveries are accepted", lambda: len(accepted) > before + 300, 30)
                world.kill_server()
                world.start_server()
        finally:
            stop.set()
            for sender in senders:
                sender.join()
        stored, cursor = set(), ""
        while cursor is not None:
            page = world.api("/events?limit=200" + (f"&cursor={cursor}" if cursor else ""))[2]
            stored.update(event["delivery_id"] for event in page["items"])
            cursor = page["next"]
        lost = accepted - stored
        print(f"{len(accepted)} accepted, {len(stored)} stored", flush=True)
        self.assertEqual(lost, set())


if __name__ == "__main__":
    main()
