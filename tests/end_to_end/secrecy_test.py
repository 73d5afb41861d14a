# SPDX-License-Identifier: Apache-2.0
"""Searching the database file, its write-ahead log and the server's log finds no contact's value, token or secret."""
import pathlib
import unittest

from world import World, ask, main, wait_for


class Secrecy(unittest.TestCase):
    def test_nothing_can_be_read_where_it_must_not(self):
        world = World(people=40)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        world.run("sync", "plan")
        world.run("sync", "start", "--wait")
        pairs, left, right = world.pairs()
        world.edit(world.highlevel, pairs[0][0], {"firstName": "Wilhelmine-Aurélie", "city": "Tadoussac-sur-Mer"})
        wait_for("the edit arrives", lambda: world.records(world.hexfit)[pairs[0][1]]["firstname"] == "Wilhelmine-Aurélie", 10)
        world.run("records", "search", left[pairs[1][0]].get("email") or pairs[1][0])
        world.run("catalogue", "run", "left", "contacts.get_contact", "--input", "contactId=" + pairs[0][0])
        # Refused and misdirected things are logged and kept as well.
        ask(world.url + "/webhooks/contacts", "POST", {"eventType": "contact.updated", "payload": {"email": "stray@people.test"}},
            {"Authorization": "Bearer " + world.hexfit["webhook_secret"]})
        world.api("/connections/con_wrong")
        world.settle()

        values = {"Wilhelmine-Aurélie", "Tadoussac-sur-Mer", "stray@people.test", world.highlevel["token"], world.hexfit["key"], world.hexfit["webhook_secret"], world.token,
                  world.setup_code, world.a["webhook_secret"], world.a["webhook_path"].rsplit("/", 1)[1], world.b["webhook_path"].rsplit("/", 1)[1]}
        for fields in [*world.records(world.highlevel).values(), *world.records(world.hexfit).values()]:
            for name in ("email", "phone", "lastName", "lastname", "address1"):
                if len(fields.get(name) or "") >= 6:
                    values.add(fields[name])
            values.add((fields.get("address") or {}).get("street") or "")
        values = {value for value in values if value and len(value) >= 6}
        self.assertGreater(len(values), 150)
        files = [pathlib.Path(world.data, name) for name in ("lockstep.db", "lockstep.db-wal")] + [pathlib.Path(world.log)]
        content = {path.name: path.read_bytes() for path in files if path.exists()}
        self.assertIn("lockstep.db-wal", content)
        self.assertGreater(sum(map(len, content.values())), 500_000)
        for name, data in content.items():
            lowered = data.lower()
            for value in values:
                for form in {value.encode(), value.lower().encode()}:
                    self.assertNotIn(form, lowered if form == form.lower() else data, f"{name} holds {value!r}")
        for path in pathlib.Path(world.data).iterdir():
            self.assertEqual(path.stat().st_mode & 0o077, 0, f"others may read {path.name}")


if __name__ == "__main__":
    main()
