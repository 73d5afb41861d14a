# SPDX-License-Identifier: Apache-2.0
"""What Lockstep does itself, with the real program: what is posted to a hook survives a SIGKILL, also posts that are under way; an
e-mail arrives at a mail server as it was written; a request goes nowhere it may not go, whatever its name or redirect; and no
secret is found in the database or the log."""
import email
import email.policy
import http.client
import http.server
import pathlib
import socketserver
import threading
import unittest

from world import World, ask, main, wait_for


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every message and keeps it."""
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        self.received = []
        super().__init__(("127.0.0.1", 0), MailTalk)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class MailTalk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        recipients = []
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                self.say("250 here")
            elif word == b"RCPT":
                recipients.append(line.decode().split("<")[1].split(">")[0])
                self.say("250 ok")
            elif word == b"DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(text[1:] if text.startswith(b".") else text)
                self.server.received.append((recipients, b"".join(lines)))
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class Somewhere(http.server.BaseHTTPRequestHandler):
    """Remembers who asks; /away leads to this machine by another name."""
    asked = []

    def do_GET(self):
        Somewhere.asked.append((self.path, dict(self.headers)))
        self.send_response(302 if self.path.startswith("/away") else 200)
        if self.path.startswith("/away"):
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"name": "Zo\xc3\xa9"}')

    def log_message(self, *_):
        pass


THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f.1")


class General(unittest.TestCase):
    def setUp(self):
        self.world = World(people=None)
        self.addCleanup(self.world.close)
        self.world.init()

    def run_operation(self, operation, inputs, **more):
        return self.world.api(f"/catalogue/{operation}/run", "POST", {"inputs": inputs, **more})[2]

    def test_what_is_posted_survives_a_kill(self):
        world = self.world
        world.start_server()
        hook = world.run("hooks", "create", "Contact form")
        address = world.url + hook["path"]
        accepted, stop = [], threading.Event()

        def post(number):
            for i in range(10_000):
                if stop.is_set():
                    return
                try:
                    status, _, answer = ask(address, "POST", {"n": f"{number}-{i}"}, {"Idempotency-Key": f"{number}-{i}"})
                except (OSError, http.client.HTTPException):
                    return
                if status == 200:
                    accepted.append(answer["eventId"])

        threads = [threading.Thread(target=post, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        wait_for("some posts", lambda: len(accepted) > 100)
        world.kill_server()
        stop.set()
        for thread in threads:
            thread.join()
        world.start_server()
        for event in accepted:
            status, _, found = world.api(f"/events/{event}")
            self.assertEqual((status, found["type"], found["connection"]), (200, "webhook.received", hook["id"]))
        # The same again is the same event.
        first = world.api(f"/events/{accepted[0]}")[2]
        again = ask(address, "POST", first["payload"], {"Idempotency-Key": first["delivery_id"]})[2]
        self.assertEqual((again["duplicate"], again["eventId"]), (True, accepted[0]))
        received = world.run("hooks", "list")["items"][0]["received"]
        self.assertGreaterEqual(received, len(accepted))
        world.run("hooks", "revoke", hook["id"])
        self.assertEqual(ask(address, "POST", {})[0], 401)
        self.assertEqual(world.stop_server(), 0)
        token = hook["path"].rsplit("_", 1)[1].encode()
        for file in pathlib.Path(world.data).glob("lockstep.db*"):
            self.assertNotIn(token, file.read_bytes(), f"the token stands in {file.name}")
        self.assertNotIn(token.decode(), pathlib.Path(world.log).read_text())

    def test_an_email_arrives_as_it_was_written(self):
        world, server = self.world, MailServer()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        port = str(server.server_address[1])
        set_mail = ["mail", "set", "--host", "127.0.0.1", "--port", port, "--from", "clinique@example.com", "--from-name", "Clinique Rivière"]
        # TLS is on unless told otherwise, and this server has none: nothing is sent, and no password.
        world.run(*set_mail, "--user", "clinique", "--password", "wild-geese-7")
        failed = world.run("mail", "test", "anne@example.com", code=5)
        self.assertEqual(failed["error"]["code"], "mail.tls")
        self.assertEqual(server.received, [])
        world.run(*set_mail, "--tls", "none")
        text = "Bonjour Zoé,\n.\nMAIL FROM:<x@example.com>\n" + "é" * 2000
        inputs = ["--input", "to=anne@example.com, zoe@example.com", "--input", "bcc=bureau@example.com",
                  "--input", "subject=Rendez-vous à 9 h: " + "été " * 30, "--input", "text=" + text]
        world.run("catalogue", "run", "general", "email.send", *inputs, code=4)  # not confirmed
        sent = world.run("catalogue", "run", "general", "email.send", *inputs, "--confirm")
        self.assertEqual(sent["outcome"], "done")
        (recipients, content), = server.received
        self.assertEqual(recipients, ["anne@example.com", "zoe@example.com", "bureau@example.com"])
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(message.defects, [])
        self.assertEqual(message["Subject"], "Rendez-vous à 9 h: " + ("été " * 30).strip() + " ")
        self.assertEqual(str(message["From"]), "Clinique Rivière <clinique@example.com>")
        self.assertEqual(str(message["To"]), "anne@example.com, zoe@example.com")
        self.assertIsNone(message["Bcc"])
        self.assertEqual(message.get_content().replace("\r\n", "\n"), text)
        self.assertEqual(message["Message-ID"], sent["reply"]["body"]["message_id"])
        for file in pathlib.Path(world.data).glob("lockstep.db*"):
            self.assertNotIn(b"wild-geese-7", file.read_bytes())
        server.shutdown()
        server.server_close()
        world.run("mail", "test", "anne@example.com", code=5)

    def listen_somewhere(self):
        """Somebody on this machine who notes what is asked; the port."""
        somewhere = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Somewhere)
        threading.Thread(target=somewhere.serve_forever, daemon=True).start()
        self.addCleanup(somewhere.server_close)
        self.addCleanup(somewhere.shutdown)
        return somewhere.server_address[1]

    def test_an_app_is_nowhere_it_may_not_be(self):
        """A connection's base URL is judged by the address that is connected to. Seen to fail with
        the networks allowed."""
        world = self.world
        del world.environment["LOCKSTEP_APP_NETWORKS"]
        port = self.listen_somewhere()
        world.start_server()
        before = len(Somewhere.asked)
        for host in THIS_MACHINE:
            status, _, answer = world.api("/connections", "POST", {"profile": "hexfit-v2", "label": "near", "credential": "key-1",
                                                                   "base_url": f"http://{host}:{port}"})
            self.assertGreaterEqual(status, 400, host)
            if host == "127.0.0.1" or answer["code"] != "api.bad_address":  # a spelling that is no address at all
                self.assertEqual((answer["code"], answer["params"]["reason"]), ("api.app_silent", "not_allowed"), f"{host}: {answer}")
        self.assertEqual(len(Somewhere.asked), before)
        self.assertEqual(world.stop_server(), 0)

    def test_a_request_goes_nowhere_it_may_not_go(self):
        world = self.world
        port = self.listen_somewhere()
        world.start_server()
        for host in THIS_MACHINE:
            result = self.run_operation("http.send_request", {"url": f"http://{host}:{port}/"})
            code = result["error"]["code"] if "error" in result else result["code"]
            self.assertIn(code, ("http.address_refused", "http.resolve", "catalogue.bad_input"), f"{host}: {result}")
        self.assertEqual(Somewhere.asked, [])
        self.assertEqual(world.stop_server(), 0)

        world.environment["LOCKSTEP_ALLOWED_NETWORKS"] = "127.0.0.1"
        world.start_server()
        result = self.run_operation("http.send_request", {"url": f"http://127.0.0.1:{port}/x?api_key=hush-1", "headers": {"X-Api-Token": "hush-2"}})
        self.assertEqual(result["reply"]["body"]["body"], {"name": "Zoé"})
        self.assertEqual(Somewhere.asked[-1][1]["X-Api-Token"], "hush-2")
        # A redirect is shown and not followed; where it leads is judged like any other address.
        away = self.run_operation("http.send_request", {"url": f"http://127.0.0.1:{port}/away"})["reply"]["body"]
        self.assertEqual((away["status"], away["headers"]["location"]), (302, "http://169.254.169.254/latest/meta-data"))
        self.assertEqual(len(Somewhere.asked), 2)
        follow = self.run_operation("http.send_request", {"url": away["headers"]["location"]})
        self.assertEqual(follow["error"]["code"], "http.address_refused")
        kept = wait_for("the call record", lambda: (lambda answer: answer[2] if answer[0] == 200 else None)(world.api(f"/calls/{result['call_id']}")))
        self.assertNotIn("hush", str(kept))
        self.assertIn("***", str(kept))
        self.assertEqual(world.stop_server(), 0)
        self.assertNotIn("hush", pathlib.Path(world.log).read_text())


if __name__ == "__main__":
    main()
