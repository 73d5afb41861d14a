# SPDX-License-Identifier: Apache-2.0
"""An app fails: an e-mail and a post tell of it, once each, in the recipient's language; and again when it is well. What cannot be
sent shows in /health, and is sent after the program was killed."""
import email
import email.policy
import http.server
import json
import threading
import unittest

from general_test import MailServer
from world import World, ask, main, wait_for


class Listener(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted; answers 500 while it is broken."""
    posted, is_broken = [], False

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not Listener.is_broken:
            Listener.posted.append(body)
        self.send_response(500 if Listener.is_broken else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Alerts(unittest.TestCase):
    def test_an_app_that_fails_is_told_and_its_end(self):
        mails = MailServer()
        self.addCleanup(mails.server_close)
        self.addCleanup(mails.shutdown)
        listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        self.addCleanup(listener.server_close)
        self.addCleanup(listener.shutdown)
        world = World(people=6, sandbox_options=["--overlap", "6"])
        self.addCleanup(world.close)
        world.environment["LOCKSTEP_ALLOWED_NETWORKS"] = "127.0.0.1"
        world.bring_together()
        world.run("mail", "set", "--host", "127.0.0.1", "--port", str(mails.server_address[1]), "--from", "us@example.com", "--tls", "none")
        post_to = f"http://127.0.0.1:{listener.server_address[1]}/secret-path"
        world.run("alerts", "set", "--on", "--mail", "anne@example.com,fr", "--webhook", post_to, "--delay", "0")
        self.assertTrue(all(each["sent"] for each in world.run("alerts", "test")["results"]))
        self.assertEqual((len(mails.received), Listener.posted[0]["type"]), (1, "lockstep.alert_test"))
        wait_for("all is well", lambda: world.status()["health"]["state"] == "well", 90)

        Listener.is_broken = True
        a, _ = world.pairs()[0][0]
        world.set_faults(world.hexfit, rates_ppm={"server_error": 1_000_000})
        world.edit(world.highlevel, a, {"city": "Waiting"})
        wait_for("an e-mail tells of it", lambda: len(mails.received) == 2, 180)
        recipients, content = mails.received[1]
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(recipients, ["anne@example.com"])
        self.assertRegex(message["Subject"], "^Lockstep: .*demande")
        self.assertIn("en difficulté depuis", message.get_content())
        failing = lambda: [check for check in ask(world.url + "/health")[2]["checks"] if check["name"] == "alerts"][0]["ok"] is False
        wait_for("what cannot be posted shows", failing, 30)
        waiting = [each for each in world.run("alerts", "list")["messages"] if each["state"] == "waiting"]
        self.assertEqual([each["channel"] for each in waiting], ["webhook"])
        world.kill_server()
        Listener.is_broken = False
        world.start_server()
        wait_for("it is posted after all", lambda: len(Listener.posted) == 2, 120)
        told = Listener.posted[1]
        self.assertEqual((told["type"], told["id"][:4]), ("lockstep.alert", "alr_"))
        self.assertIn("sync", [item["kind"] for item in told["items"]])
        self.assertTrue(all(item["news"] == "broken" for item in told["items"]))

        world.set_faults(world.hexfit, rates_ppm={"server_error": 0})
        wait_for("both say that it is well again", lambda: len(mails.received) >= 3 and len(Listener.posted) >= 3, 420)
        self.assertTrue(all(item["news"] == "well" for item in Listener.posted[2]["items"]))
        self.assertEqual((len(mails.received), len(Listener.posted)), (3, 3), "once each, also over a restart")


if __name__ == "__main__":
    main()
