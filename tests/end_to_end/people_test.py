# SPDX-License-Identifier: Apache-2.0
"""Other systems find, create and change people by any key, with the real program: the person is there once and at both apps, also when
many ask at once and the server is killed in between. Seen to fail: without the turn that creates take."""
import concurrent.futures
import json
import pathlib
import random
import re
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

from world import World, ask as ask_app, main, wait_for, with_node

PEOPLE = 10


class People(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)], policy=["consistency_delay_seconds=3"])
        self.addCleanup(self.world.close)
        self.world.bring_together()
        self.base = f"/syncs/{self.world.sync}/people"

    def put(self, code=None, **wish):
        status, headers, body = self.world.api(self.base, "POST", wish)
        if code is None:
            self.assertIn(status, (200, 201), body)
        else:
            self.assertEqual(body.get("code"), code, body)
        return body

    def find(self, **key):
        status, _, body = self.world.api(self.base + "?" + urllib.parse.urlencode(key))
        self.assertEqual(status, 200, body)
        return body["items"]

    def news(self, kind):
        return self.world.api(f"{self.base}/news?kind={kind}")[2]["items"]

    def with_email(self, app, email):
        return [record for record in self.world.records(app).values() if record.get("email") == email]

    def both_with(self, email):
        left, right = self.with_email(self.world.highlevel, email), self.with_email(self.world.hexfit, email)
        return left and right and (left, right)

    def test_somebody_new_comes_to_both_apps_and_is_found_by_every_key(self):
        made = self.put(email="Odile.Caron@People.test", full_name="Odile Caron", phone="514 555-0171", external_id="crm-17")
        self.assertEqual((made["did"], made["side"], made["next"]), ("created", "a", "carried"))
        self.assertEqual(made["person"]["email"], "odile.caron@people.test")
        self.assertEqual(made["person"]["full_name"], "Odile Caron")
        left, right = wait_for("both apps have her", lambda: self.both_with("odile.caron@people.test"), 20)
        self.assertEqual((len(left), len(right)), (1, 1))
        wait_for("they are linked", lambda: self.find(external_id="crm-17")[0]["state"] == "linked", 20)
        person = self.find(external_id="crm-17")[0]
        for key in ({"email": "ODILE.caron@people.test"}, {"phone": "+1 (514) 555 0171"}, {"id": person["link_id"]}, {"id": person["a_record"]},
                    {"id": person["b_record"]}):
            self.assertEqual([each["link_id"] for each in self.find(**key)], [person["link_id"]], key)
        self.assertEqual(self.find(email="nobody@people.test"), [])

        # The same again changes nothing, and calls for no write.
        again = self.put(email="odile.caron@people.test", full_name="Odile Caron", external_id="crm-17")
        self.assertEqual((again["did"], again["written"]), ("unchanged", []))

        # Only what is given changes, at both apps.
        city = self.put(external_id="crm-17", fields={"city": "Rimouski"}, last_name="")
        self.assertEqual((city["did"], city["written"]), ("updated", ["city"]))
        wait_for("Hexfit has the city", lambda: "Rimouski" in str(self.with_email(self.world.hexfit, "odile.caron@people.test")), 20)
        self.assertEqual(self.find(external_id="crm-17")[0]["last_name"], "Caron")

        # The address itself can change, since the person is named by the id of the other system.
        self.put(external_id="crm-17", email="odile@people.test")
        wait_for("both apps have the new address", lambda: self.both_with("odile@people.test"), 20)
        self.assertEqual(self.with_email(self.world.highlevel, "odile.caron@people.test"), [])

        # The same by commands.
        self.assertEqual(self.world.run("records", "find", "--external-id", "crm-17")["items"][0]["link_id"], person["link_id"])
        self.world.run("records", "find", "--email", "nobody@people.test", code=3)
        done = self.world.run("records", "put", "--external-id", "crm-17", "--name", "Odile Caron", "--field", "postalCode=G5L 1A1")
        self.assertEqual((done["did"], done["written"]), ("updated", ["postalCode"]))
        self.assertIn("Odile Caron", self.world.words("records", "put", "--external-id", "crm-17", "--name", "Odile Caron"))

        # News: she is new, once; the change of the city is news of its own, and stays the same item.
        new = [each for each in self.news("new") if each["person"]["external_id"] == "crm-17"]
        self.assertEqual(len(new), 1)
        updated = wait_for("the change is told", lambda: [each for each in self.news("updated") if "city" in each["fields"]], 20)
        self.assertIn("new", [each["kind"] for each in self.world.run("records", "news", "--kind", "new")["items"]])
        self.assertEqual(updated[0]["person"]["fields"]["city"], "Rimouski")
        self.assertEqual([each["id"] for each in self.news("updated") if "city" in each["fields"]], [each["id"] for each in updated])
        self.assertEqual([each["kind"] for each in self.news("any")].count("new"), len(self.news("new")))

    def test_what_cannot_be_done_is_told_and_nothing_is_written(self):
        before = (self.world.records(self.world.highlevel), self.world.records(self.world.hexfit))
        (a, _), (other_a, _), *_ = self.world.pairs()[0]
        record = before[0][a]
        other = before[0][other_a]
        self.put("people.no_key", full_name="Only A Name")
        self.put("people.no_key", external_id="crm-1", full_name="Only An Id")
        self.put("people.bad_value", email="not an address")
        self.put("people.bad_value", phone="12")
        self.put("people.bad_value", email="x@people.test", fields={"dateOfBirth": "1990-02-31"})
        self.put("people.unknown_field", email="x@people.test", fields={"shoe_size": "43"})
        self.put("people.nobody", mode="update", email="nobody@people.test", first_name="No", last_name="Body")
        self.put("people.nobody", id="no-such-record", first_name="No")
        self.put("people.there_already", mode="create", email=record["email"])
        # Another name under a known address may be another member of the household.
        self.put("people.unsure", email=record["email"], first_name="Zénobie", last_name="Quelquunautre")
        # An id of one person and the address of another.
        self.put("people.unsure", id=a, email=other["email"])
        self.put("people.bad_value", email="x@people.test", fields={"city": {"deep": 1}})
        status, _, body = self.world.api(self.base)
        self.assertEqual((status, body["code"]), (400, "people.no_key"))
        status, _, body = self.world.api("/syncs/syn_00000000000000000000000000/people", "POST", {"email": "x@people.test"})
        self.assertEqual((status, body["code"]), (404, "sync.no_such_sync"))
        self.assertEqual((self.world.records(self.world.highlevel), self.world.records(self.world.hexfit)), before)

    def test_the_examples_of_the_page_do_what_it_says(self):
        page = (pathlib.Path(__file__).resolve().parents[2] / "docs/how-to/connect-another-system.md").read_text()
        examples = re.findall(r"```(sh|python|js)\n(.*?)```", page, re.S)
        self.assertEqual([kind for kind, _ in examples], ["sh", "python", "sh", "js"])
        environment = with_node("web", LOCKSTEP_URL=self.world.url, LOCKSTEP_TOKEN=self.world.token, SYNC=self.world.sync)
        told = []
        for kind, text in examples:
            command = {"sh": ["sh", "-e", "-c", text], "python": [sys.executable, "-c", text], "js": ["node", "--input-type=module", "-e", text]}[kind]
            if kind == "js":
                wait_for("they are linked", lambda: self.find(external_id="crm-17")[0]["state"] == "linked", 20)
            done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
            self.assertEqual(done.returncode, 0, text + done.stdout + done.stderr)
            told.append(done.stdout)
        self.assertEqual(json.loads(told[0])["did"], "created")
        self.assertEqual(told[1].strip(), "updated")
        self.assertEqual([each["external_id"] for each in json.loads(told[2])["items"]], ["crm-17"])
        self.assertIn("new Anne Roy", told[3])

    def test_many_at_once_and_a_killed_server_make_one_person(self):
        # The app itself would let somebody be made twice, so that only we prevent it.
        status, _, body = ask_app(self.world.highlevel["admin_url"] + "/limits", "PUT", {"allow_duplicates": True})
        self.assertEqual(status, 200, body)
        email = "tout.le.monde@people.test"
        wish = {"email": email, "full_name": "Toutle Monde", "external_id": "everybody"}
        told = []

        def ask():
            for _ in range(40):
                try:
                    status, _, body = self.world.api(self.base, "POST", wish)
                except (OSError, ValueError):
                    time.sleep(0.3)
                    continue
                told.append((status, body.get("did") or body.get("code")))
                if status in (200, 201):
                    return body["person"]["a_record"]
                self.assertIn(body.get("code"), ("people.unclear", "people.busy", "people.later", "api.starting"), body)
                time.sleep(0.5)
            return None

        def kill():
            time.sleep(random.uniform(0.02, 0.6))
            self.world.kill_server()
            self.world.start_server()

        killer = threading.Thread(target=kill)
        killer.start()
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            found = list(pool.map(lambda _: ask(), range(64)))
        killer.join()
        self.assertEqual(len(set(found)), 1, told)
        self.assertIsNotNone(found[0], told)
        left, right = wait_for("both apps have them", lambda: self.both_with(email), 40)
        self.world.settle()
        self.assertEqual((len(self.with_email(self.world.highlevel, email)), len(self.with_email(self.world.hexfit, email))), (1, 1), told)
        self.assertEqual(len(self.find(external_id="everybody")), 1)


if __name__ == "__main__":
    main()
