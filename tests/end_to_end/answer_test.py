# SPDX-License-Identifier: Apache-2.0
"""What the engine asks is answered by a person, with the real program: a conflict by a click's worth of HTTP and taken back again, a
mixed-up household by the command line, and everything still true after the server was killed. Seen to fail: before there were answers,
every one of these requests was a 404."""
import pathlib
import subprocess
import unittest

from world import World, ask, main, wait_for, with_node

PEOPLE = 12
WEB = pathlib.Path(__file__).resolve().parents[2] / "web"


class Answers(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)])
        self.addCleanup(self.world.close)
        self.world.bring_together()

    def city_at_hexfit(self, id):
        return ask(f"{self.world.hexfit['admin_url']}/records/{id}")[2]["fields"]["address"].get("city")

    def city_at_highlevel(self, id):
        return ask(f"{self.world.highlevel['admin_url']}/records/{id}")[2]["fields"].get("city")

    def issues(self, kind, state="open"):
        items = self.world.api(f"/syncs/{self.world.sync}/issues?limit=200&state={state}")[2]["items"]
        return [issue for issue in items if issue["kind"] == kind]

    def partner_of(self, id):
        return self.world.api(f"/syncs/{self.world.sync}/records/{id}")[2]["summary"]["b_record"]

    def answers(self):
        return self.world.api(f"/syncs/{self.world.sync}/answers")[2]["items"]

    def conflict(self, a, b):
        """Both sides are edited while nobody looks, under the rule that a person decides."""
        world = self.world
        document = world.api(f"/syncs/{world.sync}")[2]
        for row in document["mapping"]["rows"]:
            if row["a"] == "city":
                row["conflict"] = "ask"
        self.assertEqual(world.api(f"/syncs/{world.sync}/document", "PUT", {"mapping": document["mapping"]})[0], 200)
        world.settle()
        world.run("sync", "pause")
        world.edit(world.highlevel, a, {"city": "Laval"})
        world.edit(world.hexfit, b, {"address": {"city": "Gatineau"}})
        world.run("sync", "start", "--without-plan")
        wait_for("the conflict is asked about", lambda: self.issues("conflict"), 60)
        return self.issues("conflict")[0]

    def test_a_conflict_is_answered_and_taken_back(self):
        world = self.world
        a, b = world.pairs()[0][0]
        issue = self.conflict(a, b)
        self.assertEqual(issue["values"], {"a": "Laval", "b": "Gatineau"})
        self.assertEqual(issue["choices"], ["use_a", "use_b", "leave_alone"])
        path = f"/syncs/{world.sync}/issues/{issue['id']}/answer"
        self.assertEqual(world.api(path, "POST", {"choice": "use_b", "version": "an old one"})[0], 409)
        self.assertEqual(world.api(path, "POST", {"choice": "use_b", "version": issue["version"]})[0], 202)
        wait_for("HighLevel has Hexfit's value", lambda: self.city_at_highlevel(a) == "Gatineau", 30)
        wait_for("the question is closed", lambda: not self.issues("conflict"), 10)
        wait_for("the answer is done", lambda: self.answers()[0]["state"] == "done", 10)
        self.assertEqual(self.city_at_hexfit(b), "Gatineau")

        world.kill_server()
        world.start_server()
        answer = self.answers()[0]
        self.assertTrue(answer["can_take_back"])
        world.run("sync", "take-back", answer["id"])
        wait_for("HighLevel has its own value again", lambda: self.city_at_highlevel(a) == "Laval", 30)
        wait_for("it is asked again", lambda: self.issues("conflict"), 30)
        self.assertEqual(self.city_at_hexfit(b), "Gatineau")
        self.assertEqual(self.issues("conflict")[0]["values"], {"a": "Laval", "b": "Gatineau"})

    def household(self, name):
        shared = {"email": f"{name.lower()}@people.test"}
        for first in ("Maxime", "Sacha"):
            self.world.create(self.world.hexfit, {"firstname": first, "lastname": name, **shared})
        made = self.world.create(self.world.highlevel, {"firstName": "Dominique", "lastName": name, **shared})
        wait_for("it is asked who this is", lambda: [each for each in self.issues("match_unsure") if each["subject"] == made], 60)

    def test_by_clicks_in_both_languages_and_over_a_restart(self):
        world = self.world
        self.conflict(*world.pairs()[0][0])
        # Once answered and taken back, a household is asked about otherwise: each language has its own.
        self.household("Roy")
        self.household("Caron")
        is_open, has_told = (pathlib.Path(world.folder.name, name) for name in ("page-is-open", "page-has-told"))
        environment = with_node("web", LOCKSTEP_URL=world.url, LOCKSTEP_EMAIL="owner@clinic.test", LOCKSTEP_PASSWORD="a lake without a boat",
                                LOCKSTEP_SETUP_CODE=world.setup_code, LOCKSTEP_PAGE_IS_OPEN=str(is_open), LOCKSTEP_PAGE_HAS_TOLD=str(has_told))
        used = subprocess.Popen(["node", "--test", "e2e/worlds/answers.mjs"], cwd=WEB, env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)
        try:
            try:
                wait_for("the page is open", lambda: is_open.exists() or used.poll() is not None, 240)
                if used.poll() is None:
                    world.kill_server()
                    wait_for("the page has told", lambda: has_told.exists() or used.poll() is not None, 90)
                    world.start_server()
            finally:
                told = used.communicate(timeout=150)[0]
        finally:
            used.kill()
        self.assertEqual(used.returncode, 0, told[-6000:])

    def test_one_of_two_is_chosen_on_the_command_line(self):
        world = self.world
        shared = {"email": "family@people.test"}
        for number, name in enumerate(("Maxime", "Sacha")):
            world.create(world.hexfit, {"firstname": name, "lastname": "Roy", **shared})
        made = world.create(world.highlevel, {"firstName": "Dominique", "lastName": "Roy", **shared})
        wait_for("it is asked who this is", lambda: [each for each in self.issues("match_unsure") if each["subject"] == made], 60)
        issue = [each for each in self.issues("match_unsure") if each["subject"] == made][0]
        chosen = issue["detail"]["candidates"][0]
        self.assertIn("same_person", world.words("sync", "issues"))
        world.run("sync", "answer", issue["id"], "same_person", "--candidate", chosen)
        wait_for("they are linked", lambda: self.partner_of(made) == chosen, 90)
        wait_for("the question is closed", lambda: not [each for each in self.issues("match_unsure") if each["subject"] == made], 10)
        answer = self.answers()[0]
        self.assertEqual((answer["choice"], answer["state"]), ("same_person", "done"))
        world.run("sync", "take-back", answer["id"])
        wait_for("they are linked no more", lambda: self.partner_of(made) is None, 90)
        self.assertEqual(self.answers()[1]["state"], "taken_back")
        # Their names were made equal while they were linked: only the person may put them together again.
        asked = lambda: [each for each in self.issues("match_unsure") if each["subject"] == made]
        wait_for("it is asked again", asked, 60)
        self.assertEqual((asked()[0]["detail"]["reason"], asked()[0]["detail"]["candidates"]), ("taken_apart", [chosen]))
        world.settle()
        self.assertIsNone(self.partner_of(made))


if __name__ == "__main__":
    main()
