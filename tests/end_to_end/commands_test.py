# SPDX-License-Identifier: Apache-2.0
"""Every command with --json and its exit codes: with a server, and without one."""
import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import unittest
import urllib.request

from world import PROGRAM, World, ask, free_port, main, wait_for


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
        named = next(each for each in world.run("records", "list", "--limit", "50")["items"] if len(each["name"].split()[-1]) >= 6)
        found = world.run("records", "search", named["name"].split()[-1][:4].upper())
        self.assertIn(named["name"], [each["name"] for each in found["items"]], "by how the last name begins")
        self.assertTrue(found["names_complete"])
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
        self.upkeep(world)
        self.assertEqual(world.run("sync", "pause")["state"], "paused")
        self.assertEqual(world.run("sync", "start", "--without-plan", "--wait")["state"], "running")

    def upkeep(self, world):
        """What keeps an installation; leaves everything as it was."""
        self.assertEqual(world.run("connections", "rename", "right", "studio")["label"], "studio")
        self.assertEqual(world.run("connections", "rename", "studio", "right")["label"], "right")
        self.assertEqual(world.run("connections", "disable", "right")["state"], "disabled")
        self.assertEqual(world.run("connections", "enable", "right")["state"], "active")
        self.assertEqual(world.run("connections", "delete", "right", code=4)["error"]["code"], "connections.in_use")
        version = world.run("sync", "list")["items"][0]["version"]
        self.assertEqual(world.run("sync", "invitations", "on", code=4)["error"]["code"], "sync.invitations_unconfirmed")
        self.assertEqual(world.run("sync", "invitations", "on", "--confirm")["policy"]["send_invitations"], True)
        self.assertEqual(world.run("sync", "invitations", "off")["policy"]["send_invitations"], False)
        self.assertEqual(world.run("sync", "list")["items"][0]["version"], version + 2)
        keys = world.run("keys", "list")["keys"]
        self.assertEqual(len(world.run("keys", "rotate")["keys"]), len(keys) + 1)
        self.assertEqual(world.run("adopt")["writes"]["state"], "allowed")
        made = world.run("tokens", "create", "a dashboard")
        self.assertRegex(made["token"], "^lsk_")
        self.assertIn(made["id"], [each["id"] for each in world.run("tokens", "list")["items"]])
        self.assertTrue(world.run("tokens", "revoke", made["id"])["revoked"])
        world.run("tokens", "revoke", made["id"], code=3)
        users = world.run("users", "list")["items"]
        if users:
            changed = world.run("users", "password", users[0]["email"], input="a password of many words\n")
            self.assertEqual(changed["id"], users[0]["id"])
            world.run("init", "--show-code", code=4)
        else:
            self.assertTrue(world.run("init", "--show-code")["setup_code"])
        world.run("users", "password", "nobody@example.com", input="a password of many words\n", code=3)
        done = [each["action"] for each in world.run("audit", "list", "--limit", "50")["items"]]
        for action in ("connection.rename", "connection.disable", "connection.enable", "sync.change_document", "keys.rotate", "installation.adopt",
                       "token.created", "token.revoked"):
            self.assertIn(action, done)
        self.assertTrue(world.run("audit", "check")["ok"])
        place = world.run("backup", world.folder.name + f"/backups-{len(keys)}", "--passphrase", "a passphrase of many words")["place"]
        self.assertTrue(pathlib.Path(place, "manifest.json").exists())

    def test_under_a_name(self):
        world = World(people=None)
        self.addCleanup(world.close)
        pathlib.Path(world.data).mkdir()
        for wrong in ("lockstep.example", "ftp://lockstep.example", "https://lockstep.example/path", "https://somebody@lockstep.example"):
            pathlib.Path(world.data, "lockstep.yaml").write_text(f"public_url: {wrong}\n")
            self.assertIn("public_url", json.dumps(world.run("init", code=2)))
        pathlib.Path(world.data, "lockstep.yaml").write_text("public_url: https://lockstep.example\nhosts: [old.example]\n")
        world.init()
        world.start_server()
        path = world.url + "/api/v1/session"
        for host in ("lockstep.example", "old.example:8080", "127.0.0.1", "localhost"):
            status, headers, _ = ask(path, headers={"Host": host})
            self.assertEqual((status, headers["Strict-Transport-Security"]), (200, "max-age=31536000"), host)
        status, _, problem = ask(path, headers={"Host": "rebound.example"})
        self.assertEqual((status, problem["code"]), (421, "api.unknown_host"))
        self.assertIn("public_url", problem["detail"])
        body = {"setup_code": world.setup_code, "email": "owner@example.com", "password": "correct horse battery staple"}
        status, headers, _ = ask(world.url + "/api/v1/setup", "POST", body, {"Host": "lockstep.example"})
        self.assertEqual(status, 201)
        self.assertIn("; Secure", headers["Set-Cookie"])

    def test_the_set_up_code_while_the_server_runs(self):
        world = World(people=None)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        second = world.run("init", "--show-code")["setup_code"]
        self.assertNotEqual(second, world.setup_code)
        owner = {"email": "owner@example.com", "password": "a password of many words"}
        status, _, told = ask(world.url + "/api/v1/setup", "POST", {**owner, "setup_code": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEEE"})
        self.assertEqual((status, told["code"]), (403, "identity.bad_setup_code"))
        self.assertIn("--show-code", told["remedy"])
        # The second did not make the first one bad.
        self.assertEqual(ask(world.url + "/api/v1/setup", "POST", {**owner, "setup_code": world.setup_code})[0], 201)
        self.assertEqual(world.run("init", "--show-code", code=4)["error"]["code"], "identity.owner_exists")

    def certify(self, world, name):
        files = [f"{world.folder.name}/{name}.pem", f"{world.folder.name}/{name}.key"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        "/CN=" + name, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        return files

    def test_a_certificate_is_read_again_while_connections_stand(self):
        world = World(people=None)
        self.addCleanup(world.close)
        world.init()
        used = self.certify(world, "first")
        log = open(world.log, "a")
        self.addCleanup(log.close)
        world.server = world.spawn(["serve", "--listen", f"127.0.0.1:{world.port}", "--tls-cert", used[0], "--tls-key", used[1], "--log-format", "json"], stderr=log)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

        def shown():
            with socket.create_connection(("127.0.0.1", world.port), timeout=5) as plain, context.wrap_socket(plain) as secure:
                return ssl.DER_cert_to_PEM_cert(secure.getpeercert(True)).split()

        def certificate(file):
            return pathlib.Path(file).read_text().split()

        def logged():
            return pathlib.Path(world.log).read_text()

        wait_for("it is ready", lambda: '"ready"' in logged())
        self.assertEqual(shown(), certificate(used[0]))
        first = certificate(used[0])
        standing = http.client.HTTPSConnection("127.0.0.1", world.port, context=context, timeout=10)
        self.addCleanup(standing.close)
        standing.request("GET", "/health")
        self.assertEqual(standing.getresponse().read()[:1], b"{")
        pathlib.Path(used[0]).write_text("no certificate\n")
        world.server.send_signal(signal.SIGHUP)
        wait_for("the fault is logged", lambda: "the certificate could not be read again" in logged())
        self.assertEqual(shown(), first)
        for file, new in zip(used, self.certify(world, "second")):
            os.replace(new, file)
        pathlib.Path(world.data, "lockstep.yaml").write_text("log_level: error\n")
        world.server.send_signal(signal.SIGHUP)
        wait_for("the new one is shown", lambda: shown() == certificate(used[0]) != first)
        standing.request("GET", "/health")
        self.assertEqual(standing.getresponse().status, 200, "a connection that stood was cut")
        pathlib.Path(world.data, "lockstep.yaml").write_text("log_levl: error\n")
        world.server.send_signal(signal.SIGHUP)
        wait_for("a misspelt setting is logged", lambda: "the settings could not be read again" in logged())
        self.assertIsNone(world.server.poll())

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
