# SPDX-License-Identifier: Apache-2.0
"""The sandbox of a real demo: both books are edited through the REST routes and the commands, and each switch of a fault changes what a
call to the app gets, until it is cleared."""
import json
import pathlib
import signal
import subprocess
import time
import unittest

from world import PROGRAM, World, ask, free_port, main, wait_for

PATIENCE_S = 1.5  # an answer that takes longer has not come
SIDES = ("left", "right")


class App:
    """One simulated app as a client with its credential calls it, and what it holds."""

    def __init__(self, url):
        self.url = url
        self.identity = ask(url + "/_sandbox/identity")[2]
        self.name = self.identity["app"]
        self.at_left = "token" in self.identity

    def call(self, method, path, body=None):
        """Status and body; None when nothing was heard in time."""
        headers = {"Authorization": "Bearer " + (self.identity["token"] if self.at_left else self.identity["key"]),
                   "Version": "2021-07-28"}
        try:
            status, _, content = ask(self.url + path, method, body, headers, timeout=PATIENCE_S)
            return status, content
        except ValueError:
            return 200, "no JSON"
        except OSError:
            return None

    def person(self, id):
        return ("/contacts/" if self.at_left else "/full/v1/clients/") + id

    def read(self, id):
        return self.call("GET", self.person(id))

    def city_read(self, id):
        answer = self.read(id)[1]
        return answer["contact"].get("city") if self.at_left else answer["value"]["address"]["city"]

    def write(self, id, city):
        if self.at_left:
            return self.call("PUT", self.person(id), {"city": city})
        return self.call("PATCH", self.person(id), {"address": {"city": city}})

    def create(self, name):
        if self.at_left:
            return self.call("POST", "/contacts/", {"locationId": self.identity["locationId"], "firstName": name, "email": f"{name}@new.example"})
        return self.call("POST", "/full/v1/clients", {"firstname": name, "lastname": "New", "email": f"{name}@new.example"})

    def listing(self):
        """The ids that a listing shows, and what it counts."""
        if self.at_left:
            answer = self.call("POST", "/contacts/search", {"locationId": self.identity["locationId"], "pageLimit": 100})[1]
            return [each["id"] for each in answer["contacts"]], answer["total"]
        answer = self.call("GET", "/full/v1/clients?limit=100")[1]["value"]
        return [each["id"] for each in answer["items"]], answer.get("total")

    def counters(self):
        return ask(self.url + "/_sandbox/counters")[2]

    def webhooks(self, name):
        return self.counters()["counters"].get("webhook", {}).get(name, 0)


class Sandbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = subprocess.Popen(
            [PROGRAM, "demo", "--json", "--port", str(free_port()), "--highlevel-port", str(free_port()), "--hexfit-port",
             str(free_port()), "--people", "30", "--overlap", "20"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.about = json.loads(cls.demo.stdout.readline())
        cls.token = json.loads(pathlib.Path(cls.about["data"], "server.json").read_text())["token"]
        cls.apps = [App(cls.about["highlevel_url"]), App(cls.about["hexfit_url"])]

    @classmethod
    def tearDownClass(cls):
        cls.demo.send_signal(signal.SIGTERM)
        try:
            cls.demo.wait(timeout=30)
        except subprocess.TimeoutExpired:
            cls.demo.kill()
            cls.demo.wait()
        cls.demo.stdout.close()

    def api(self, path, method="GET", body=None, code=200, language="en"):
        status, _, content = ask(self.about["url"] + "/api/v1" + path, method, body,
                                 {"Authorization": "Bearer " + self.token, "Accept-Language": language})
        self.assertEqual(status, code, (method, path, content))
        return content

    def run_command(self, *words, code=0):
        done = subprocess.run([PROGRAM, *words, "--data", self.about["data"], "--json"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return json.loads(done.stdout.splitlines()[0])

    def pairs(self, query=""):
        found, cursor = [], ""
        while True:
            page = self.api(f"/sandbox/people?limit=7&query={query}" + (f"&cursor={cursor}" if cursor else ""))
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = page["next"]

    def person(self, app, id):
        return self.api(f"/sandbox/people/{app.name}/{id}")

    def linked(self, at=0):
        return [pair for pair in self.pairs() if pair["left"] and pair["right"]][at]

    def turn(self, app, fault, on):
        turned = self.api(f"/sandbox/faults/{app.name}/{fault}", "PUT", {"on": on})
        self.assertEqual((turned["on"], turned["since"] is not None), (on, on), fault)

    def test_1_everybody_is_shown_once_and_an_edit_arrives_at_the_other_book(self):
        pairs = self.pairs()
        for side, app in zip(SIDES, self.apps):
            shown = [pair[side]["id"] for pair in pairs if pair[side]]
            held = [each["id"] for each in ask(app.url + "/_sandbox/records?limit=1000")[2]["records"]]
            self.assertEqual(sorted(shown), sorted(held))
        pair = self.linked()
        left, right = self.apps
        for here, there, id, other, field, field_there, value in (
                (left, right, pair["left"]["id"], pair["right"]["id"], "firstName", "firstname", "Mirabelle"),
                (right, left, pair["right"]["id"], pair["left"]["id"], "lastname", "lastName", "Beaugrand")):
            edited = self.api(f"/sandbox/people/{here.name}/{id}", "PATCH", {"fields": {field: value}})
            self.assertEqual(edited["fields"][field], value)
            self.assertEqual(edited["partner"], other)
            wait_for("the other book shows it", lambda: self.person(there, other)["fields"][field_there] == value)
            events = self.api(f"/events?record={id}&limit=20")["items"]
            self.assertTrue([each for each in events if each["source"] == "webhook" and each["received_at"] >= edited["at"][:19]], events)
        self.assertEqual([each["left"]["id"] for each in self.pairs("mirabelle+BEAUGRAND")], [pair["left"]["id"]])
        noted = self.api(f"/sandbox/people/{left.name}/{pair['left']['id']}/notes", "POST", {"text": "Called"}, code=201)
        self.assertIn("Called", [each["text"] for each in noted["notes"]])
        self.api(f"/sandbox/people/{right.name}/{pair['right']['id']}/tasks", "POST", {"title": "Call again"}, code=201)
        refused = self.api(f"/sandbox/people/{left.name}/{pair['left']['id']}", "PATCH", {"fields": {"no_such": "x"}}, code=400)
        self.assertEqual(refused["code"], "sandbox.bad_fields")

    def test_2_somebody_new_is_found_and_somebody_deleted_is_gone(self):
        left = self.apps[0]
        made = self.api(f"/sandbox/people/{left.name}", "POST", {"fields": {"firstName": "Nouvelle", "lastName": "Personne", "email": "n.p@new.example"}}, code=201)
        wait_for("Lockstep has heard of it", lambda: self.api(f"/events?record={made['id']}")["items"])
        self.api(f"/sandbox/people/{left.name}/{made['id']}", "DELETE", code=204)
        self.assertEqual(self.api(f"/sandbox/people/{left.name}/{made['id']}", code=404)["code"], "sandbox.no_record")
        self.api(f"/sandbox/events/{left.name}", "POST", {"type": "AppointmentCreate"}, code=204)
        wait_for("the trigger fired", lambda: [each for each in self.api("/events?limit=50")["items"] if "ppointment" in each["type"]])
        self.assertEqual(self.api(f"/sandbox/events/{left.name}", "POST", {"type": "NoSuchThing"}, code=404)["code"], "sandbox.no_event")

    def test_3_commands(self):
        pair = self.linked(1)
        left = self.apps[0].name
        id = pair["left"]["id"]
        self.assertEqual(len(self.run_command("sandbox", "people", "--limit", "5")["items"]), 5)
        self.run_command("sandbox", "edit", left, id, "--set", "lastName=Tremblay-Roy", "--set", 'tags=["vip"]', "--note", "Moved")
        shown = self.run_command("sandbox", "show", left, id)
        self.assertEqual((shown["fields"]["lastName"], shown["fields"]["tags"]), ("Tremblay-Roy", ["vip"]))
        self.assertEqual([each["text"] for each in shown["notes"] if each["text"] == "Moved"], ["Moved"])
        self.run_command("sandbox", "edit", left, id, code=2)
        self.run_command("sandbox", "edit", left, id, "--set", "lastName", code=2)
        self.run_command("sandbox", "show", "nowhere", id, code=3)
        self.assertTrue(self.run_command("sandbox", "fault", "set", left, "unauthorized")["on"])
        self.assertEqual([(each["app"], each["name"]) for each in self.run_command("sandbox", "faults")["items"] if each["on"]], [(left, "unauthorized")])
        self.assertFalse(self.run_command("sandbox", "fault", "clear", left, "unauthorized")["on"])
        self.run_command("sandbox", "fault", "set", left, "no_such_fault", code=3)
        self.run_command("sandbox", "heal")
        words = subprocess.run([PROGRAM, "sandbox", "people", "--data", self.about["data"], "--lang", "fr", "--limit", "3"], capture_output=True, text=True, timeout=60)
        self.assertIn("--cursor", words.stdout)

    def test_4_every_fault_strikes_while_it_is_on_and_not_after(self):
        for side, app in zip(SIDES, self.apps):
            ids = [pair[side]["id"] for pair in self.pairs() if pair[side]]
            looks = self.looks(app, ids)
            names = [each["name"] for each in self.api("/sandbox/faults")["items"] if each["app"] == app.name]
            self.assertEqual(sorted(names), sorted(looks), "each fault that the app lists has a look here, and no other")
            for fault, strikes in looks.items():
                with self.subTest(app=app.name, fault=fault):
                    self.turn(app, fault, True)
                    try:
                        self.assertTrue(strikes(), "it does not strike")
                    finally:
                        self.turn(app, fault, False)
                        self.api("/sandbox/heal", "POST")
                    self.assertFalse(strikes(), "it strikes although it is off")

    def looks(self, app, ids):
        """By fault: what a client of the app sees of it."""
        number = iter(range(1000))
        id = ids[0]

        def status_of(answer):
            return 0 if answer is None else answer[0]

        def new_city():
            return f"Town {next(number)} {app.name}"

        def new_name():
            return f"unheardof{next(number)}{app.name}"

        def reads_old():
            for _ in range(3):  # so that there is an old copy
                city = new_city()
                app.write(id, city)
            return app.city_read(id) != city

        def searches_old():
            city = new_city()
            app.write(id, city)
            time.sleep(4)  # the search shows a change within three seconds when it is well
            answer = app.call("POST", "/contacts/search", {"locationId": app.identity["locationId"], "pageLimit": 100})[1]
            return next(each for each in answer["contacts"] if each["id"] == id).get("city") != city

        def struck_after(fault, act):
            def count():
                return next(each["struck"] for each in self.api("/sandbox/faults")["items"] if (each["app"], each["name"]) == (app.name, fault))

            def strikes():
                before = count()
                act()
                return count() > before
            return strikes

        def edit_by_hand():
            field = "city" if app.at_left else "address.city"
            self.api(f"/sandbox/people/{app.name}/{id}", "PATCH", {"fields": {field: new_city()}})

        def lost_write():
            self.turn(app, "lost_reply", True)
            app.write(id, new_city())

        def create_stored_but_refused():
            name = new_name()
            status = status_of(app.create(name))
            return status >= 400 and self.pairs(name) != []

        def create_refused():
            name = new_name()
            return status_of(app.create(name)) >= 500 and self.pairs(name) == []

        def shown_wrongly(judge):
            return lambda: judge(*app.listing())

        def held():
            return len(ask(app.url + "/_sandbox/records?limit=1000")[2]["records"])

        def lacks_somebody():
            for _ in range(8):  # whoever is new shows within three seconds when all is well
                if len(set(app.listing()[0])) >= held():
                    return False
                time.sleep(0.5)
            return True

        members = len(json.dumps(sorted(self.members(app, id))))
        looks = {
            "slow_reply": lambda: app.read(id) is None,
            "lost_request": lambda: app.read(id) is None,
            "lost_reply": lambda: app.read(id) is None,
            "late_commit": lambda: app.write(id, new_city()) is None,
            "create_failed_but_stored": create_stored_but_refused,
            "repeated_write": struck_after("repeated_write", lost_write),
            "too_many_requests": lambda: status_of(app.read(id)) == 429,
            "server_error": lambda: status_of(app.read(id)) >= 500,
            "unauthorized": lambda: status_of(app.read(id)) == 401,
            "forbidden": lambda: status_of(app.read(id)) == 403,
            "spurious_not_found": lambda: status_of(app.read(id)) in (400, 404),
            "failing_record": lambda: status_of(app.write(id, new_city())) >= 500,
            "failing_create": create_refused,
            "empty_listing": shown_wrongly(lambda shown, total: shown == []),
            "listing_gap": lacks_somebody,
            "listing_repeats": shown_wrongly(lambda shown, total: len(set(shown)) < len(shown)),
            "wrong_total": struck_after("wrong_total", app.listing),
            "unreadable_record": struck_after("unreadable_record", lambda: app.read(id)),
            "absent_member": lambda: len(json.dumps(sorted(self.members(app, id)))) < members,
            "webhook_lost": struck_after("webhook_lost", edit_by_hand),
            "webhook_doubled": struck_after("webhook_doubled", edit_by_hand),
            "webhook_late": struck_after("webhook_late", edit_by_hand),
            "name_case": struck_after("name_case", lambda: app.write(id, new_city())),
        }
        if app.at_left:
            looks |= {"stale_read": reads_old, "old_read": reads_old, "index_lag": searches_old, "long_index_lag": searches_old,
                      "automation": struck_after("automation", lambda: app.write(id, new_city()))}
        else:
            looks["quota_spent"] = lambda: status_of(app.read(id)) == 429
        return looks

    @staticmethod
    def members(app, id):
        answer = app.read(id)
        if answer is None or not isinstance(answer[1], dict):
            return []
        return list((answer[1].get("contact") if app.at_left else answer[1].get("value")) or [])


class WithoutSandbox(unittest.TestCase):
    def test_a_server_without_simulated_apps_says_what_to_do(self):
        world = World(people=None)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        status, _, refused = world.api("/sandbox/people")
        self.assertEqual((status, refused["code"]), (404, "sandbox.not_running"))
        self.assertIn("lockstep demo", refused["remedy"])
        self.assertEqual(world.run("sandbox", "faults", code=3)["error"]["code"], "sandbox.not_running")
        self.assertFalse(world.api("/installation")[2]["sandbox"])


if __name__ == "__main__":
    main()
