# SPDX-License-Identifier: Apache-2.0
"""Bad input over real HTTP: a clear problem (or 401/429 for webhooks), nothing half written, and the process lives."""
import json
import socket
import unittest

from world import World, ask, main


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(people=3, webhooks=False)
        cls.addClassCleanup(cls.world.close)
        cls.world.init()
        cls.world.start_server()
        cls.world.connect()

    def tearDown(self):
        self.assertTrue(self.world.is_ready(), "the process lives")

    def counts(self):
        return [len(self.world.api(path)[2]["items"]) for path in ("/connections", "/syncs", "/events", "/tokens")]

    def test_the_api(self):
        before = self.counts()
        deep = "[" * 2000 + "]" * 2000
        matrix = [
            # method, path, body, headers, statuses that are right
            ("POST", "/syncs", "{", {}, {400}),
            ("POST", "/syncs", "", {}, {400}),
            ("POST", "/syncs", "null", {}, {400}),
            ("POST", "/syncs", "[]", {}, {400}),
            ("POST", "/syncs", '{"a": 1, "b": 2}', {}, {400}),
            ("POST", "/syncs", '{"a": "con_x", "b": "con_y"}', {}, {400, 404}),
            ("POST", "/syncs", '{"a": "x", "a": "y", "b": "z"}', {}, {400}),
            ("POST", "/syncs", '{"a": "x", "b": "y", "colour": "red"}', {}, {400}),
            ("POST", "/syncs", b'{"a": "\xff\xfe", "b": "y"}', {}, {400}),
            ("POST", "/syncs", deep, {}, {400}),
            ("POST", "/syncs", '{"a": "' + "x" * (1 << 20) + '"}', {}, {400, 413}),
            ("POST", "/syncs", '{"a": "x", "b": "y"}', {"Content-Type": "text/plain"}, {400, 415}),
            ("POST", "/connections", '{"profile": "nothing", "credential": "x"}', {}, {400}),
            ("POST", "/connections", '{"profile": "highlevel", "credential": "x\\r\\nX-Evil: 1", "settings": {"locationId": "a"}}', {}, {400}),
            ("POST", "/connections", '{"profile": "highlevel", "credential": "x", "base_url": "file:///etc/passwd", "settings": {"locationId": "a"}}', {}, {400}),
            ("GET", "/events?limit=0", None, {}, {400}),
            ("GET", "/events?limit=x", None, {}, {400}),
            ("GET", "/events?colour=red", None, {}, {400}),
            ("GET", "/events?token=lsk_x", None, {}, {400, 401, 403}),
            ("GET", "/events/evt_none", None, {}, {404}),
            ("GET", "/syncs/%00", None, {}, {400, 404}),
            ("GET", "/nothing", None, {}, {404}),
            ("PUT", "/events", "{}", {}, {405}),
            ("GET", "/events", None, {"Authorization": "Bearer wrong"}, {401}),
            ("GET", "/events", None, {"Authorization": "Basic eDp5"}, {401}),
            ("GET", "/events", None, {"Authorization": ""}, {401}),
            ("POST", "/merge", '{"cases": 5}', {}, {400}),
        ]
        for method, path, body, headers, right in matrix:
            with self.subTest(path=path, body=str(body)[:40]):
                headers = {"Content-Type": "application/json", **headers} if body is not None else headers
                status, got, problem = self.world.api(path, method, body, headers)
                self.assertIn(status, right, problem)
                self.assertEqual(got["Content-Type"], "application/problem+json")
                self.assertEqual(problem["status"], status)
                self.assertRegex(problem["code"], r"^[a-z]+\.[a-z_]+$")
        self.assertEqual(self.counts(), before, "nothing half written")

    def test_webhooks(self):
        before = self.counts()
        secret = self.world.hexfit["webhook_secret"]
        good = json.dumps({"eventType": "contact.updated", "payload": {"id": "x"}})
        bearer = {"Authorization": "Bearer " + secret}
        matrix = [
            ("/webhooks/contacts", good, {}, {401}),
            ("/webhooks/contacts", good, {"Authorization": "Bearer wrong"}, {401}),
            ("/webhooks/contacts", good, {"X-GHL-Signature": "AAAA"}, {401}),
            ("/webhooks/contacts", good, {"X-GHL-Signature": "A" * 86 + "=="}, {401}),
            ("/webhooks/contacts", good, {"X-GHL-Signature": "A" * 100_0}, {401}),
            ("/webhooks/contacts", good, {"webhook-id": "1", "webhook-timestamp": "x", "webhook-signature": "v1,AAAA"}, {401}),
            ("/webhooks/in/unknown", good, bearer, {401}),
            ("/webhooks/in/", good, bearer, {401, 404}),
            ("/webhooks/elsewhere", good, bearer, {404}),
            ("/webhooks/contacts", '{"eventType": 5, "payload": {}}', bearer, {400}),
            ("/webhooks/contacts", '"' + "x" * (1 << 20) + '"', bearer, {400, 413}),
            ("/webhooks/contacts", "", bearer, {400}),
        ]
        for path, body, headers, right in matrix:
            with self.subTest(path=path, body=str(body)[:40], headers=list(headers)):
                status, _, _ = ask(self.world.url + path, "POST", body, {"Content-Type": "application/json", **headers})
                # A sender with many failures is told to wait.
                self.assertIn(status, right | {429})
                self.assertLess(status, 500)
        self.assertEqual(self.counts(), before, "nothing of that is stored")
        # What is authentic and no JSON is kept as it came, because apps do not send again what is refused.
        unreadable = ["{", b"\xff\xfe", "[" * 3000]
        for body in unreadable:
            status, _, _ = ask(self.world.url + "/webhooks/contacts", "POST", body, {"Content-Type": "application/json", **bearer})
            self.assertEqual(status, 200)
        events = self.world.api("/events?limit=10")[2]["items"]
        self.assertEqual([event["state"] for event in events[:3]], ["parked"] * 3)

    def test_bytes_that_are_no_http(self):
        for text in (b"\x00\x01\x02\x03" * 10, b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 500 + b"\r\n"):
            with self.subTest(text=text[:30]), socket.create_connection(("127.0.0.1", self.world.port), timeout=5) as connection:
                connection.sendall(text)
                connection.shutdown(socket.SHUT_WR)
                try:
                    answer = connection.recv(4096)
                except ConnectionResetError:
                    continue
                if answer:
                    self.assertIn(answer.split()[1][:1], (b"4",), answer)
                    problem = json.loads(answer.split(b"\r\n\r\n", 1)[1])
                    self.assertTrue(problem["code"].startswith("http."), problem)
                    self.assertTrue(problem["request_id"].startswith("req_"), problem)


if __name__ == "__main__":
    main()
