# SPDX-License-Identifier: Apache-2.0
"""The app for Zapier (zapier/), in Zapier's own test runner against the real program with both simulated apps: its connection, triggers,
search and actions, and what each error becomes (zapier/live)."""
import pathlib
import subprocess
import unittest

from world import World, main, with_node

ZAPIER = pathlib.Path(__file__).resolve().parents[2] / "zapier"
PEOPLE = 30


class Zapier(unittest.TestCase):
    def test_the_app_in_zapiers_test_runner(self):
        world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE - 10)])
        self.addCleanup(world.close)
        world.environment["LOCKSTEP_ALLOWED_NETWORKS"] = "127.0.0.1"  # where the instant triggers of the test listen
        world.bring_together()
        writes = world.run("tokens", "create", "Zapier", "--scope", "write")["token"]
        reads = world.run("tokens", "create", "Reads", "--scope", "read")["token"]
        environment = with_node("zapier", LOCKSTEP_URL=world.url, LOCKSTEP_TOKEN=writes, LOCKSTEP_READ_TOKEN=reads, NODE_ENV="test")
        used = subprocess.run(["node", "live/run.mjs"], cwd=ZAPIER, env=environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(used.returncode, 0, used.stdout[-6000:] + used.stderr[-2000:])
        self.assertNotIn("skipped 1", used.stdout)


if __name__ == "__main__":
    main()
