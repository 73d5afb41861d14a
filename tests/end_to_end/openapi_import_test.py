# SPDX-License-Identifier: Apache-2.0
"""Any OpenAPI document becomes a connector, with the real program: a made-up document is imported, connected and each of its
operations is called against a mock made from that document; a newer document shows what it changes before it does; hostile ones are
refused. Where a vendor's documents lie beside the project, those of two of its APIs are imported and called in the same way."""
import http.server
import json
import pathlib
import re
import subprocess
import sys
import threading
import unittest
import urllib.parse

from world import World, main, wait_for

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "tests/data/openapi/maple_shop.yaml"
VENDORS = ROOT.parent / "shared/highlevel-openapi/apps"
KEY = "maple-key-81c2"


def as_json(yaml):
    return json.loads(subprocess.run([sys.executable, str(ROOT / "tools/yaml_to_json.py"), str(yaml), "/dev/stdout"],
                                     capture_output=True, check=True, text=True).stdout)


class Mock(http.server.ThreadingHTTPServer):
    """Answers what a document says, and remembers what was asked. A request that the document does not allow is answered 400."""
    daemon_threads = True

    def __init__(self, document, header, value):
        self.document, self.header, self.value = document, header, value
        self.seen, self.problems = [], []
        self.answers = {}  # instead of the document's: (status, body) by "METHOD template"
        super().__init__(("127.0.0.1", 0), Talk)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"

    def deref(self, value):
        while isinstance(value, dict) and "$ref" in value:
            at = self.document
            for step in value["$ref"][2:].split("/"):
                at = at[step.replace("~1", "/").replace("~0", "~")]
            value = at
        return value

    def find(self, method, path):
        # Fixed steps before parts in braces, as in OpenAPI.
        for template in sorted(self.document["paths"], key=lambda each: (each.count("{"), -len(each))):
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]+\})", template))
            item = self.document["paths"][template]
            if method.lower() in item and re.fullmatch(pattern, path):
                return template, item, item[method.lower()]
        return None

    def fault(self, item, operation, query, headers, body):
        for parameter in map(self.deref, item.get("parameters", []) + operation.get("parameters", [])):
            if not parameter.get("required"):
                continue
            if parameter["in"] == "query" and parameter["name"] not in query:
                return f"the query lacks {parameter['name']}"
            if parameter["in"] == "header" and parameter["name"] not in headers:
                return f"there is no header {parameter['name']}"
        asked = self.deref(operation.get("requestBody"))
        if asked:
            if headers.get("Content-Type") != "application/json":
                return "the body is no JSON"
            return self.misfit(asked["content"]["application/json"]["schema"], body, "body")
        return f"there is a body: {body}" if body is not None else None

    def misfit(self, schema, value, place):
        schema = self.deref(schema)
        for each in schema.get("allOf", []):
            if problem := self.misfit(each, value, place):
                return problem
        types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
        wanted = types.get(schema.get("type"))
        if value is None and schema.get("nullable"):
            return None
        if wanted and not isinstance(value, wanted):
            return f"{place} is {value!r}, not {schema['type']}"
        if "enum" in schema and value not in schema["enum"]:
            return f"{place} is {value!r}, not one of {schema['enum']}"
        if isinstance(value, dict):
            for name in schema.get("required", []):
                if name not in value:
                    return f"{place} lacks {name}"
            for name, each in value.items():
                if name in schema.get("properties", {}) and (problem := self.misfit(schema["properties"][name], each, f"{place}.{name}")):
                    return problem
        if isinstance(value, list) and "items" in schema:
            for each in value:
                if problem := self.misfit(schema["items"], each, place + "[]"):
                    return problem
        return None

    def made_up(self, schema, depth=0):
        schema = self.deref(schema)
        if "example" in schema:
            return schema["example"]
        if "enum" in schema:
            return schema["enum"][0]
        made = {}
        for each in schema.get("allOf", []):
            made.update(self.made_up(each, depth) or {})
        if depth < 5:
            made.update({name: self.made_up(each, depth + 1) for name, each in schema.get("properties", {}).items()})
        kind = schema.get("type", "object")
        if kind == "array":
            return [self.made_up(schema.get("items", {}), depth + 1)] if depth < 5 else []
        return {"string": "text", "integer": 1, "number": 1.5, "boolean": True}.get(kind, made)

    def reply(self, operation):
        for status, reply in sorted(operation["responses"].items()):
            if status.startswith("2"):
                content = self.deref(reply).get("content", {}).get("application/json")
                return int(status), None if content is None else self.made_up(content.get("schema", {}))
        return 200, {}


