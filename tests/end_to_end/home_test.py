# SPDX-License-Identifier: Apache-2.0
"""A data folder that is copied: the copy only observes, and its commands reach no server but its own; an address that a killed server
left behind gets no token, whoever listens there now."""
import http.server
import json
import pathlib
import shutil
import threading
import unittest

from world import World, check_both_sides, free_port, main, wait_for


class Home(unittest.TestCase):
    def test_a_copied_folder_observes_beside_the_original(self):
        world = World(people=10, policy=["consistency_delay_seconds=2", "sweep_every_seconds=60", "poll_every_seconds=5"])
        self.addCleanup(world.close)
        world.bring_together()
        before_left, before_right = world.records(world.highlevel), world.records(world.hexfit)
        copy = world.folder.name + "/copy"
        world.stop_server()
        shutil.copytree(world.data, copy)
        world.start_server()
        # server.json came along: the copy's commands must not speak to the original's server.
        shutil.copy(world.data + "/server.json", copy + "/server.json")
        report = world.run("--data", copy, "keys", "list")
        self.assertEqual(report["writes"]["why"], "other_folder")
        audit = len(world.run("audit", "list")["items"])
        world.run("--data", copy, "keys", "rotate")
        self.assertEqual(len(world.run("audit", "list")["items"]), audit, "a command of the copy was carried out by the original")

        second_port = free_port()
        second = world.spawn(["--data", copy, "serve", "--listen", f"127.0.0.1:{second_port}", "--json"], stdout=-1)
        told = json.loads(second.stdout.readline())
        self.assertEqual(told["writes"], "held")
        # While the original rests, whatever happens would be the copy's doing.
        world.stop_server()
        made = world.create(world.highlevel, {"firstName": "Nadia", "lastName": "Ouellet", "email": "nadia.ouellet@people.test"})
        wait_for("the copy has seen her", lambda: world.run("--data", copy, "sync", "status")["counts"]["waiting"] > 0, 60)
        calls = world.counters(world.highlevel)
        wait_for("it has read once more since", lambda: world.counters(world.highlevel) != calls, 30)
        self.assertEqual(len(world.records(world.hexfit)), len(before_right), "the copy created somebody")
        world.start_server()
        wait_for("she is created at the other side", lambda: len(world.records(world.hexfit)) == len(before_right) + 1, 60)
        world.settle()
        self.assertIn(made, world.records(world.highlevel))
        self.assertEqual(len(world.records(world.hexfit)), len(before_right) + 1, "somebody was created twice")
        check_both_sides(self, world, before_left | {made: None}, before_right)
        second.kill()
        second.wait()

        # The original is gone for good; a person says that the copy is it.
        world.stop_server()
        self.assertEqual(world.run("--data", copy, "adopt")["writes"]["state"], "allowed")
        self.assertEqual(world.run("--data", copy, "keys", "list")["writes"]["state"], "allowed")

    def test_the_original_writes_after_a_restart_and_in_a_folder_that_was_moved_by_link(self):
        world = World(people=None)
        self.addCleanup(world.close)
        world.run("init")
        link = world.folder.name + "/link"
        pathlib.Path(link).symlink_to(world.data)
        self.assertEqual(world.run("--data", link, "keys", "list")["writes"]["state"], "allowed")
        # Put in the place of the original, a copy is one all the same.
        shutil.move(world.data, world.data + ".old")
        shutil.copytree(world.data + ".old", world.data)
        self.assertEqual(world.run("keys", "list")["writes"]["why"], "replaced_folder")
        # Back where it was, the original writes.
        shutil.rmtree(world.data)
        shutil.move(world.data + ".old", world.data)
        self.assertEqual(world.run("keys", "list")["writes"]["state"], "allowed")

    def test_a_stranger_at_the_old_address_gets_no_token(self):
        world = World(people=None)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.kill_server()
        note = json.loads(pathlib.Path(world.data, "server.json").read_text())
        self.assertIn(str(world.port), note["url"])
        heard = []

        class Stranger(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                heard.append(dict(self.headers))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *words):
                pass

        stranger = http.server.HTTPServer(("127.0.0.1", world.port), Stranger)
        thread = threading.Thread(target=stranger.serve_forever)
        thread.start()
        try:
            # Its number is that of a process that lives: this test's own.
            import os
            note["pid"] = os.getpid()
            pathlib.Path(world.data, "server.json").write_text(json.dumps(note))
            world.run("connections", "list")
        finally:
            stranger.shutdown()
            thread.join()
            stranger.server_close()
        self.assertEqual(heard, [], "the stranger was asked, and given the token")


if __name__ == "__main__":
    main()
