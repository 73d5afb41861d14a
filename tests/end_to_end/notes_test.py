# SPDX-License-Identifier: Apache-2.0
"""Notes and tasks of linked people cross between the two apps, with the real program: within seconds, in both directions, edits and done
marks too, never twice, never back, also when the server is killed in between."""
import time
import unittest

from world import World, ask, main, wait_for

PEOPLE = 8


class Notes(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)], policy=["consistency_delay_seconds=5"])
        self.addCleanup(self.world.close)
        self.world.bring_together()
        (self.a, self.b), *self.others = self.world.pairs()[0]

    # What people see and do in the apps.

    def left(self, path, method="GET", body=None):
        app = self.world.highlevel
        status, _, reply = ask(app["url"] + path, method, body, {"Authorization": "Bearer " + app["token"], "Version": "2021-07-28"})
        self.assertIn(status, (200, 201), reply)
        return reply

    def right(self, path, method="GET", body=None):
        app = self.world.hexfit
        status, _, reply = ask(app["url"] + "/full/v1" + path, method, body, {"Authorization": "Bearer " + app["key"]})
        self.assertIn(status, (200, 201), reply)
        return reply["value"]

    def left_notes(self, id=None):
        return self.left(f"/contacts/{id or self.a}/notes")["notes"]

    def right_notes(self, id=None):
        return self.right(f"/clients/{id or self.b}/notes")["items"]

    def left_tasks(self):
        return self.left(f"/contacts/{self.a}/tasks")["tasks"]

    def right_tasks(self):
        return self.right(f"/clients/{self.b}/tasks")["items"]

    def switch(self, kind, direction, *words):
        self.world.run("sync", kind, direction, *words)
        time.sleep(1.5)  # every link is asked for once

    def texts(self, notes):
        return sorted(note["body"] for note in notes)

    def test_a_note_crosses_and_comes_back_changed(self):
        self.left(f"/contacts/{self.a}/notes", "POST", {"body": "From before"})
        self.switch("notes", "both", "--confirm")
        self.left(f"/contacts/{self.a}/notes", "POST", {"body": "<p>Knee &amp; hip</p><p>Second line</p>"})
        wait_for("the note is at Hexfit", lambda: self.texts(self.right_notes()) == ["Knee & hip\nSecond line"], 10)
        note = self.right_notes()[0]
        original = next(each for each in self.left_notes() if "Knee" in each["body"])
        self.assertEqual(note["external_id"], "lockstep:" + original["id"])

        self.right(f"/notes/{note['id']}", "PATCH", {"body": "Knee only"})
        wait_for("the change is at HighLevel",
                 lambda: "Knee only" in self.texts(self.left_notes()), 10)
        self.right(f"/clients/{self.b}/notes", "POST", {"body": "a < b"})
        wait_for("the other one is at HighLevel", lambda: len(self.left_notes()) == 3, 10)
        copy = next(each for each in self.left_notes() if "a &lt; b" in each["body"])
        self.assertIn("[\u2194 Hexfit n", copy["body"])

        # Nothing goes round, and what was there before stays alone.
        time.sleep(3)
        self.assertEqual(len(self.left_notes()), 3)
        self.assertEqual(len(self.right_notes()), 2)
        # What was done is told, before and after.
        changes = self.world.api(f"/syncs/{self.world.sync}/changes?record={self.a}")[2]["items"]
        told = [(each["side"], each["field"], each["before"], each["after"], each["outcome"])
                for each in changes if each["field"].startswith("note.")]
        self.assertIn(("b", "note.text", None, "Knee & hip\nSecond line", "done"), told)
        self.assertIn(("a", "note.text", "Knee & hip\nSecond line", "Knee only", "done"), told)

    def test_a_task_done_there_is_done_here(self):
        self.switch("tasks", "both", "--confirm")
        self.left(f"/contacts/{self.a}/tasks", "POST",
                  {"title": "Call back", "body": "About the visit", "dueDate": "2026-04-01T13:00:00Z", "completed": False})
        wait_for("the task is at Hexfit", lambda: len(self.right_tasks()) == 1, 10)
        task = self.right_tasks()[0]
        self.assertEqual((task["title"], task["body"], task["due_at"]), ("Call back", "About the visit", "2026-04-01T13:00:00.000Z"))
        self.right(f"/tasks/{task['id']}", "PATCH", {"completed": True})
        wait_for("it is done at HighLevel", lambda: self.left_tasks()[0]["completed"], 10)
        # One without a time gets one where the app demands it, and keeps none where it was written.
        self.right(f"/clients/{self.b}/tasks", "POST", {"title": "Some day"})
        wait_for("the other task is at HighLevel", lambda: len(self.left_tasks()) == 2, 10)
        time.sleep(3)
        self.assertIsNone(next(each for each in self.right_tasks() if each["title"] == "Some day")["due_at"])
        self.assertEqual(len(self.right_tasks()), 2)

    def test_deleting_deletes_nothing_on_the_other_side(self):
        self.switch("tasks", "both", "--confirm")
        made = self.right(f"/clients/{self.b}/tasks", "POST", {"title": "Call"})
        wait_for("the task is at HighLevel", lambda: len(self.left_tasks()) == 1, 10)
        time.sleep(6)  # longer than an old copy counts
        self.right(f"/tasks/{made['id']}", "DELETE")
        time.sleep(3)
        self.assertEqual((len(self.left_tasks()), len(self.right_tasks())), (1, 0))

    def test_killed_in_between_and_nothing_is_doubled(self):
        world = self.world
        self.switch("notes", "both", "--confirm")
        pairs = [(self.a, self.b), *self.others]
        lose = lambda rate: world.set_faults(world.hexfit, rates_ppm={"lost_reply": rate})
        expected = {}
        for round in range(4):
            for number, (a, b) in enumerate(pairs):
                text = f"note {round} {number}"
                if (round + number) % 2:
                    self.left(f"/contacts/{a}/notes", "POST", {"body": text})
                else:
                    self.right(f"/clients/{b}/notes", "POST", {"body": text})
                expected.setdefault((a, b), []).append(text)
            lose(400_000)
            time.sleep(0.3)
            world.kill_server()
            world.start_server()
            time.sleep(1)
            lose(0)
        # A webhook that came while the server was down is lost; writing one more note makes everybody looked at.
        for a, b in pairs:
            self.right(f"/clients/{b}/notes", "POST", {"body": "the last one"})
            expected[(a, b)].append("the last one")

        def are_all_there():
            for (a, b), texts in expected.items():
                if len(self.left_notes(a)) < len(texts) or len(self.right_notes(b)) < len(texts):
                    return False
            return True

        wait_for("every note is at both sides", are_all_there, 400)
        time.sleep(5)
        for (a, b), texts in expected.items():
            self.assertEqual(self.texts(self.right_notes(b)), sorted(texts))
            self.assertEqual(sorted(note["body"].split("<br>")[0] for note in self.left_notes(a)), sorted(texts))

    def test_off_is_off_and_switching_on_is_confirmed(self):
        world = self.world
        self.left(f"/contacts/{self.a}/notes", "POST", {"body": "Nobody copies me"})
        time.sleep(2)
        self.assertEqual(self.right_notes(), [])
        path = f"/syncs/{world.sync}/document"
        refused = world.api(path, "PUT", {"policy": {"notes": {"direction": "b_to_a"}}})
        self.assertEqual((refused[0], refused[2]["code"]), (409, "sync.attached_unconfirmed"))
        self.assertEqual(world.api(path, "PUT", {"policy": {"notes": {"direction": "a_to_b"}}})[0], 200)
        time.sleep(2)
        self.assertEqual(self.right_notes(), [])  # it was there before
        done = world.api(path, "PUT", {"policy": {"notes": {"existing": True}}})
        self.assertEqual(done[2]["policy"]["notes"]["direction"], "a_to_b")
        wait_for("what was there before is copied when that is wished", lambda: len(self.right_notes()) == 1, 10)
        self.assertEqual(world.api(path, "PUT", {"policy": {"notes": {"direction": "both"}}, "attached_confirmed": True})[0], 200)
        audit = world.api("/audit?limit=20")[2]["items"]
        self.assertIn("sync.attached_confirmed", [entry["action"] for entry in audit])
        self.assertIn("New notes in left and in right", world.words("sync", "notes", "both", "--confirm"))


if __name__ == "__main__":
    main()
