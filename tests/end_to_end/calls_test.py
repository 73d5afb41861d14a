# SPDX-License-Identifier: Apache-2.0
"""Looking at calls with the real program: found, shown, copied as a command that a shell understands and an app answers, asked
again, exported and followed. No credential is in any of it, nor a value that the mapping calls health."""
import json
import os
import pathlib
import shutil
import subprocess
import unittest

from world import World, main, wait_for

HOSTILE = "it's \"$(touch /tmp/x)\" `id` $HOME \\ ; & | # \u001b[201~ é 山"


class Calls(unittest.TestCase):
    def setUp(self):
        self.world = World(people=12)
        self.addCleanup(self.world.close)
        self.world.bring_together()
        self.record = self.world.pairs()[0][0][0]

    def calls(self, *words):
        return self.world.run("calls", "list", *words)["items"]

    def words_of(self, command, shell="bash"):
        """What a shell makes of the command: the arguments that curl would get."""
        script = "curl() { printf '%s\\0' \"$@\"; }\n" + command
        done = subprocess.run([shell, "-c", script], capture_output=True, env={**os.environ, "LOCKSTEP_TOKEN": "a token"}, check=True)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode().split("\0")[:-1]

    def test_found_shown_copied_asked_again_and_exported(self):
        world = self.world
        world.run("catalogue", "run", "left", "contacts.get_contact", "--input", "contactId=" + self.record)
        call = self.calls("--record", self.record, "--operation", "contacts.get_contact", "--outcome", "done", "--connection", "left")[0]
        self.assertEqual((call["record_id"], call["lane"], call["tries"]), (self.record, "interactive", 1))
        self.assertEqual(self.calls("--record", self.record, "--to", "2020-01-01T00:00:00Z"), [])
        found = [each["id"] for each in self.calls("--from", call["at"])]
        self.assertIn(call["id"], found)

        shown = world.run("calls", "show", call["id"])
        self.assertTrue(shown["can_resend"])
        self.assertGreater(shown["budget"]["day"], 0)
        self.assertEqual(json.loads(shown["reply"]["body"]["text"])["contact"]["id"], self.record)
        self.assertNotIn(world.highlevel["token"], json.dumps(shown))
        self.assertIn("Left of the allowance:", world.words("calls", "show", call["id"]))

        command = world.run("calls", "curl", call["id"])["curl"]
        words = self.words_of(command)
        self.assertIn("Authorization: Bearer a token", words)
        self.assertIn(shown["request"]["url"], words)
        self.assertNotIn(world.highlevel["token"], command)
        if shutil.which("curl"):
            answered = subprocess.run(["bash", "-c", command], capture_output=True, check=True,
                                      env={**os.environ, "LOCKSTEP_TOKEN": world.highlevel["token"]})
            self.assertEqual(json.loads(answered.stdout)["contact"]["id"], self.record)

        again = world.run("calls", "resend", call["id"])
        self.assertEqual(again["outcome"], "done")
        self.assertNotEqual(again["call_id"], call["id"])
        self.assertEqual(self.calls("--record", self.record)[0]["id"], again["call_id"])

        file = world.folder.name + "/calls.har"
        world.run("calls", "export", "--record", self.record, "--file", file)
        text = pathlib.Path(file).read_text()
        entries = json.loads(text)["log"]["entries"]
        self.assertIn(call["id"], [entry["_id"] for entry in entries])
        self.assertEqual(entries, sorted(entries, key=lambda entry: entry["startedDateTime"]))
        self.assertNotIn(world.highlevel["token"], text)
        exported = [each for each in world.run("audit", "list")["items"] if each["action"] == "call.export"]
        self.assertEqual([each["subject"] for each in exported], [f"{len(entries)} record={self.record}"])

    def test_a_write_is_a_command_whatever_was_written_and_is_not_asked_again(self):
        world = self.world
        world.run("catalogue", "run", "left", "contacts.update_contact", "--input", "contactId=" + self.record,
                  "--input", "city=" + HOSTILE)
        call = self.calls("--record", self.record, "--operation", "contacts.update_contact")[0]
        command = world.run("calls", "curl", call["id"])["curl"]
        words = self.words_of(command)
        self.assertEqual(json.loads(words[words.index("--data-raw") + 1])["city"], HOSTILE)
        self.assertIn("PUT", words)
        refused = world.run("calls", "resend", call["id"], code=4)
        self.assertEqual(refused["error"]["code"] if "error" in refused else refused["code"], "calls.not_a_read")
        missing = world.run("calls", "show", "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q", code=3)
        self.assertIn("calls.no_such_call", json.dumps(missing))

    def test_followed_as_they_happen(self):
        world = self.world
        for words in (["calls", "--follow", "--json"], ["calls", "follow", "--operation", "contacts.get_contact", "--json"]):
            tail = world.spawn(words, stdout=subprocess.PIPE)
            os.set_blocking(tail.stdout.fileno(), False)
            told = []

            def seen():
                # What it saw when it began is not told; so somebody has to call until it is heard.
                world.run("catalogue", "run", "left", "contacts.get_contact", "--input", "contactId=" + self.record)
                told.extend(json.loads(line) for line in tail.stdout.readlines())
                return [each for each in told if each["operation"] == "contacts.get_contact" and each["lane"] == "interactive"]

            first = wait_for("the call is told", seen)[0]
            self.assertEqual(first["record_id"], self.record)
            self.assertEqual(len({each["id"] for each in told}), len(told), "each once")
            tail.terminate()
            tail.wait(timeout=10)

    def test_what_the_mapping_calls_health_is_not_kept(self):
        world = self.world
        mapping = world.api(f"/syncs/{world.sync}")[2]["mapping"]
        for row in mapping["rows"]:
            if row["a"] == "city":
                row["sensitivity"] = "health"
        status, _, body = world.api(f"/syncs/{world.sync}/document", "PUT", {"mapping": mapping})
        self.assertEqual(status, 200, body)
        world.settle()
        (left, right) = world.pairs()[0][0]
        world.edit(world.highlevel, left, {"city": "Tadoussac-sur-Mer", "firstName": "Wilhelmine-Aurélie"})
        wait_for("the edit arrives", lambda: world.records(world.hexfit)[right]["address"]["city"] == "Tadoussac-sur-Mer", 15)
        world.settle()
        kept = [world.run("calls", "show", each["id"]) for record in (left, right) for each in self.calls("--record", record)]
        text = json.dumps(kept, ensure_ascii=False)
        self.assertIn("Wilhelmine-Aurélie", text)
        self.assertNotIn("Tadoussac-sur-Mer", text)
        self.assertTrue(any(each["is_masked"] for each in kept))


if __name__ == "__main__":
    main()
