# SPDX-License-Identifier: Apache-2.0
"""A clinic whose app cannot be read by API: somebody exports the clients, the file is compared, accepted, and tells what has to be done
by hand; the next export confirms it. With the real program, over HTTP and by command, and with files that are broken."""
import json
import pathlib
import socket
import time
import unittest

from world import World, ask, main

PEOPLE = 6
HEADER = ["Identifiant", "Prénom", "Nom", "Courriel", "Téléphone", "Date de naissance", "Ville", "Statut", "Remarque"]


def french_date(iso):
    return "" if not iso else "/".join(reversed(iso.split("-")))


def export(records, encoding="cp1252", leave_out=()):
    """What a person would get from the app: semicolons, French, quoted line breaks, and the code page of a Windows machine."""
    lines = [";".join(HEADER)]
    for id, fields in records.items():
        if id in leave_out:
            continue
        cells = [id, fields["firstname"], fields["lastname"], fields["email"] or "", fields["phone"] or "", french_date(fields["birthdate"]),
                 (fields["address"] or {}).get("city") or "", "Archivé" if fields["archived"] else "Actif", 'première ligne\ndeuxième, "citée"']
        lines.append(";".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "\r\n".join(lines).encode(encoding, errors="replace")


class Snapshots(unittest.TestCase):
    def setUp(self):
        self.world = World(people=PEOPLE, sandbox_options=["--overlap", "0"])
        self.addCleanup(self.world.close)
        world = self.world
        world.init()
        world.start_server()
        world.a = world.run("connect", "highlevel", "--location", world.highlevel["location_id"], "--token", world.highlevel["token"],
                            "--base-url", world.highlevel["url"], "--webhook-public-key", world.highlevel["webhook_public_key"], "--label", "left")
        world.b = world.run("connect", "hexfit", "--profile", "hexfit-v2", "--key", world.hexfit["key"], "--base-url", world.hexfit["url"],
                            "--monthly-quota", "-1", "--label", "right")
        self.path = f"/connections/{world.b['connection']['id']}"

    def upload(self, content, name="clients.csv"):
        return self.world.api(f"{self.path}/snapshots?name={name}", "POST", content, {"Content-Type": "application/octet-stream"})

    def file(self, content):
        path = pathlib.Path(self.world.folder.name) / "clients.csv"
        path.write_bytes(content)
        return str(path)

    def test_exports_are_compared_and_accepted(self):
        world = self.world
        people = world.records(world.hexfit)
        status, _, preview = self.upload(export(people))
        self.assertEqual(status, 201, preview)
        self.assertEqual((preview["snapshot"]["encoding"], preview["snapshot"]["separator"]), ("windows-1252", ";"))
        self.assertEqual([each["takes"] for each in preview["columns"]],
                         ["#id", "firstname", "lastname", "email", "phone", "date_of_birth", "city", "#archived", None])
        snapshot = f"{self.path}/snapshots/{preview['snapshot']['id']}"
        page = world.api(f"{snapshot}/differences")[2]
        self.assertEqual((page["counts"]["new"], page["counts"]["known"]), (len(people), 0))
        calls = ask(world.hexfit["admin_url"] + "/counters")[2]["counters"]
        status, _, accepted = world.api(f"{snapshot}/accept", "POST", {})
        self.assertEqual((status, accepted["state"]), (200, "current"), accepted)

        # The next one: UTF-8 with a mark, somebody changed, somebody new, nobody asked about columns.
        one, other, *rest = list(people)
        people[one] = {**people[one], "address": {"city": "Montréal"}}
        people["900001"] = {**people[other], "firstname": "Zoé", "lastname": "Nouvelle", "email": "zoe@people.test", "phone": None}
        view = world.run("snapshot", "preview", self.file(export(people, "utf-8-sig")), "--connection", "right")
        self.assertEqual(view["snapshot"]["encoding"], "utf-8-bom")
        self.assertTrue(view["snapshot"]["columns_are_remembered"])
        page = world.run("snapshot", "diff", "--connection", "right")
        self.assertEqual({(each["kind"], each["record_id"]) for each in page["items"]}, {("changed", one), ("new", "900001")})
        self.assertEqual([(each["field"], each["after"]) for each in page["items"] if each["kind"] == "changed" for each in each["changes"]],
                         [("city", "Montréal")])
        csv = world.api(f"{self.path}/snapshots/{view['snapshot']['id']}/differences/export?kind=new", headers={"Accept-Language": "fr"})[2].decode("utf-8-sig")
        self.assertIn('"nouveau"', csv)
        self.assertIn('"zoe@people.test"', csv)
        self.assertNotIn("Montréal", csv)
        world.run("snapshot", "accept", "--connection", "right")
        self.assertEqual([each["state"] for each in world.run("snapshot", "list", "--connection", "right")["items"]], ["current", "earlier"])
        self.assertEqual(ask(world.hexfit["admin_url"] + "/counters")[2]["counters"], calls, "nothing was asked of the app, or written to it")

        # A filtered list is asked about; what was accepted stays what it was.
        world.run("snapshot", "preview", self.file(export(people, leave_out=[one, other])), "--connection", "right")
        refused = world.run("snapshot", "accept", "--connection", "right", code=4)
        self.assertEqual(refused["error"]["code"], "snapshots.loses_many")
        self.assertEqual(world.run("snapshot", "accept", "--confirm", "--connection", "right")["counts"]["absent"], 2)

        # Everything is still there after a kill, and readable only with the key.
        world.kill_server()
        world.start_server()
        self.assertEqual(len(world.run("snapshot", "list", "--connection", "right")["items"]), 3)
        self.assertNotIn("zoe@people.test".encode(), pathlib.Path(world.data).joinpath("lockstep.db").read_bytes())

    def test_a_broken_file_names_its_place_and_changes_nothing(self):
        world = self.world
        good = export(world.records(world.hexfit))
        self.assertEqual(self.upload(good)[0], 201)
        before = world.api(f"{self.path}/snapshots")[2]
        for content, code, words in [
            (b'nom;courriel\n"Roy;r@people.test\n', "snapshots.broken_file", "Line 2, column 1"),
            ("nom;courriel\nB\u00e9langer;x\n".encode() + b"B\xe9\n", "snapshots.bad_encoding", "Line 3, column 2"),
            (b"PK\x03\x04....", "snapshots.not_text", "workbook"),
            (b"", "snapshots.not_text", "empty"),
            (b"Roy;roy@people.test\n", "snapshots.no_header", "Line 1"),
            (b'{"clients": [{"nom": "Roy"}, {"nom" "Ray"}]}', "snapshots.broken_file", "Line 1"),
        ]:
            status, _, problem = self.upload(content)
            self.assertEqual((status, problem["code"]), (400, code), problem)
            self.assertIn(words, problem["detail"])
        self.assertEqual(world.api(f"{self.path}/snapshots")[2], before)
        said = world.run("snapshot", "read", self.file(b'a,b\n1,"2\n'), code=1)
        self.assertIn("line 2, column 3", said["error"]["message"])

    def test_large_files(self):
        world = self.world
        row = ";".join(["%d", "Anne", "Roy", "anne%d@people.test", "514 555-0199", "1990-01-02", "Lévis", "Actif", "x" * 40])
        content = "\n".join([";".join(HEADER)] + [row % (i, i) for i in range(20_000)]).encode()
        self.assertGreater(len(content), 2 << 20)
        began = time.monotonic()
        status, _, preview = self.upload(content)
        self.assertEqual((status, preview["snapshot"]["rows"]), (201, 20_000), preview)
        page = world.api(f"{self.path}/snapshots/{preview['snapshot']['id']}/differences?kind=new&limit=1")[2]
        self.assertEqual(page["counts"]["new"], 20_000)
        print(f"20,000 rows, {len(content)} bytes: {time.monotonic() - began:.1f} s")
        self.assertEqual(self.refused_at(f"{self.path}/snapshots", (32 << 20) + 1), 413)
        self.assertEqual(self.refused_at("/syncs", (1 << 20) + 1), 413, "other requests stay small")

    def refused_at(self, path, length):
        """The status that is answered to the head of a request, before anything of its body is sent."""
        with socket.create_connection(("127.0.0.1", self.world.port), timeout=10) as connection:
            connection.sendall(f"POST /api/v1{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.world.token}\r\n"
                               f"Content-Length: {length}\r\n\r\n".encode())
            return int(connection.recv(100).split()[1])

    def test_the_hand_list_is_confirmed_by_the_next_export(self):
        """The clinic's city counts, whatever stands in the app: a row that is enforced one way, so an export that shows another city is
        something to mend by hand."""
        world = World(people=PEOPLE, sandbox_options=["--overlap", str(PEOPLE)])
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        mapping = json.loads((pathlib.Path(__file__).resolve().parents[2] / "src/connectors/mappings/highlevel__hexfit-full.json").read_text())
        for row in mapping["rows"]:
            if row["b"] == "city":
                row.update(direction="a_to_b", conflict="a", first_match="a", enforce=True)
        world.sync = world.api("/syncs")[2]["items"][0]["id"]
        status, _, body = world.api(f"/syncs/{world.sync}/document", "PUT", {"mapping": mapping})
        self.assertEqual(status, 200, body)
        world.run("sync", "start", "--without-plan", "--wait")
        world.settle()
        left, right = world.pairs()[0][0]
        city = world.records(world.hexfit)[right]["address"]["city"]

        def accept(shown):
            people = world.records(world.hexfit)
            people[right] = {**people[right], "address": {"city": shown}}
            path = pathlib.Path(world.folder.name) / "clients.csv"
            path.write_bytes(export(people, "utf-8"))
            world.run("snapshot", "preview", str(path), "--connection", "right")
            differences = world.run("snapshot", "diff", "--connection", "right", "--sync", world.sync, "--kind", "changed,new,absent")
            world.run("snapshot", "accept", "--connection", "right")
            return differences, world.run("hand-list", "show", "--connection", "right")["items"]

        differences, items = accept("Ailleurs")
        self.assertEqual([(each["kind"], each["record_id"]) for each in differences["items"]], [("changed", right)], "compared with our copies")
        self.assertEqual([(each["record_id"], each["field"], each["there"], each["wanted"], each["state"]) for each in items],
                         [(right, "city", "Ailleurs", city, "open")])
        item = items[0]["id"]
        self.assertEqual(world.run("hand-list", "tick", item, "--connection", "right")["state"], "ticked")
        # Ticked, but the next export shows the other city still; then it is done, and the export after that confirms it.
        self.assertEqual(accept("Ailleurs")[1][0]["state"], "contradicted")
        self.assertEqual(accept(city)[1][0]["state"], "confirmed")
        path = f"/connections/{world.b['connection']['id']}/hand-list"
        page = world.api(path + "?state=confirmed")[2]
        self.assertEqual(([each["id"] for each in page["items"]], page["counts"]["open"]), ([item], 0))
        status, _, problem = world.api(f"{path}/nobody/tick", "POST", {"ticked": True})
        self.assertEqual((status, problem["code"]), (404, "snapshots.no_such_item"))


if __name__ == "__main__":
    main()
