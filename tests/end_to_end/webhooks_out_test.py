# SPDX-License-Identifier: Apache-2.0
"""Outbound webhooks, with the real program: fifty addresses, one of them dead and one slow, are told of edits while the server is killed
under load; each event arrives at each at least once, under one id, and a verifier that knows nothing of Lockstep accepts it. Then one
address after the other: failing and coming back, gone, moved, not allowed, tested, paused, sent again, with a new secret."""
import collections
import http.server
import json
import pathlib
import subprocess
import threading
import time
import unittest

from world import World, free_port, main, wait_for, with_node

ZAPIER = pathlib.Path(__file__).resolve().parents[2] / "zapier"
PEOPLE, GOOD = 12, 48


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what is posted, by path, and answers as it is told to: 200, a status, or after a while."""
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, seconds=0):
        self.got, self.answers, self.headers, self.lock = collections.defaultdict(list), {}, {}, threading.Lock()
        self.seconds, self.is_over = seconds, threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # the server was killed while it posted

    def address(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def at(self, path):
        with self.lock:
            return list(self.got[path])

    def close(self):
        self.is_over.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        signed = {name: self.headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
        self.server.is_over.wait(self.server.seconds)
        with self.server.lock:
            self.server.got[self.path].append((signed, body, time.monotonic()))
            answers = self.server.answers.get(self.path, [])
            status = answers.pop(0) if answers else 200
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"told")

    def log_message(self, *_):
        pass


class WebhooksOut(unittest.TestCase):
    def verify(self, deliveries):
        done = subprocess.run(["node", "live/verify_webhooks.mjs"], cwd=ZAPIER, env=with_node("zapier"), text=True, capture_output=True,
                              input=json.dumps({"deliveries": deliveries}), timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        self.assertEqual(int(done.stdout), len(deliveries))

    def test_they_arrive(self):
        receiver, slow = Receiver(), Receiver(seconds=60)
        self.addCleanup(receiver.close)
        self.addCleanup(slow.close)
        world = self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)])
        self.addCleanup(world.close)
        world.environment["LOCKSTEP_ALLOWED_NETWORKS"] = "127.0.0.1"
        world.bring_together()

        def subscribe(address, **more):
            status, _, made = world.api("/subscriptions", "POST", {"label": "Test", "address": address, "types": ["contact.updated"], **more})
            self.assertEqual(status, 201, made)
            return made

        dead = subscribe(f"http://127.0.0.1:{free_port()}/")
        late = subscribe(slow.address("/slow"))
        good = {f"/good/{number}": subscribe(receiver.address(f"/good/{number}")) for number in range(GOOD - 1)}
        good["/good/full"] = subscribe(receiver.address("/good/full"), payload="full", signature="both")

        # Edits at one app, carried to the other; the server is killed while it tells of them.
        pairs = world.pairs()[0]
        self.assertEqual(len(pairs), PEOPLE)
        for a, _ in pairs:
            world.edit(world.highlevel, a, {"city": f"Tadoussac {a[:4]}"})
        wait_for("some were told", lambda: sum(len(receiver.at(path)) for path in good) > GOOD, 30)
        world.kill_server()
        world.start_server()

        def events_at(path):
            return {json.loads(body)["id"]: json.loads(body) for _, body, _ in receiver.at(path)}

        begun = time.monotonic()
        wait_for("everybody is told of everything", lambda: all(len(events_at(path)) >= PEOPLE for path in good), 20)
        took = time.monotonic() - begun
        self.assertLess(took, 15, "nobody waits for the slow one, which does not answer before that")
        links = {event["data"]["a_record"] for event in events_at("/good/0").values()}
        self.assertEqual(links, {a for a, _ in pairs}, "each edit, also those around the kill")
        for path in good:
            ids, bodies = collections.defaultdict(set), collections.defaultdict(set)
            for signed, body, _ in receiver.at(path):
                ids[json.loads(body)["id"]].add(signed["webhook-id"])
                bodies[signed["webhook-id"]].add(body)
            self.assertTrue(all(len(each) == 1 for each in ids.values()), "one id for an event, however often it is sent")
            self.assertTrue(all(len(each) == 1 for each in bodies.values()), "and one body")
            self.assertEqual(set(ids), set(events_at("/good/0")), "the same events for all")
        self.verify([{"secrets": [made["secret"]], "public_key": made["public_key"], "headers": signed, "body": body}
                     for path, made in good.items() for signed, body, _ in receiver.at(path)])
        thin, full = list(events_at("/good/0").values())[0], list(events_at("/good/full").values())[0]
        self.assertEqual(set(thin["data"]), {"sync", "link", "a_record", "b_record", "side", "fields"}, "no value of anybody")
        self.assertIn("Tadoussac", json.dumps(full["data"]["changes"]))
        self.assertIn("full_name", full["data"]["person"])
        waiting = {each["id"]: each["waiting"] for each in world.api("/subscriptions")[2]["items"]}
        self.assertEqual((waiting[dead["id"]], waiting[late["id"]]), (PEOPLE, PEOPLE), "what did not arrive waits")
        self.assertEqual({each["problem"]["code"] for each in world.api(f"/deliveries?subscription={dead['id']}")[2]["items"]}, {"http.connect"})

        for each in [dead, late, *good.values()]:
            self.assertEqual(world.api(f"/subscriptions/{each['id']}", "DELETE")[0], 204)
        self.one_after_the_other(world, receiver, pairs)

    def one_after_the_other(self, world, receiver, pairs):
        def command(*words, code=0):
            return world.run("webhooks-out", *words, code=code)

        def edit(city):
            world.edit(world.highlevel, pairs[0][0], {"city": city})

        made = command("create", receiver.address("/one"), "--label", "One", "--event", "contact.updated", "--signature", "both")
        one = made["id"]
        receiver.answers["/one"] = [500]
        edit("Sept-Îles")
        wait_for("it is tried again", lambda: len(receiver.at("/one")) == 2, 20)
        (first, body, at), (second, again, later) = receiver.at("/one")
        self.assertEqual((first["webhook-id"], body), (second["webhook-id"], again))
        self.assertGreater(later - at, 4.5)

        # With a new secret both sign.
        rotated = command("rotate", one)
        self.assertNotEqual(rotated["secret"], made["secret"])
        self.assertEqual(command("test", one)["status"], 200)
        signed, body, _ = receiver.at("/one")[-1]
        self.assertEqual(json.loads(body)["type"], "webhook.test")
        self.verify([{"secrets": [made["secret"], rotated["secret"]], "public_key": made["public_key"], "headers": signed, "body": body},
                     {"secrets": [], "public_key": rotated["public_key"], "headers": signed, "body": body}])

        # Paused, what happens waits.
        self.assertEqual(command("change", one, "--state", "paused")["state"], "paused")
        edit("Natashquan")
        wait_for("it waits", lambda: command("list")["items"][0]["waiting"] == 1, 15)
        seen = len(receiver.at("/one"))
        command("change", one, "--state", "on")
        wait_for("it is sent", lambda: len(receiver.at("/one")) == seen + 1, 10)

        # One delivery once more, under its id.
        delivery = command("deliveries", "--webhook", one, "--state", "done")["items"][0]
        command("replay", delivery["id"])
        wait_for("it is sent again", lambda: len(receiver.at("/one")) == seen + 2, 10)
        self.assertEqual(receiver.at("/one")[-1][0]["webhook-id"], delivery["id"])
        shown = wait_for("both attempts are kept", lambda: (lambda found: found if found["attempts"] == 2 else None)(command("show", delivery["id"])), 10)
        self.assertEqual([each["reply"] for each in shown["attempt_list"]], ["told", "told"])
        self.assertEqual(shown["body"], receiver.at("/one")[-1][1])

        # A redirect is a failure and is not followed; what may not be reached is not reached.
        receiver.answers["/one"], receiver.headers = [302], {"Location": receiver.address("/elsewhere")}
        self.assertEqual(command("test", one, code=5)["status"], 302)
        self.assertEqual(receiver.at("/elsewhere"), [])
        receiver.headers = {}
        for address in ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/"):
            command("change", one, "--address", address)
            self.assertEqual(command("test", one, code=5)["problem"]["code"], "http.address_refused", address)
        command("change", one, "--address", receiver.address("/one"))

        # Who is gone is not asked again, and it shows.
        receiver.answers["/one"] = [410]
        edit("Kegaska")
        off = wait_for("it is switched off", lambda: (lambda each: each if each["state"] == "disabled" else None)(command("list")["items"][0]), 15)
        self.assertEqual((off["why"], off["dead"] >= 1), ("gone", True))
        def check():
            return [each["ok"] for each in world.api("/health")[2]["checks"] if each["name"] == "webhooks_out"]
        wait_for("it shows in the health", lambda: check() == [False], 10)
        self.assertIn("subscription.disabled", [each["action"] for each in world.api("/audit?limit=20")[2]["items"]])
        self.assertEqual(world.api(f"/subscriptions/{one}/replay", "POST")[0], 409)
        command("change", one, "--state", "on")
        seen = len(receiver.at("/one"))
        self.assertGreaterEqual(command("replay", one)["replayed"], 1)
        wait_for("what was given up is sent", lambda: len(receiver.at("/one")) > seen, 10)
        command("remove", one)
        self.assertEqual(command("list")["items"], [])


if __name__ == "__main__":
    main()
