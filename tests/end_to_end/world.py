# SPDX-License-Identifier: Apache-2.0
"""What the end-to-end tests share: the program as separate processes (sandbox, server, commands) in a folder of its own, and
plain HTTP to them. Set LOCKSTEP_PROGRAM to test another build."""
import glob
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

PROGRAM = os.environ.get("LOCKSTEP_PROGRAM", str(pathlib.Path(__file__).resolve().parents[2] / "build/dev/lockstep"))

ROOT = pathlib.Path(__file__).resolve().parents[2]


def with_node(place, **more):
    """The environment in which `node` is the one that ./dev setup put beside the packages of `place`; Debian's is older."""
    return {**os.environ, "PATH": str(ROOT / place / "node_modules/.bin") + os.pathsep + os.environ["PATH"], **more}


CLOCK_LIBRARY = next(iter(sorted(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1"))), None)  # Debian's libfaketime


def is_sanitized():
    """A sanitizer has to be loaded before everything else, so the library that sets the clock cannot be."""
    with open(PROGRAM, "rb") as program:
        content = program.read()
    return b"__asan_init" in content or b"__tsan_init" in content


def free_port():
    """A port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, method="GET", body=None, headers=None, timeout=20):
    """Status, headers and body of one request; the body as JSON when it is JSON."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    headers = dict(headers or {})
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    if isinstance(body, str):
        body = body.encode()
    try:
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers)
        reply = connection.getresponse()
        content = reply.read()
    finally:
        connection.close()
    if "json" in (reply.getheader("Content-Type") or ""):
        content = json.loads(content)
    return reply.status, dict(reply.getheaders()), content


def wait_for(what, condition, seconds=30):
    """The first truthy value of condition(); polls real processes, so there is a clock to wait by and no other."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


class World:
    """One data folder with everything that runs on it."""

    def __init__(self, people=40, sandbox_options=(), webhooks=True, policy=(), rate="off", quota=0, own_clock=False):
        self.folder = tempfile.TemporaryDirectory(prefix="lockstep-test-")
        self.data = self.folder.name + "/data"
        self.log = self.folder.name + "/server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.policy = policy
        self.quota = quota
        self.processes = []
        self.server = None
        # The simulated apps are on this machine.
        self.environment = {**os.environ, "LOCKSTEP_DATA": self.data, "LOCKSTEP_APP_NETWORKS": "127.0.0.1"}
        self.apps_environment = self.environment
        if own_clock:
            self.set_clock(0)
            self.set_apps_clock(0)
            # Read at each look at the clock; the time since the machine started stays true, as it does when a real clock is set.
            clock = {"LD_PRELOAD": CLOCK_LIBRARY, "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            self.environment = {**self.environment, **clock, "FAKETIME_TIMESTAMP_FILE": self.folder.name + "/clock"}
            self.apps_environment = {**self.environment, "FAKETIME_TIMESTAMP_FILE": self.folder.name + "/clock-of-apps"}
        if people is None:
            return
        options = ["--people", str(people), "--seed", "11", "--rate-limit", rate, "--hexfit-quota", str(quota), "--json", *sandbox_options]
        if webhooks:
            options += ["--webhook-url", self.url + "/webhooks/contacts"]
        self.sandbox = self.spawn(["sandbox", *options], stdout=subprocess.PIPE)
        self.apps = json.loads(self.sandbox.stdout.readline())
        self.highlevel, self.hexfit = self.apps["highlevel"], self.apps["hexfit"]

    def write_clock(self, name, seconds):
        with open(f"{self.folder.name}/{name}.new", "w") as file:
            file.write(f"{seconds:+d}\n")
        os.replace(f"{self.folder.name}/{name}.new", f"{self.folder.name}/{name}")

    def set_clock(self, seconds):
        """Sets the program's wall clock, in a world with own_clock: so many seconds ahead of the machine's, or behind."""
        self.clock_ahead = seconds
        self.write_clock("clock", seconds)

    def set_apps_clock(self, seconds):
        """The same for both apps, forward only: the sandbox goes by a clock that is never set back (ports/clock.hpp)."""
        self.write_clock("clock-of-apps", seconds)

    def spawn(self, words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        environment = self.apps_environment if words[0] == "sandbox" else self.environment
        environment = {**environment, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
        process = subprocess.Popen([PROGRAM, *words], stdout=stdout, stderr=stderr, env=environment, text=True)
        self.processes.append(process)
        return process

    def run(self, *words, input=None, code=0, timeout=120):
        """A command with --json: its document. `code` is the exit code it has to have."""
        done = subprocess.run(
            [PROGRAM, *words, "--json"], input=input, capture_output=True, text=True, env=self.environment, timeout=timeout)
        if done.returncode != code:
            raise AssertionError(f"{' '.join(words)}: exit code {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}")
        lines = done.stdout.splitlines()
        if len(lines) != 1:
            raise AssertionError(f"{' '.join(words)}: {len(lines)} lines on standard output\n{done.stdout}")
        return json.loads(lines[0])

    def words(self, *words):
        """What a command says to a person."""
        done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, env=self.environment, timeout=120, check=True)
        return done.stdout + done.stderr

    def init(self):
        made = self.run("init", "--token")
        self.token = made["token"]
        self.setup_code = made["setup_code"]
        return made

    def start_server(self, wait=True):
        with open(self.log, "a") as log:
            self.server = self.spawn(["serve", "--listen", f"127.0.0.1:{self.port}", "--log-format", "json"], stderr=log)
        if wait:
            wait_for("the server is ready", self.is_ready)

    def is_ready(self):
        if self.server.poll() is not None:
            raise AssertionError("the server ended:\n" + pathlib.Path(self.log).read_text()[-2000:])
        try:
            return ask(self.url + "/health")[0] == 200
        except OSError:
            return False

    def kill_server(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def stop_server(self):
        self.server.send_signal(signal.SIGTERM)
        return self.server.wait(timeout=15)

    def connect(self):
        self.a = self.run("connect", "highlevel", "--location", self.highlevel["location_id"], "--token", self.highlevel["token"],
                          "--base-url", self.highlevel["url"], "--webhook-public-key", self.highlevel["webhook_public_key"],
                          "--label", "left")
        self.b = self.run("connect", "hexfit", "--key", self.hexfit["key"], "--base-url", self.hexfit["url"],
                          "--webhook-secret", self.hexfit["webhook_secret"], "--monthly-quota", "-1" if self.quota == 0 else str(self.quota), "--label", "right")
        policy = [word for each in self.policy for word in ("--policy", each)]
        self.sync = self.run("sync", "create", "--a", "left", "--b", "right", *policy)["id"]

    def bring_together(self):
        """From nothing to both sides in agreement."""
        self.init()
        self.start_server()
        self.connect()
        self.run("sync", "start", "--without-plan", "--wait")
        self.settle()

    def api(self, path, method="GET", body=None, headers=None):
        return ask(self.url + "/api/v1" + path, method, body, {"Authorization": "Bearer " + self.token, **(headers or {})})

    def status(self):
        return self.api(f"/syncs/{self.sync}/status")[2]

    def records(self, app):
        """Everything that exists at an app, by id; never through its API."""
        found, after = {}, ""
        while True:
            page = ask(f"{app['admin_url']}/records?limit=1000&after={after}")[2]
            found.update({record["id"]: record["fields"] for record in page["records"]})
            if page["next"] is None:
                return found
            after = page["next"]

    def edit(self, app, record, fields):
        status, _, body = ask(f"{app['admin_url']}/records/{record}", "PATCH", fields)
        if status != 200:
            raise AssertionError(f"editing {record}: {status} {body}")

    def create(self, app, fields):
        """A new record behind the API's back, told by the app as its own; returns its id."""
        status, _, body = ask(f"{app['admin_url']}/records", "POST", fields)
        if status not in (200, 201):
            raise AssertionError(f"creating a record: {status} {body}")
        return body["id"]

    def set_faults(self, app, **faults):
        status, _, body = ask(f"{app['admin_url']}/faults", "PUT", faults)
        if status != 200:
            raise AssertionError(f"setting faults: {status} {body}")

    def counters(self, app):
        return ask(f"{app['admin_url']}/counters")[2]["counters"]

    def settle(self, seconds=60):
        """Until nothing is waiting."""
        wait_for("everything is looked at", lambda: self.status()["counts"]["waiting"] == 0, seconds)

    def open_issues(self):
        return self.api(f"/syncs/{self.sync}/issues?limit=200")[2]["items"]

    def pairs(self):
        """Linked records as (HighLevel id, Hexfit id), by what the apps themselves hold."""
        left, right = self.records(self.highlevel), self.records(self.hexfit)
        found = []
        for id, fields in left.items():
            other = fields["customFields"].get("hexfit_id")
            if other and right.get(other, {}).get("external_id") == id:
                found.append((id, other))
        return found, left, right

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.folder.cleanup()


def same_text(a, b):
    return " ".join((a or "").split()) == " ".join((b or "").split())


# HighLevel's name, where Hexfit has it.
FIELDS = [("firstName", "firstname"), ("lastName", "lastname"), ("phone", "phone"), ("dateOfBirth", "birthdate"), ("address1", "address/street"),
          ("city", "address/city"), ("state", "address/province"), ("postalCode", "address/postal_code"), ("email", "email")]


def differences(left, right):
    """Names of the fields in which two linked records differ."""
    found = []
    for a, b in FIELDS:
        value = right
        for step in b.split("/"):
            value = (value or {}).get(step)
        mine = left.get(a)
        if a == "email":
            mine, value = (mine or "").lower(), (value or "").lower()
        if a == "phone":  # as people type it and as it is called; the test data has North American numbers where they differ
            mine, value = ("".join(filter(str.isdigit, each or ""))[-10:] for each in (mine, value))
        if a == "state":  # each side keeps its own form
            mine, value = ("QC" if each == "Québec" else each for each in (mine, value))
        if a == "dateOfBirth":
            mine, value = (mine or "")[:10], (value or "")[:10]
        if not same_text(mine, value):
            found.append(f"{a}: {mine!r} and {value!r}")
    return found


def check_both_sides(test, world, before_left, before_right):
    """Linked pairs agree, unless a person was asked; what was created belongs to exactly one record of the other side."""
    pairs, left, right = world.pairs()
    asked = {}
    for issue in world.open_issues():
        asked.setdefault(issue["subject"], []).append(issue)
    for a, b in pairs:
        view = None
        for difference in differences(left[a], right[b]):
            field = difference.split(":")[0]
            view = view or world.api(f"/syncs/{world.sync}/records/{a}")[2]
            told = [issue["field"] for issue in view["issues"]]
            test.assertIn(field, told, f"{a} and {b} differ in {difference}, and nobody is asked")
    of_left, of_right = {a: b for a, b in pairs}, {b: a for a, b in pairs}
    test.assertEqual(len(of_left), len(of_right))
    for id in left.keys() - before_left.keys():
        test.assertIn(id, of_left, f"{id} was created in HighLevel for nobody")
        test.assertIn(of_left[id], before_right)
    for id in right.keys() - before_right.keys():
        test.assertIn(id, of_right, f"{id} was created in Hexfit for nobody")
        test.assertIn(of_right[id], before_left)
    return pairs


def load_since(began):
    """How long the script took, and how much of a processor it and what it started used: what PROCESSORS in CMakeLists.txt goes by."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"seconds": round(time.monotonic() - began, 1), "processor_seconds": round(sum(each.ru_utime + each.ru_stime for each in used), 1)}


def main():
    """Runs the tests of the calling script and leaves a report for tools/count_tests.py."""
    began = time.monotonic()
    program = unittest.main(exit=False, verbosity=2)
    result = program.result
    reports = os.environ.get("LOCKSTEP_REPORTS")
    if reports:
        os.makedirs(reports, exist_ok=True)
        name = "end_to_end_" + pathlib.Path(sys.argv[0]).stem
        pathlib.Path(reports, name + ".json").write_text(
            json.dumps({"tests": result.testsRun, "failures": len(result.failures), "errors": len(result.errors), **load_since(began)}))
    sys.exit(0 if result.wasSuccessful() else 1)
