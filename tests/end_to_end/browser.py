# SPDX-License-Identifier: Apache-2.0
"""A newcomer's minute: `lockstep demo` comes up, and its web app is used in a real browser (web/e2e), while people are being edited
on both sides. The specs are shared out among two scripts, so that two processors have something to do."""
import pathlib
import re
import signal
import subprocess

from world import PROGRAM, World, free_port, with_node

WEB = pathlib.Path(__file__).resolve().parents[2] / "web"


class Browser:
    """What a script makes a test of, with the part of the specs that it runs."""

    def use(self, part):
        world = World(people=None)
        port = free_port()
        demo = subprocess.Popen(
            [PROGRAM, "demo", "--port", str(port), "--highlevel-port", str(free_port()), "--hexfit-port", str(free_port()),
             "--people", "60", "--overlap", "36", "--for", "1180", "--data", world.data],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            told = []
            for line in demo.stdout:
                told.append(line)
                if line.startswith("From now on"):
                    break
            text = "".join(told)
            found = re.search(r"sign in as (\S+) with (\S+)", text)
            self.assertTrue(found, "the demo did not say how to sign in:\n" + text)
            environment = with_node("web", LOCKSTEP_URL=f"http://127.0.0.1:{port}", LOCKSTEP_EMAIL=found[1], LOCKSTEP_PASSWORD=found[2])
            used = subprocess.run(["node", "e2e/run.mjs", part], cwd=WEB, env=environment, capture_output=True, text=True, timeout=1140)
            self.assertEqual(used.returncode, 0, used.stdout[-6000:] + used.stderr[-2000:])
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.stdout.close()
            self.assertEqual(demo.wait(timeout=30), 0, "the demo did not end well")
            world.folder.cleanup()
