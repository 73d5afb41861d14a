# SPDX-License-Identifier: Apache-2.0
"""Every command with --json and its exit codes: with a server, and without one."""
import json
import os
import pathlib
import signal
import subprocess
import unittest
import urllib.request

from world import PROGRAM, World, free_port, main


class Commands(unittest.TestCase):
    def test_without_a_data_folder(self):
        world = World(people=None)
        self.addCleanup(world.close)
        self.assertRegex(world.run("version")["version"], r"^\d+\.\d+\.\d+$")
        case = {"name": "x", "field": {"kind": "text"}, "base": "a", "a": "b", "b": "a"}
        self.assertEqual(world.run("merge", "--file", "-", input=json.dumps([case]))[0]["decision"], "write_b")
        path = pathlib.Path(world.folder.name, "cases.json")
        path.write_text(json.dumps([case, {"field": 5}]))
        results = world.run("merge", "--file", str(path))
        self.assertEqual([result.get("decision") for result in results], ["write_b", None])
        world.run("merge", "--file", str(path) + ".none", code=3)
        world.run("merge", "--file", "-", input="{", code=1)
        operations = world.run("catalogue", "list", "--kind", "search")["items"]
        self.assertIn("contacts.get_contact", [each["id"] for each in operations])
        self.assertEqual(world.run("--lang", "fr", "catalogue", "show", "contacts.get_contact")["title"], "Lire un contact")
        world.run("catalogue", "show", "contacts.none", code=3)
        world.run("connections", "list", code=3)
        self.assertEqual(world.run("doctor", code=1)["ok"], False)
        self.assertEqual(world.run("simulate", "--seed", "1")["failures"], [])
        for words in ([], ["nothing"], ["sync"], ["merge", "--colour"], ["records", "search"]):
            done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, words)
            self.assertEqual(done.stdout, "", words)
        said = subprocess.run([PROGRAM, "sync", "nothing"], capture_output=True, text=True).stderr
        self.assertIn("create, list, plan", said)
        self.assertEqual(world.run("explain", "sync.no_plan")["code"], "sync.no_plan")
        self.assertGreater(len(world.run("explain")), 190)
        world.run("explain", "sync.no_such_code", code=3)
        french = subprocess.run([PROGRAM, "explain", "sync.no_plan"], capture_output=True, text=True, env=os.environ | {"LC_ALL": "fr_CA.UTF-8"})
        self.assertIn("Aucun essai à blanc", french.stdout)
        for name, value, code in (("LOG_LEVL", "debug", 2), ("TRUSTED_PROXIES", "proxy.local", 2), ("A_SECRET_OF_MINE", "x", 3)):
            done = subprocess.run([PROGRAM, "--data", world.data, "connections", "list"], capture_output=True, text=True,
                                  env=os.environ | {"LOCKSTEP_" + name: value})
            self.assertEqual(done.returncode, code, (name, done.stderr))
        help = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True)
        self.assertEqual(help.returncode, 0)
        self.assertIn("Exit codes", help.stdout)

    def test_settings(self):
        world = World(people=None)
        self.addCleanup(world.close)
        pathlib.Path(world.data).mkdir()
        pathlib.Path(world.data, "lockstep.yaml").write_text("colour: red\n")
        world.run("init", code=2)
        pathlib.Path(world.data, "lockstep.yaml").write_text(f"key_file: {world.folder.name}/keys/master.key\nlog_level: warning\n")
        first = world.run("init", "--token")
        self.assertTrue(pathlib.Path(world.folder.name, "keys/master.key").exists())
        self.assertRegex(first["token"], "^lsk_")
        again = world.run("init")
        self.assertEqual(again["account"], first["account"])
        self.assertFalse(again["key_is_new"])
        passphrase = pathlib.Path(world.folder.name, "passphrase")
        passphrase.write_text("correct horse battery staple\n")
        copy = world.run("init", "--recovery-passphrase-file", str(passphrase))["recovery_copy"]
        self.assertIn("lockstep-recovery-v1:", pathlib.Path(copy).read_text())
        pathlib.Path(world.folder.name, "keys/master.key").chmod(0o644)
        world.run("connections", "list", code=4)

    def round_trip(self, world):
        self.assertEqual(len(world.run("connections", "list")["items"]), 2)
        self.assertEqual(world.run("connections", "show", "left")["connection"]["label"], "left")
        self.assertTrue(world.run("connections", "test", "right")["ok"])
        world.run("connections", "show", "nobody", code=3)
        world.run("connections", "show", code=2)
        world.run("connections", "rotate", "left", "--credential", "wrong", code=4)
        rotated = world.run("connections", "rotate", "left", input=world.highlevel["token"])
        self.assertEqual(rotated["state"], "active")
        self.assertEqual(len(world.run("sync", "list")["items"]), 1)
        status = world.run("sync", "status")
        self.assertEqual(status["state"], "running")
        world.run("sync", "status", "syn_none", code=3)
        self.assertIsInstance(world.run("sync", "issues", "--state", "all")["items"], list)
        page = world.run("records", "list", "--limit", "2", "--state", "linked")
        self.assertEqual(len(page["items"]), 2)
        self.assertTrue(page["next"])
        self.assertTrue(world.run("records", "list", "--limit", "2", "--state", "linked", "--cursor", page["next"])["items"])
        record = page["items"][0]
        view = world.run("records", "show", record["a_record"])
        self.assertEqual(view["summary"]["b_record"], record["b_record"])
        if record["email"]:
            self.assertTrue(world.run("records", "search", record["email"])["items"])
        self.assertTrue(world.run("records", "look", record["a_record"])["accepted"])
        world.run("records", "show", "nobody", code=3)
        self.assertTrue(world.run("changes", "--limit", "5")["items"])
        events = world.run("events", "list", "--limit", "5")["items"]
        self.assertTrue(events)
        event = next(each for each in events if each["type"].startswith("contact."))
        self.assertIn("payload", world.run("events", "show", event["id"]))
        world.run("events", "replay", event["id"])
        world.run("events", "show", "evt_none", code=3)
        self.assertGreaterEqual(len(world.run("catalogue", "list", "--app", "highlevel", "--kind", "action")["items"]), 20)
        self.assertEqual(world.run("catalogue", "show", "contacts.get_contact")["id"], "contacts.get_contact")
        world.run("catalogue", "show", "contacts.nothing", code=3)
        result = world.run("catalogue", "run", "left", "contacts.get_contact", "--input", "contactId=" + record["a_record"])
        self.assertEqual((result["outcome"], result["reply"]["status"]), ("done", 200))
        self.assertNotIn(world.highlevel["token"], json.dumps(result))
        inputs = pathlib.Path(world.folder.name, "inputs.json")
        inputs.write_text(json.dumps({"client_id": record["b_record"]}))
        self.assertEqual(world.run("catalogue", "run", "right", "clients.get_client", "--input-json", str(inputs))["outcome"], "done")
        world.run("catalogue", "run", "left", "contacts.get_contact", code=2)
        note = ["catalogue", "run", "left", "contacts.create_note", "--input", "contactId=" + record["a_record"], "--input", "body=Hello"]
        self.assertEqual(world.run(*note, "--dry-run")["outcome"], "not_sent")
        made = world.run(*note)["reply"]["body"]["id"]
        gone = ["catalogue", "run", "left", "contacts.delete_note", "--input", "contactId=" + record["a_record"], "--input", "id=" + made]
        world.run(*gone, code=4)
        self.assertEqual(world.run(*gone, "--confirm")["outcome"], "done")
        doctor = world.run("doctor", "--online")
        self.assertTrue(doctor["ok"], doctor)
        self.assertEqual(world.run("sync", "pause")["state"], "paused")
        self.assertEqual(world.run("sync", "start", "--without-plan", "--wait")["state"], "running")

    def test_with_a_server_and_without(self):
        world = World(people=12)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.server.send_signal(signal.SIGHUP)  # a server outlives its terminal
        for language, words in (("fr", "L’application n’accepte pas la clé"), ("en", "The app does not accept the credential")):
            refused = subprocess.run([PROGRAM, "--data", world.data, "--lang", language, "connect", "hexfit", "--key", "wrong-key", "--base-url",
                                      world.hexfit["url"]], capture_output=True, text=True)
            self.assertIn(words, refused.stderr)
        page = urllib.request.urlopen(world.url + "/docs/errors/api.credential_refused?language=fr").read().decode()
        self.assertIn("L’application n’accepte pas la clé", page)
        world.connect()
        world.run("connect", "hexfit", "--key", "wrong-key", "--base-url", world.hexfit["url"], code=4)
        world.run("connect", "hexfit", "--key", "x", "--base-url", f"http://127.0.0.1:{free_port()}", code=5)
        self.assertEqual(world.run("sync", "plan", "--no-wait")["accepted"], True)
        self.assertEqual(world.run("sync", "plan", "--wait")["state"], "done")
        self.assertEqual(world.run("sync", "start", "--wait")["state"], "running")
        world.settle()
        self.round_trip(world)
        world.settle()
        self.assertEqual(world.stop_server(), 0)
        self.assertEqual(json.loads(pathlib.Path(world.data, "server.json").read_text())["url"], "")
        # The same commands, now in-process.
        self.round_trip(world)
        self.assertEqual(world.run("sync", "plan")["state"], "done")
        self.assertEqual(world.run("sync", "start", "--wait")["state"], "running")

    def test_the_demo(self):
        ports = [str(free_port()) for _ in range(3)]
        done = subprocess.run([PROGRAM, "demo", "--people", "12", "--overlap", "6", "--port", ports[0], "--highlevel-port", ports[1], "--hexfit-port", ports[2],
                               "--for", "14", "--json"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        told, *edits = map(json.loads, done.stdout.splitlines())
        self.assertEqual(told["url"], "http://127.0.0.1:" + ports[0])
        self.assertGreaterEqual(told["linked"], 5)
        for edit in edits:
            self.assertLess(edit["arrived_ms"], 15000)


if __name__ == "__main__":
    main()
