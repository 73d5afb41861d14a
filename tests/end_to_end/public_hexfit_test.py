# SPDX-License-Identifier: Apache-2.0
"""The Hexfit that everybody has (profile hexfit-v2), with the real program: it can only create clients. From the first run to the first
client, who is created and invited once, whatever happens to her contact afterwards. Seen to fail: the program ended when the client was created."""
import unittest

from world import World, ask, main, wait_for


class PublicHexfit(unittest.TestCase):
    def test_from_first_run_to_first_client(self):
        world = World(people=6, sandbox_options=["--overlap", "0"])
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.a = world.run("connect", "highlevel", "--location", world.highlevel["location_id"], "--token", world.highlevel["token"],
                            "--base-url", world.highlevel["url"], "--webhook-public-key", world.highlevel["webhook_public_key"],
                            "--label", "left")
        world.b = world.run("connect", "hexfit", "--profile", "hexfit-v2", "--key", world.hexfit["key"], "--base-url", world.hexfit["url"],
                            "--label", "right")
        world.sync = world.run("sync", "create", "--a", "left", "--b", "right", "--policy", "send_invitations=true")["id"]
        world.run("sync", "plan", "--wait")
        world.run("sync", "start", "--wait")
        world.settle()
        before = world.records(world.hexfit)
        made = world.create(world.highlevel, {"firstName": "Zoé", "lastName": "Tremblay", "email": "zoe@people.test",
                                              "customFields": {"gender": "f", "language": "fr"}})
        wait_for("she is a client", lambda: len(world.records(world.hexfit)) == len(before) + 1, 60)
        (client,) = world.records(world.hexfit).keys() - before.keys()
        wait_for("they are linked", lambda: world.api(f"/syncs/{world.sync}/records/{made}")[2]["summary"]["b_record"] == client, 30)
        self.assertEqual(ask(f"{world.hexfit['admin_url']}/identity")[2]["invitations"], 1)
        self.assertIsNone(world.server.poll(), "the server ended")

        world.edit(world.highlevel, made, {"city": "Laval"})
        world.edit(world.highlevel, made, {"email": "zoe.tremblay@people.test"})
        world.settle()
        world.kill_server()
        world.start_server()
        world.settle()
        self.assertEqual(len(world.records(world.hexfit)), len(before) + 1)
        status = world.status()
        self.assertEqual(status["state"], "running")


if __name__ == "__main__":
    main()
