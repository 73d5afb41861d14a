# SPDX-License-Identifier: Apache-2.0
"""A clinic and an agency connect by OAuth, with the real program and the simulated HighLevel: an access token that lives for seconds
is renewed while people are edited, also when the server is killed meanwhile; an app that is taken out is told, nothing is lost, and
agreeing again goes on with what waited; fifty locations of an agency are connected at once."""
import time
import unittest
import urllib.parse

from world import World, ask, main, wait_for

PEOPLE = 12


class OAuth(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)])
        self.addCleanup(self.world.close)

    def set_up_app(self):
        world = self.world
        vendor = ask(world.highlevel["admin_url"] + "/identity")[2]
        base = world.highlevel["url"]
        status, _, app = world.api("/oauth/apps/highlevel", "PUT", {
            "client_id": vendor["clientId"], "client_secret": vendor["clientSecret"], "redirect_uri": world.url + "/oauth/callback",
            "authorize_url": base + "/v2/oauth/chooselocation", "base_url": base})
        self.assertEqual(status, 200, app)
        self.assertNotIn(vendor["clientSecret"], str(app))
        return vendor

    def agree(self, mode, owner):
        """As a person's browser does: to the vendor, a choice there, and back with what it gives."""
        status, _, begun = self.world.api("/oauth/authorizations", "POST", {"connector": "highlevel", "mode": mode})
        self.assertEqual(status, 201, begun)
        status, headers, _ = ask(begun["authorize_url"] + "&choose=" + urllib.parse.quote(owner))
        self.assertEqual(status, 302)
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(headers["Location"]).query))
        return self.world.api("/oauth/authorizations/complete", "POST", {"state": back["state"], "code": back["code"]})

    def city(self, id):
        return ask(f"{self.world.hexfit['admin_url']}/records/{id}")[2]["fields"]["address"].get("city")

    def set_limits(self, **limits):
        status, _, body = ask(self.world.highlevel["admin_url"] + "/limits", "PUT", limits)
        self.assertEqual(status, 200, body)

    def connection(self):
        return next(each for each in self.world.api("/connections")[2]["items"] if each["connector"] == "highlevel")

    def credential_issues(self):
        items = self.world.api(f"/syncs/{self.world.sync}/issues?limit=200&state=open")[2]["items"]
        return [issue for issue in items if issue["kind"] == "credential_refused"]

    def test_one_location_through_expiry_kills_and_an_uninstall(self):
        world = self.world
        world.bring_together()
        pairs = world.pairs()[0]
        vendor = self.set_up_app()
        self.set_limits(oauth_access_seconds=61)
        status, _, done = self.agree("location", vendor["locationId"])
        self.assertEqual(status, 200, done)
        # The connection that was there by a token has the grant now; nothing else about it changed.
        self.assertEqual(done["connection"]["id"], world.a["connection"]["id"])
        self.assertEqual(done["connection"]["grant_id"], done["grant"]["id"])

        refreshes = lambda: ask(world.highlevel["admin_url"] + "/counters")[2]["counters"].get("call", {}).get("oauth", 0)
        first = refreshes()
        end, number = time.monotonic() + 55, 0
        while time.monotonic() < end:
            a, b = pairs[number % len(pairs)]
            world.edit(world.highlevel, a, {"city": f"Edited{number}"})
            wait_for("an edit arrives across renewals", lambda b=b, n=number: self.city(b) == f"Edited{n}", 60)
            number += 1
            if number in (2, 5):
                world.kill_server()
                world.start_server()
            time.sleep(1)
        self.assertGreater(refreshes(), first, "the token was renewed")
        self.assertLessEqual(refreshes() - first, 6, "and not for every call")
        self.assertEqual(self.connection()["state"], "active")

        self.set_limits(oauth_may_reconnect=False)
        status, _, _ = ask(world.highlevel["url"] + "/v2/oauth/uninstall?owner=" + vendor["locationId"])
        self.assertEqual(status, 200)
        # HighLevel's webhook says so: nobody waits for a call to be refused.
        wait_for("the connection says so", lambda: self.connection()["state"] == "needs_credential", 10)
        wait_for("an issue asks for a person", lambda: self.credential_issues(), 10)
        a, b = pairs[0]
        world.edit(world.highlevel, a, {"city": "While it was out"})
        time.sleep(3)
        self.assertEqual(len(self.credential_issues()), 1)
        grant = world.api("/oauth/grants")[2]["items"][0]
        self.assertIn(grant["state"], ("dead", "removed"))
        calls = ask(world.highlevel["admin_url"] + "/counters")[2]["counters"]["call"]
        time.sleep(5)
        self.assertLessEqual(sum(ask(world.highlevel["admin_url"] + "/counters")[2]["counters"]["call"].values()) - sum(calls.values()), 3,
                             "a dead connection is left in peace")

        status, _, done = self.agree("location", vendor["locationId"])
        self.assertEqual(status, 200, done)
        self.assertEqual(done["grant"]["id"], grant["id"])
        wait_for("what waited arrives", lambda: self.city(b) == "While it was out", 120)
        wait_for("the issue is settled", lambda: not self.credential_issues(), 30)
        wait_for("the connection is well", lambda: self.connection()["state"] == "active", 30)
        audit = world.words("oauth", "grants")
        self.assertIn("active", audit)

    def test_an_agency_with_fifty_locations(self):
        world = self.world
        world.init()
        world.start_server()
        vendor = self.set_up_app()
        self.set_limits(oauth_locations=49)
        status, _, done = self.agree("agency", vendor["companyId"])
        self.assertEqual(status, 200, done)
        self.assertIsNone(done["connection"])
        grant = done["grant"]["id"]
        accounts = world.api(f"/oauth/grants/{grant}/accounts")[2]["items"]
        self.assertEqual(len(accounts), 50)
        said = world.words("oauth", "connect", grant, "--all")
        self.assertEqual(said.count("connected: con_"), 50, said)
        connections = world.api("/connections")[2]["items"]
        self.assertEqual(len({each["account_key"] for each in connections}), 50)
        self.assertTrue(all(each["grant_id"] for each in connections))
        self.assertTrue(all(each["is_connected"] for each in world.api(f"/oauth/grants/{grant}/accounts")[2]["items"]))
        status, _, page = world.api(f"/oauth/grants/{grant}/connections", "POST", {"accounts": ["nowhere"]})
        self.assertEqual(page["items"][0]["problem"]["code"], "oauth.not_installed")

    def test_what_was_not_begun_here_is_refused(self):
        world = self.world
        world.init()
        world.start_server()
        vendor = self.set_up_app()
        status, _, problem = world.api("/oauth/authorizations/complete", "POST", {"state": "invented", "code": "stolen"})
        self.assertEqual((status, problem["code"]), (403, "oauth.state_unknown"))
        _, _, begun = world.api("/oauth/authorizations", "POST", {"connector": "highlevel", "mode": "location"})
        state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(begun["authorize_url"]).query))["state"]
        status, _, problem = world.api("/oauth/authorizations/complete", "POST", {"state": state, "code": "wrong"})
        self.assertEqual((status, problem["code"]), (403, "oauth.code_refused"))
        self.assertEqual(world.api("/oauth/grants")[2]["items"], [])
        self.assertEqual(world.api("/connections")[2]["items"], [])
        self.assertIsNotNone(vendor)


if __name__ == "__main__":
    main()
