# SPDX-License-Identifier: Apache-2.0
"""A new data key is made while everything runs, and the server is killed again and again while what is stored is sealed anew under it:
it goes on where it was, edits arrive meanwhile, everything stays readable, and at the end no byte of the database is sealed under the
old key, which is deleted. The database is looked at from outside, in every column of bytes that there is."""
import random
import sqlite3
import time
import unittest

from world import CLOCK_LIBRARY, World, is_sanitized, main, wait_for

PEOPLE = 150
SETTLES_SECONDS = 600  # ResealOptions::settles_for


class NewDataKey(unittest.TestCase):
    def setUp(self):
        if CLOCK_LIBRARY is None or is_sanitized():
            self.skipTest("the clock cannot be set")
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)], own_clock=True)
        self.addCleanup(self.world.close)
        self.world.bring_together()
        self.linked = len(self.world.pairs()[0])

    def sealed(self):
        """How many values are sealed under each version of the data key, by table and column. The server is stopped."""
        found = {}
        database = sqlite3.connect(f"file:{self.world.data}/lockstep.db?mode=ro", uri=True)
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for column, kind in database.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall():
                if kind != "BLOB" or table == "account_keys" or column == "webhook_public_key":
                    continue
                for (head,) in database.execute(f"SELECT substr({column}, 1, 3) FROM {table} WHERE {column} IS NOT NULL"):
                    self.assertEqual(head[0], 1, f"{table}.{column} holds something that is not sealed")
                    version = int.from_bytes(head[1:3], "big")
                    found.setdefault(version, {}).setdefault(f"{table}.{column}", 0)
                    found[version][f"{table}.{column}"] += 1
        database.close()
        return found

    def keys(self):
        return {each["version"]: each["rows_left"] for each in self.world.run("keys", "list")["keys"]}

    def everything_opens(self):
        world = self.world
        self.assertEqual(len(world.pairs()[0]), self.linked)
        records = world.api(f"/syncs/{world.sync}/records?limit=200")
        self.assertEqual(records[0], 200, records[2])
        for each in world.api("/calls?limit=50")[2]["items"]:
            self.assertEqual(world.api("/calls/" + each["id"])[0], 200, each)
        for each in world.api("/events?limit=50")[2]["items"]:
            self.assertEqual(world.api("/events/" + each["id"])[0], 200, each)
        for connection in (world.a, world.b):
            self.assertTrue(world.api(f"/connections/{connection['connection']['id']}/test", "POST")[2]["ok"])

    def edit_arrives(self, number):
        world = self.world
        a, b = world.pairs()[0][number]
        world.edit(world.highlevel, a, {"city": f"Sealed{number}"})
        wait_for("an edit arrives", lambda: world.records(world.hexfit)[b]["address"].get("city") == f"Sealed{number}", 120)

    def test_kills_in_the_middle(self):
        world = self.world
        world.stop_server()
        before = self.sealed()
        self.assertEqual(list(before), [1])
        self.assertGreater(sum(before[1].values()), 1000)
        world.start_server()

        self.assertEqual(list(world.run("keys", "rotate")["keys"][-1].items())[0], ("version", 2))
        draw = random.Random(20)
        seen, kills_in_the_middle = [], 0
        for _ in range(6):
            time.sleep(draw.uniform(0.1, 0.6))
            world.kill_server()
            found = self.sealed()
            left = sum(found.get(1, {}).values())
            seen.append(left)
            kills_in_the_middle += 0 < left < sum(before[1].values())
            world.start_server()
            self.everything_opens()
        self.assertEqual(seen, sorted(seen, reverse=True), "nothing was sealed under the old key again")
        self.assertGreaterEqual(kills_in_the_middle, 1, seen)
        self.edit_arrives(0)

        wait_for("nothing is left under the old key", lambda: self.keys().get(1) == 0, 120)
        self.assertIn("in use", world.words("keys", "list"))
        world.stop_server()
        self.assertEqual(list(self.sealed()), [2])

        # It is deleted ten minutes after the new one was made; the server need not run all the while.
        world.start_server()
        self.assertEqual(sorted(self.keys()), [1, 2])
        world.set_clock(SETTLES_SECONDS + 60)
        wait_for("the old key is deleted", lambda: sorted(self.keys()) == [2], 120)
        audit = world.api("/audit?limit=20")[2]["items"]
        self.assertIn(("keys.retire", "lockstep"), [(each["action"], each["actor"]) for each in audit])
        world.kill_server()
        world.start_server()
        self.everything_opens()
        self.edit_arrives(1)


if __name__ == "__main__":
    main()
