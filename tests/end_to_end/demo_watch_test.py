# SPDX-License-Identifier: Apache-2.0
"""`lockstep demo` watched for a while: every edit of its persons arrives, is overtaken by a later edit of the same field, or is explained
by the program (an open issue about the field, or a wait of its record). LOCKSTEP_MINUTES=120 makes it the long one; it writes what it
has seen to standard output once a minute.

To see it fail: LOCKSTEP_FAULTS='{"rates_ppm": {"webhook_lost": 1000000, "empty_listing": 1000000}}' makes both apps tell of nothing."""
import collections
import json
import os
import pathlib
import queue
import signal
import subprocess
import threading
import time
import unittest

from world import PROGRAM, ask, free_port, main

MINUTES = float(os.environ.get("LOCKSTEP_MINUTES", "2"))
PATIENCE = float(os.environ.get("LOCKSTEP_PATIENCE", "240"))  # seconds for what is late at the end: the consistency delay and a minute
FAULTS = os.environ.get("LOCKSTEP_FAULTS")
SLOW_MS = 5000
FIELDS = {"city": ("city", "city"), "address": ("address1", "street")}  # the demo's word: HighLevel's name, Hexfit's below address


class Watch:
    def __init__(self, about):
        self.about = about
        self.token = json.loads(pathlib.Path(about["data"], "server.json").read_text())["token"]
        self.edits = []
        self.late = []
        self.newest = {}
        self.outcomes = collections.Counter()
        self.notes = []

    def note(self, edit):
        edit["seen_at"] = time.monotonic()
        self.edits.append(edit)
        key = (min(edit["record"], edit["other_record"]), edit["field"])
        edit["key"] = key
        self.newest[key] = edit
        if edit["arrived_ms"] is None:
            self.late.append(edit)
        else:
            self.outcomes["in time" if edit["arrived_ms"] <= SLOW_MS else "slow"] += 1

    def api(self, path):
        return ask(self.about["url"] + "/api/v1" + path, headers={"Authorization": "Bearer " + self.token})[2]

    def value_there(self, edit):
        at_highlevel, at_hexfit = FIELDS[edit["field"]]
        is_to_hexfit = edit["app"] == "HighLevel"
        url = self.about["hexfit_url" if is_to_hexfit else "highlevel_url"]
        fields = ask(f"{url}/_sandbox/records/{edit['other_record']}")[2]["fields"]
        return fields["address"].get(at_hexfit) if is_to_hexfit else fields.get(at_highlevel)

    def look(self):
        """Strikes out what has arrived late or was overtaken."""
        still = []
        for edit in self.late:
            waited = time.monotonic() - edit["seen_at"]
            if self.value_there(edit) == edit["value"]:
                self.outcomes["late"] += 1
                self.notes.append(f"{what(edit)}: arrived {15 + waited:.0f} s after the edit")
            elif self.newest[edit["key"]] is not edit:
                self.outcomes["overtaken"] += 1
                self.notes.append(f"{what(edit)}: somebody edited the same field again before it arrived")
            else:
                still.append(edit)
        self.late = still

    def explanation(self, edit):
        """What the program says of an edit that has not arrived; None when it says nothing."""
        field = FIELDS[edit["field"]][0]
        view = self.api(f"/syncs/{self.about['sync']}/records/{edit['record']}")
        issues = [issue["message"] for issue in view["issues"] if issue["field"] in (field, None)]
        if issues:
            return "issue: " + issues[0]
        waiting = [event for event in self.api(f"/events?record={edit['record']}&limit=20")["items"] if event["state"] == "waiting"]
        if waiting:
            return f"its event of {waiting[0]['received_at']} waits: {waiting[0]['note'] or 'no reason given'}"
        return None

    def report(self):
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        return f"{len(self.edits)} edits: {counts}, {len(self.late)} not there yet"


def what(edit):
    return f"{edit['at']} {edit['app']} {edit['record']} {edit['field']} = {edit['value']!r}"


class DemoWatch(unittest.TestCase):
    def test_every_edit_arrives_or_is_explained(self):
        demo = subprocess.Popen(
            [PROGRAM, "demo", "--json", "--port", str(free_port()), "--highlevel-port", str(free_port()), "--hexfit-port", str(free_port())],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.end, demo)
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in demo.stdout], daemon=True).start()
        watch = Watch(json.loads(lines.get(timeout=120)))
        if FAULTS:
            for url in (watch.about["highlevel_url"], watch.about["hexfit_url"]):
                self.assertEqual(ask(url + "/_sandbox/faults", "PUT", FAULTS)[0], 200)
        end = time.monotonic() + MINUTES * 60
        next_report = time.monotonic() + 60
        while time.monotonic() < end:
            self.assertIsNone(demo.poll(), "the demo ended by itself")
            try:
                watch.note(json.loads(lines.get(timeout=1)))
            except queue.Empty:
                pass
            watch.look()
            if time.monotonic() > next_report:
                next_report += 60
                print(watch.report(), flush=True)
        # What is late may take until nobody can read an old copy any more.
        patience = time.monotonic() + PATIENCE
        while watch.late and time.monotonic() < patience:
            time.sleep(1)
            while not lines.empty():  # later edits overtake, and are not judged
                edit = json.loads(lines.get())
                watch.newest[(min(edit["record"], edit["other_record"]), edit["field"])] = edit
            watch.look()
        print(watch.report(), flush=True)
        for note in watch.notes:
            print("  " + note, flush=True)
        unexplained = []
        for edit in watch.late:
            words = watch.explanation(edit)
            print(f"  {what(edit)}: not there; {words or 'NOT EXPLAINED'}", flush=True)
            if words is None:
                unexplained.append(what(edit))
        self.assertEqual(unexplained, [])
        self.assertGreater(len(watch.edits), MINUTES * 60 / 20, "the demo edits too seldom to be worth watching")

    @staticmethod
    def end(demo):
        demo.send_signal(signal.SIGTERM)
        try:
            demo.wait(timeout=20)
        except subprocess.TimeoutExpired:
            demo.kill()
            demo.wait()
        demo.stdout.close()


if __name__ == "__main__":
    main()
