# SPDX-License-Identifier: Apache-2.0
"""The Hexfit that everybody has (profile hexfit-v2), with the real program: it can only create clients. From the first run to the first
client, who is created and invited once, whatever happens to her contact afterwards. Seen to fail: the program ended when the client was created."""
import pathlib
import subprocess
import unittest

from world import World, ask, main, wait_for, with_node

WEB = pathlib.Path(__file__).resolve().parents[2] / "web"


class PublicHexfit(unittest.TestCase):
    def ask_once_about_what_everybody_lacks(self, world, report):
        """None of the six says a sex: one question, not six, and the dry run has asked it already."""
        people = len(world.records(world.highlevel))
        self.assertEqual((report["create_in_b"], report["not_created"]), (0, people))
        self.assertEqual({need["field"]: need["people"] for need in report["needs"]}, {"sexe": people})
        asked = {issue["field"]: issue for issue in world.api(f"/syncs/{world.sync}/issues?state=open")[2]["items"]}
        self.assertEqual(set(asked), {"sexe"}, "one question for all of them")
        self.assertEqual({issue["detail"]["count"] for issue in asked.values()}, {str(people)})
        before = len(world.records(world.hexfit))
        refused = world.api(f"/syncs/{world.sync}/issues/{asked['sexe']['id']}/answer", "POST", {"choice": "use_value", "value": "zz"})
        self.assertEqual((refused[0], refused[2]["code"]), (400, "sync.not_a_choice"))
        given = world.run("sync", "answer", asked["sexe"]["id"], "use_value", "--value", "f")
        wait_for("everybody is a client", lambda: len(world.records(world.hexfit)) == before + people, 90)
        world.settle()
        self.assertEqual(world.api(f"/syncs/{world.sync}/issues?state=open")[2]["items"], [])
        # Taken back, the next one is asked about again; the clients stay.
        world.run("sync", "take-back", given["items"][0]["id"])
        world.create(world.highlevel, {"firstName": "Luc", "lastName": "Roy", "email": "luc@people.test"})
        # He says no language either: a question of its own.
        open_ones = lambda: {issue["field"]: issue["id"] for issue in world.api(f"/syncs/{world.sync}/issues?state=open")[2]["items"]}
        wait_for("asked about again", lambda: set(open_ones()) == {"sexe", "lang"}, 60)
        world.run("sync", "answer", open_ones()["lang"], "ask_each")
        world.run("sync", "answer", open_ones()["sexe"], "leave_alone")
        world.settle()
        self.assertEqual(len(world.records(world.hexfit)), before + people)

    def clinic(self):
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
        return world

    def test_by_clicks(self):
        world = self.clinic()
        environment = with_node("web", LOCKSTEP_URL=world.url, LOCKSTEP_EMAIL="owner@clinic.test", LOCKSTEP_PASSWORD="a lake without a boat",
                                LOCKSTEP_SETUP_CODE=world.setup_code)
        used = subprocess.run(["node", "--test", "e2e/worlds/public_hexfit.mjs"], cwd=WEB, env=environment, capture_output=True,
                              text=True, timeout=240)
        self.assertEqual(used.returncode, 0, used.stdout[-6000:] + used.stderr[-2000:])
        self.assertEqual(len(world.records(world.hexfit)) > 0, True)

    def test_from_first_run_to_first_client(self):
        world = self.clinic()
        report = world.run("sync", "plan", "--wait")
        world.run("sync", "start", "--wait")
        world.settle()
        self.ask_once_about_what_everybody_lacks(world, report)
        before = world.records(world.hexfit)
        invited = ask(f"{world.hexfit['admin_url']}/identity")[2]["invitations"]
        made = world.create(world.highlevel, {"firstName": "Zoé", "lastName": "Tremblay", "email": "zoe@people.test",
                                              "customFields": {"gender": "f", "language": "fr"}})
        wait_for("she is a client", lambda: len(world.records(world.hexfit)) == len(before) + 1, 60)
        (client,) = world.records(world.hexfit).keys() - before.keys()
        wait_for("they are linked", lambda: world.api(f"/syncs/{world.sync}/records/{made}")[2]["summary"]["b_record"] == client, 30)
        self.assertEqual(ask(f"{world.hexfit['admin_url']}/identity")[2]["invitations"], invited + 1)
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
