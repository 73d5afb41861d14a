# SPDX-License-Identifier: Apache-2.0
"""Workflows with the real program: a definition is checked and tried without an installation; a published one runs by what is posted,
each post once although the program is killed meanwhile; and a webhook of an app makes a change in that app."""
import json
import pathlib
import tempfile
import unittest

from world import World, ask, main, wait_for

FORM = """
lockstep: workflow/1
id: form
name: {en: Form, fr: Formulaire}
connections: {form: {app: webhook}}
triggers: [{on: form/webhook.received, when: not (trigger.name | is_blank)}]
steps:
  - {id: greet, do: call, operation: general/text.format_text, with: {text: "Hello {{trigger.name}}", case: upper}}
  - {id: rest, do: wait, for: 2s}
  - {id: keep, do: set, values: {greeting: "{{steps.greet.text}}"}}
"""
TAGS = """
lockstep: workflow/1
id: tags
name: {en: Tags, fr: Étiquettes}
connections: {crm: {app: highlevel}}
triggers: [{on: crm/triggers.contact_created}]
again: once
steps:
  - {id: person, do: call, operation: crm/contacts.get_contact, with: {contactId: "{{contact.id}}"}}
  - {id: tag, do: call, operation: crm/contacts.add_tags, with: {contactId: "{{contact.id}}", tags: ["seen by a workflow"]}}
"""


class Workflows(unittest.TestCase):
    def file(self, text):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(lambda: [each.unlink() for each in folder.iterdir()] and folder.rmdir())
        path = folder / "definition.yaml"
        path.write_text(text)
        return str(path)

    def test_a_definition_is_checked_and_tried_without_an_installation(self):
        world = World(people=None)
        self.addCleanup(world.close)
        self.assertEqual(world.run("workflow", "lint", self.file(FORM)), {"problems": []})
        wrong = world.run("workflow", "lint", self.file(FORM.replace("trigger.name}}", "trigger.name | shout}}")), code=1)
        self.assertEqual([(each["code"], each["step"], each["field"]) for each in wrong["problems"]],
                         [("workflows.bad_expression", "greet", "with.text")])
        given = self.file(json.dumps({"contact": {"firstName": "Zoé", "email": "zoe@example.com"}}))
        run = world.run("workflow", "run", self.file(TAGS), "--input", given)
        self.assertEqual((run["status"], run["calls"]), ("done", {"crm/add-tags": 1, "crm/get-contact": 1}))
        for template in world.run("workflow", "templates"):
            self.assertEqual(world.run("workflow", "lint", self.file(template["definition"])), {"problems": []})

    def test_each_post_starts_one_run_although_the_program_is_killed(self):
        world = World(people=None)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        hook = world.run("hooks", "create", "Contact form")
        world.run("workflow", "create", self.file(FORM))
        self.assertEqual(world.run("workflow", "publish", "form")["state"], "published")
        posts = 30
        for number in range(posts):
            self.assertEqual(ask(world.url + hook["path"], "POST", {"name": f"n{number}"}, {"Idempotency-Key": str(number)})[0], 200)
            if number in (9, 19):
                world.kill_server()
                world.start_server()
        self.assertEqual(ask(world.url + hook["path"], "POST", {"name": ""})[0], 200)

        def runs():
            return world.api("/workflows/form/runs?limit=200")[2]["items"]

        wait_for("all runs to end", lambda: len(runs()) >= posts and all(run["status"] == "done" for run in runs()))
        greetings = [world.api(f"/workflow-runs/{run['id']}")[2]["values"]["vars"]["greeting"] for run in runs()]
        self.assertEqual(sorted(greetings), sorted(f"HELLO N{number}" for number in range(posts)))
        world.run("workflow", "pause", "form")
        self.assertEqual(ask(world.url + hook["path"], "POST", {"name": "late"})[0], 200)
        self.assertEqual(world.run("workflow", "list")["items"][0]["state"], "paused")
        self.assertEqual(len(runs()), posts)

    def test_a_webhook_of_an_app_makes_a_change_there(self):
        world = World(people=2)
        self.addCleanup(world.close)
        world.init()
        world.start_server()
        world.connect()
        world.run("workflow", "create", self.file(TAGS))
        world.run("workflow", "publish", "tags")
        contact = world.create(world.highlevel, {"firstName": "Zoé", "lastName": "Roy", "email": "zoe.roy@example.com"})
        wait_for("the run", lambda: [run["status"] for run in world.api("/workflows/tags/runs")[2]["items"]] == ["done"])
        wait_for("the tag", lambda: "seen by a workflow" in json.dumps(world.records(world.highlevel)))
        self.assertTrue(contact)


if __name__ == "__main__":
    main()
