# SPDX-License-Identifier: Apache-2.0
"""What goes wrong with an app or its webhooks is said by status, doctor, /health and /metrics alike, and ends when it ends: an app that
is down, a connection that is disabled and comes back by its label, webhooks with a wrong secret. Seen to fail: while nothing
was said of the next try where no pause was due."""
import unittest
import urllib.request

from world import World, ask, main, wait_for

PEOPLE = 10


class Health(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)])
        self.addCleanup(self.world.close)
        self.world.bring_together()
        self.pairs = self.world.pairs()[0]

    def health(self):
        return self.world.status()["health"]

    def metrics(self):
        request = urllib.request.Request(self.world.url + "/metrics", headers={"Authorization": "Bearer " + self.world.token})
        with urllib.request.urlopen(request) as reply:
            return reply.read().decode()

    def city(self, id):
        return ask(f"{self.world.hexfit['admin_url']}/records/{id}")[2]["fields"]["address"].get("city")

    def doctor(self, name, code=0):
        checks = self.world.run("doctor", code=code)["checks"]
        return next(check for check in checks if check["name"] == name)

    def test_an_app_that_is_down(self):
        world = self.world
        wait_for("all is well", lambda: self.health()["state"] == "well", 90)
        self.assertEqual(ask(world.url + "/health")[2]["status"], "ok")
        world.set_faults(world.hexfit, rates_ppm={"server_error": 1_000_000})
        a, b = self.pairs[0]
        world.edit(world.highlevel, a, {"city": "Waiting"})
        wait_for("the sync says that it waits", lambda: self.health()["state"] == "waiting", 30)
        since = self.health()["since"]
        wait_for("it is said loudly after a minute", lambda: self.health()["weight"] == "alarm", 75)
        told = self.health()
        self.assertEqual(told["since"], since)
        self.assertGreaterEqual(told["waits"], 1)
        # While a try is on its way, the next one has no time yet.
        wait_for("the next try is told", lambda: self.health()["next_try_at"], 30)
        self.assertGreater(world.status()["lag_seconds"], 50)
        health = ask(world.url + "/health")
        self.assertEqual((health[0], health[2]["status"]), (200, "degraded"))
        self.assertIn("waiting: Hexfit answers", world.words("sync", "status"))
        self.assertEqual(self.doctor("sync " + world.run("sync", "list")["items"][0]["label"], code=1)["state"], "failed")
        metrics = self.metrics()
        self.assertRegex(metrics, r'lockstep_sync_state\{[^}]*state="waiting"[^}]*\} 1\n')
        self.assertRegex(metrics, r'lockstep_connection_state\{[^}]*state="well"[^}]*\} 1\n')
        for name in ["lockstep_sync_lag_seconds", "lockstep_sync_queue", "lockstep_sync_links", "lockstep_sync_open_issues",
                     "lockstep_webhook_accepted_timestamp_seconds", "lockstep_poll_timestamp_seconds", "lockstep_build_info",
                     "process_resident_memory_bytes", "process_open_fds"]:
            self.assertIn("\n" + name, metrics)
        world.stop_server()
        world.start_server()
        self.assertEqual(self.health()["state"], "waiting", "a restart cures no app")
        world.set_faults(world.hexfit, rates_ppm={"server_error": 0})
        wait_for("the edit arrives", lambda: self.city(b) == "Waiting", 180)
        wait_for("all is well again", lambda: self.health()["state"] == "well", 90)

    def test_a_disabled_connection_comes_back_by_its_label(self):
        world = self.world
        label = world.b["connection"]["label"]
        world.run("connections", "disable", label)
        self.assertEqual(self.health()["state"], "paused")
        self.assertEqual(self.health()["code"], "condition.sync.connection_disabled")
        a, b = self.pairs[0]
        world.edit(world.highlevel, a, {"city": "Later"})
        wait_for("the edit waits", lambda: self.health()["waits"] >= 1, 30)
        enabled = world.run("connections", "enable", label)
        self.assertEqual(enabled["state"], "active")
        self.assertEqual(enabled["health"]["state"], "well")
        wait_for("the edit arrives", lambda: self.city(b) == "Later", 330)

    def test_webhooks_with_a_wrong_secret(self):
        world = self.world
        made = world.run("connections", "webhook", world.a["connection"]["label"])
        address = world.url + made["webhook_path"]
        body = {"eventType": "contact.updated", "payload": {"contactId": self.pairs[0][0]}}
        for _ in range(10):
            self.assertEqual(ask(address, "POST", body, {"Authorization": "Bearer wrong"})[0], 401)
        view = world.api("/connections/" + world.a["connection"]["id"])[2]["deliveries"]
        self.assertEqual((view["refusal"], view["refused_in_a_row"]), ("wrong_secret", 10))
        open_kinds = lambda: [issue["kind"] for issue in world.open_issues() if issue["state"] == "open"]
        wait_for("an issue says so", lambda: "deliveries_refused" in open_kinds(), 20)
        self.assertEqual(self.doctor("webhooks of " + world.a["connection"]["label"])["state"], "warning")
        self.assertRegex(self.metrics(), r"lockstep_webhooks_refused_in_a_row\{[^}]*\} 10\n")
        self.assertEqual(ask(address, "POST", body, {"Authorization": "Bearer " + made["webhook_secret"]})[0], 200)
        wait_for("the issue is settled", lambda: "deliveries_refused" not in open_kinds(), 20)


if __name__ == "__main__":
    main()
