# SPDX-License-Identifier: Apache-2.0
"""The alert rules and the dashboard in deploy/monitoring name only what /metrics has, with labels and states that it has; and the rules
about states are silent while all is well and fire when an app refuses the credential. Prometheus itself is not run: the few forms of
expression that the rules about states use are evaluated here, the others are looked at by name only."""
import json
import pathlib
import re
import unittest

import yaml

from world import World, ask, main, wait_for

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "deploy/monitoring"
SERIES = re.compile(r'((?:lockstep|process)_[a-z_]+)(?:\{([^}]*)\})?')
MATCHER = re.compile(r'([a-z_]+)(=~|!=|=)"([^"]*)"')
SIMPLE = re.compile(r'^((?:lockstep|process)_[a-z_]+)(?:\{([^}]*)\})? (==|>|>=) ([0-9]+)$')
FOREIGN_LABELS = {"job", "connector", "outcome"}  # Prometheus' own, and those of series that begin with the first call


def read_metrics(world):
    """Every series as (name, labels, value)."""
    found = []
    for line in ask(f"{world.url}/metrics", headers={"Authorization": "Bearer " + world.token})[2].decode().splitlines():
        if line and not line.startswith("#"):
            name, labels, value = re.fullmatch(r'([a-z_]+)(?:\{(.*)\})? (\S+)', line).groups()
            found.append((name, dict(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', labels or "")), float(value)))
    return found


def fits(labels, matchers):
    for name, kind, value in MATCHER.findall(matchers or ""):
        is_same = re.fullmatch(value, labels.get(name, "")) is not None if kind == "=~" else labels.get(name, "") == value
        if is_same == (kind == "!="):
            return False
    return True


def fires(expression, series):
    name, matchers, kind, bound = SIMPLE.match(expression).groups()
    holds = {"==": lambda value: value == float(bound), ">": lambda value: value > float(bound), ">=": lambda value: value >= float(bound)}[kind]
    return any(each == name and fits(labels, matchers) and holds(value) for each, labels, value in series)


class Monitoring(unittest.TestCase):
    def test_rules_and_dashboard_name_what_there_is(self):
        rules = [rule for group in yaml.safe_load((FOLDER / "lockstep.rules.yml").read_text())["groups"] for rule in group["rules"]]
        dashboard = json.loads((FOLDER / "lockstep-dashboard.json").read_text())
        self.assertGreater(len(rules), 10)
        for rule in rules:
            self.assertEqual(set(rule), {"alert", "expr", "for", "labels", "annotations"}, rule["alert"])
            self.assertEqual(set(rule["annotations"]), {"summary", "description"}, rule["alert"])
            self.assertIn(rule["labels"]["severity"], ("critical", "warning", "info"))
            self.assertTrue(re.fullmatch(r"[0-9]+[mh]", rule["for"]), rule["alert"])
        ids = [panel["id"] for panel in dashboard["panels"]]
        self.assertEqual(len(ids), len(set(ids)))

        world = World(people=12, quota=500)
        self.addCleanup(world.close)
        world.bring_together()
        self.assertEqual(ask(f"{world.url}/metrics")[0], 401)
        wait_for("all is well", lambda: world.status()["health"]["state"] == "well", 60)
        series = read_metrics(world)
        labels_of = {}
        for name, labels, _ in series:
            labels_of.setdefault(name, set()).update(labels)

        expressions = {rule["alert"]: rule["expr"] for rule in rules}
        for panel in dashboard["panels"]:
            for target in panel["targets"]:
                expressions[f"{panel['title']} {target['refId']}"] = target["expr"]
                for label in re.findall(r"\{\{([a-z_]+)\}\}", target["legendFormat"]):
                    self.assertIn(label, set().union(*[labels_of[name] for name, _ in SERIES.findall(target["expr"])]), panel["title"])
        for place, expression in expressions.items():
            self.assertEqual(expression.count("("), expression.count(")"), place)
            for name, matchers in SERIES.findall(expression):
                self.assertIn(name, labels_of, f"{place}: /metrics has no {name}")
                for label, kind, value in MATCHER.findall(matchers):
                    if label in FOREIGN_LABELS or value.startswith("$"):
                        continue
                    known = {labels.get(label) for each, labels, _ in series if each == name}
                    wanted = set(value.split("|")) if kind == "=~" else {value}
                    self.assertLessEqual(wanted, known, f"{place}: {name} has no {label} {value}")

        about_state = {alert: rule for alert, rule in expressions.items() if SIMPLE.match(rule)}
        self.assertGreaterEqual(len(about_state), 8)
        self.assertEqual([alert for alert, rule in about_state.items() if alert.startswith("Lockstep") and fires(rule, series)], [])
        world.set_faults(world.hexfit, forced=[{"kind": "unauthorized", "times": 0}])
        for id in sorted(world.records(world.highlevel))[:4]:
            world.edit(world.highlevel, id, {"city": "Lévis"})
        wait_for("the rule about a refused credential fires",
                 lambda: fires(expressions["LockstepConnectionRefused"], read_metrics(world)), 60)


if __name__ == "__main__":
    main()