class Talk(http.server.BaseHTTPRequestHandler):
    def answer(self):
        mock = self.server
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        address = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(address.query, keep_blank_values=True)
        found = mock.find(self.command, address.path.removeprefix("/v1"))
        if self.headers.get(mock.header) != mock.value:
            status, reply = 401, {"message": "who are you?"}
        elif found is None:
            status, reply = 404, {"message": "nothing here"}
            mock.problems.append(f"{self.command} {self.path}: is not in the document")
        else:
            template, item, operation = found
            mock.seen.append((f"{self.command} {template}", dict(self.headers), query, body))
            if problem := mock.fault(item, operation, query, self.headers, body):
                status, reply = 400, {"message": problem}
                mock.problems.append(f"{self.command} {self.path}: {problem}")
            else:
                status, reply = mock.answers.get(f"{self.command} {template}") or mock.reply(operation)
        self.send_response(status)
        content = b"" if reply is None else json.dumps(reply).encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


class File(http.server.BaseHTTPRequestHandler):
    """A document at an address."""
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(DOCUMENT.read_bytes())

    def log_message(self, *_):
        pass


class Imports(unittest.TestCase):
    def setUp(self):
        self.world = World(people=None)
        self.addCleanup(self.world.close)
        self.world.init()

    def serve(self, server):
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def write(self, name, text):
        path = pathlib.Path(self.world.folder.name) / name
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        return str(path)

    def call_all(self, app, connection, mock):
        """Each operation with an example of all that is needed; how many. What the document does not allow is a failure."""
        listed = self.world.run("catalogue", "list", "--app", app)["items"]
        for each in listed:
            operation = self.world.api(f"/catalogue/{each['id']}?app={app}")[2]
            inputs = {one["name"]: one["sample"] if one["sample"] is not None else "text" for one in operation["inputs"]
                      if one["required"] or one["place"] == "path"}
            before = len(mock.seen)
            result = self.world.api(f"/connections/{connection}/operations/{each['id']}/run", "POST", {"inputs": inputs, "confirm": True})[2]
            self.assertEqual(result.get("outcome"), "done", f"{each['id']} with {inputs}: {result}\n{mock.problems}")
            self.assertEqual(len(mock.seen), before + 1, each["id"])
            method, template = mock.seen[-1][0].split(" ", 1)
            self.assertEqual((method, len(template.split("/"))), (each["method"], len(each["path"].split("/"))))
        self.assertEqual(mock.problems, [])
        return len(listed)

    def test_a_document_becomes_a_connector(self):
        world = self.world
        document = as_json(DOCUMENT)
        mock = self.serve(Mock(document, "X-Shop-Key", KEY))
        world.start_server()

        # Looking stores nothing.
        proposal = world.run("connector", "import", str(DOCUMENT), "--dry-run")
        self.assertEqual((proposal["id"], proposal["auth"], proposal["verify"]), ("maple_shop", "header:X-Shop-Key", "GET /shop"))
        self.assertEqual(world.run("connector", "list")["items"], [])
        left_out = {each["place"]: each["reason"] for each in proposal["left_out"] if each["is_whole"]}
        self.assertEqual(left_out, {"GET /orders/{orderId}/invoice": "reply_not_json", "POST /photos": "body_not_json", "HEAD /shop": "method"})

        made = world.run("connector", "import", str(DOCUMENT), "--calls-per-minute", "6000")
        self.assertEqual((made["id"], made["operations"]), ("maple_shop", 6))
        # At once, without a restart.
        ids = [each["id"] for each in world.run("catalogue", "list", "--app", "maple_shop")["items"]]
        self.assertIn("orders.create_order", ids)
        self.assertIn("maple_shop", {each["profile"] for each in world.run("catalogue", "list")["items"]})
        shown = world.run("catalogue", "show", "orders.create_order", "--app", "maple_shop")
        self.assertIn("imported", [note["word"] for note in shown["notes"]])

        # The credential is tried before it is kept.
        refused = world.run("connect", "imported", "maple_shop", "--key", "wrong", "--base-url", mock.url, code=4)
        self.assertEqual(refused["error"]["code"], "api.credential_refused")
        connection = world.run("connect", "imported", "maple_shop", "--key", KEY, "--base-url", mock.url, "--label", "shop")["connection"]["id"]
        self.assertEqual(mock.seen[-1][0], "GET /shop")

        # A dry run shows the request and sends nothing; a write asks first.
        order = ["--input", 'customer={"name": "Zoé"}', "--input", 'lines=[{"sku": "SYRUP-500", "count": 2}]']
        before = len(mock.seen)
        dry = world.run("catalogue", "run", "shop", "orders.create_order", *order, "--dry-run")
        self.assertEqual((dry["request"]["url"], dry["request"]["headers"]["X-Shop-Key"]), (mock.url + "/orders", "********"))
        self.assertTrue(dry["needs_confirmation"])
        asked = world.run("catalogue", "run", "shop", "orders.create_order", *order, code=4)
        self.assertEqual(asked["error"]["code"], "catalogue.needs_confirmation")
        self.assertEqual(len(mock.seen), before)
        sent = world.run("catalogue", "run", "shop", "orders.create_order", *order, "--confirm")
        self.assertEqual((sent["outcome"], sent["reply"]["status"]), ("done", 201))
        self.assertEqual(mock.seen[-1][3], {"customer": {"name": "Zoé"}, "lines": [{"sku": "SYRUP-500", "count": 2}]})
        read = world.run("catalogue", "run", "shop", "orders.list_orders", "--input", 'status=["open", "paid"]', "--input", "limit=5")
        self.assertEqual(read["outcome"], "done")
        self.assertEqual(mock.seen[-1][2], {"status": ["open", "paid"], "limit": ["5"]})
        self.assertEqual(self.call_all("maple_shop", connection, mock), 6)

        # What the app refuses is told with its words; a read is tried again.
        mock.answers["POST /orders"] = (422, {"message": "out of syrup"})
        no = world.run("catalogue", "run", "shop", "orders.create_order", *order, "--confirm", code=4)
        self.assertEqual((no["reply_class"], no["reply"]["message"]), ("invalid", "out of syrup"))
        mock.answers["GET /orders"] = (503, {"message": "later"})
        later = world.run("catalogue", "run", "shop", "orders.list_orders", code=5)
        self.assertEqual(later["outcome"], "retry_later")
        mock.answers.clear()

        # Calls are kept without the key, though its header is none that everybody knows.
        kept = wait_for("the call is kept", lambda: [each for each in world.run("calls", "list", "--connection", "shop")["items"]
                                                    if each["operation"] == "orders.create_order"])
        call = world.run("calls", "show", kept[0]["id"])
        self.assertNotIn(KEY, json.dumps(call))
        self.assertIn("***", json.dumps(call))

        # After the program was killed it is all there.
        world.kill_server()
        world.start_server()
        self.assertEqual(world.run("catalogue", "run", "shop", "shop.get_shop")["outcome"], "done")

        # A newer document: told, and not done; then done, without a restart.
        newer = json.loads(json.dumps(document))
        newer["info"]["version"] = "2.0.0"
        del newer["paths"]["/orders/{orderId}"]["patch"]
        newer["paths"]["/refunds"] = {"get": {"tags": ["orders"], "operationId": "listRefunds", "responses": {"200": {
            "description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}}}}
        newer["paths"]["/orders"]["get"]["parameters"].append({"name": "since", "in": "query", "schema": {"type": "string"}})
        file = self.write("newer.json", newer)
        waits = world.run("connector", "import", file, code=4)
        changes = {(each["kind"], each["key"]) for each in waits["changes"]}
        self.assertEqual(changes, {("changed", ""), ("added", "GET /refunds"), ("removed", "PATCH /orders/{orderId}"), ("changed", "GET /orders")})
        self.assertEqual(len(world.run("catalogue", "list", "--app", "maple_shop")["items"]), 6)
        world.run("connector", "import", file, "--replace")
        mock.document = newer
        self.assertEqual(world.run("catalogue", "run", "shop", "orders.list_refunds")["outcome"], "done")
        gone = world.run("catalogue", "run", "shop", "orders.change_order", "--input", "orderId=1", "--confirm", code=3)
        self.assertEqual(gone["error"]["code"], "catalogue.unknown_operation")

        # It stays while a connection needs it.
        held = world.run("connector", "remove", "maple_shop", code=4)
        self.assertEqual(held["error"]["code"], "imports.in_use")
        world.run("connections", "disable", "shop")
        world.run("connector", "remove", "maple_shop", code=4)
        world.run("connections", "delete", connection)
        world.run("connector", "remove", "maple_shop")
        self.assertEqual(world.run("connector", "list")["items"], [])
        self.assertEqual(world.api("/catalogue?app=maple_shop")[2]["items"], [])
        self.assertEqual(world.stop_server(), 0)
        for path in [*pathlib.Path(world.data).glob("lockstep.db*"), pathlib.Path(world.log)]:
            self.assertNotIn(KEY.encode(), path.read_bytes(), f"the key stands in {path.name}")

    def test_what_is_hostile_is_refused(self):
        world = self.world
        somewhere = self.serve(http.server.ThreadingHTTPServer(("127.0.0.1", 0), File))
        threading.Thread(target=somewhere.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{somewhere.server_address[1]}/openapi.yaml"
        world.start_server()
        refused = world.run("connector", "import", address, code=4)
        self.assertEqual(refused["error"]["code"], "http.address_refused")
        head = "openapi: 3.0.3\ninfo: {title: Evil, version: '1'}\nservers: [{url: 'https://evil.example'}]\n"
        laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n" for before, name in zip("abcdefghij", "bcdefghijk"))
        for text, code in ((laughs, "imports.bad_document"), ("x: [1", "imports.bad_document"), ("{}", "imports.bad_document"),
                           (head + "paths: {/a: {get: {parameters: [{$ref: 'file:///etc/passwd'}], responses: {}}}}", "imports.bad_document")):
            answer = world.run("connector", "import", self.write("evil.yaml", text), code=1)
            self.assertEqual(answer["error"]["code"], code, text[:80])
        clash = world.run("connector", "import", str(DOCUMENT), "--id", "highlevel", code=1)
        self.assertEqual((clash["error"]["code"], clash["error"]["params"]["reason"]), ("imports.bad_choice", "id_taken"))
        self.assertEqual(world.run("connector", "list")["items"], [])
        self.assertEqual(world.stop_server(), 0)

        world.environment["LOCKSTEP_ALLOWED_NETWORKS"] = "127.0.0.1"
        del world.environment["LOCKSTEP_APP_NETWORKS"]
        world.start_server()
        self.assertEqual(world.run("connector", "import", address)["source"], address)
        # The app's own address is judged like any app's.
        near = world.run("connect", "imported", "maple_shop", "--key", KEY, "--base-url", address.rsplit("/", 1)[0], code=5)
        self.assertEqual((near["error"]["code"], near["error"]["params"]["reason"]), ("api.app_silent", "not_allowed"))
        self.assertEqual(world.stop_server(), 0)

    def test_a_vendors_documents(self):
        """Two that are not part of the program, where they lie beside it; the made-up one in their place where they do not."""
        world = self.world
        world.start_server()
        files = [VENDORS / name for name in ("payments.json", "products.json")] if VENDORS.exists() else []
        if not files:
            files = [pathlib.Path(self.write("maple.json", as_json(DOCUMENT)))]
        for file in files:
            document = json.loads(file.read_text())
            made = world.run("connector", "import", str(file), "--calls-per-minute", "6000")
            bearer = "maple" not in file.name
            mock = self.serve(Mock(document, *(("Authorization", "Bearer " + KEY) if bearer else ("X-Shop-Key", KEY))))
            connection = world.run("connect", "imported", made["id"], "--key", KEY, "--base-url", mock.url, "--label", made["id"])["connection"]["id"]
            count = self.call_all(made["id"], connection, mock)
            self.assertEqual(count, made["operations"])
            print(f"{file.name}: {count} operations called, {len([each for each in made['left_out'] if each['is_whole']])} left out")
        self.assertEqual(world.stop_server(), 0)


if __name__ == "__main__":
    main()
