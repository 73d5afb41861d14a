# SPDX-License-Identifier: Apache-2.0
"""A backup that is made while the server works, a server that is killed, a key that is lost, the recovery passphrase; what comes up
only observes until a person confirms it."""
import json
import os
import pathlib
import shutil
import unittest

from world import World, ask, check_both_sides, main, wait_for

PASSPHRASE = "seven wild geese over the river"


class Backup(unittest.TestCase):
    def world(self, people):
        world = World(people=people, policy=["consistency_delay_seconds=2", "sweep_every_seconds=60", "poll_every_seconds=5"])
        self.addCleanup(world.close)
        self.passphrase = world.folder.name + "/passphrase"
        pathlib.Path(self.passphrase).write_text(PASSPHRASE + "\n")
        return world

    def test_a_backup_comes_up_and_only_observes(self):
        world = self.world(12)
        world.bring_together()
        before_left, before_right = world.records(world.highlevel), world.records(world.hexfit)
        backups = world.folder.name + "/backups"
        world.run("backup", backups, code=2)  # nothing in it would open it
        made = world.run("backup", backups, "--passphrase-file", self.passphrase)
        self.assertEqual(made["key"], "passphrase")
        self.assertEqual(oct(os.stat(made["place"] + "/lockstep.db").st_mode & 0o777), "0o600")
        everything = b"".join(each.read_bytes() for each in pathlib.Path(made["place"]).iterdir())
        key = pathlib.Path(world.data, "master.key").read_text().split(":")[1].strip()
        self.assertNotIn(key.encode(), everything)
        world.kill_server()
        shutil.rmtree(world.data)

        wrong = world.folder.name + "/wrong"
        pathlib.Path(wrong).write_text("another one entirely\n")
        self.assertEqual(world.run("restore", made["place"], "--passphrase-file", wrong, code=4)["error"]["code"], "vault.wrong_passphrase")
        self.assertFalse(pathlib.Path(world.data, "lockstep.db").exists(), "a restore that failed left a database")
        restored = world.run("restore", made["place"], "--passphrase-file", self.passphrase)
        self.assertTrue(restored["key_is_new"])
        self.assertEqual(world.run("restore", made["place"], "--passphrase-file", self.passphrase, code=4)["error"]["code"], "app.restore_target")

        # What changes now is seen, and written nowhere.
        (left, right) = world.pairs()[0][0]
        world.edit(world.highlevel, left, {"city": "Rimouski"})
        world.start_server()
        self.assertEqual(world.api("/installation")[2]["writes"]["why"], "restored")
        calls = world.counters(world.highlevel)
        wait_for("the apps are read", lambda: world.counters(world.highlevel) != calls, 30)
        wait_for("a look waits", lambda: world.status()["counts"]["waiting"] > 0, 30)
        self.assertEqual(world.records(world.hexfit), before_right)
        call = world.run("catalogue", "run", "left", "contacts.update_contact", "--input", "contactId=" + left, "--input", "city=Gaspé", code=5)
        self.assertEqual(call["error"]["code"], "calls.observe_only")
        self.assertEqual(world.records(world.highlevel)[left]["city"], "Rimouski")
        self.assertEqual(world.run("sync", "start", "--wait", code=4)["error"]["code"], "calls.observe_only")
        self.assertEqual(world.run("sync", "plan")["state"], "done")
        world.kill_server()
        world.start_server()
        self.assertEqual(world.api("/installation")[2]["writes"]["state"], "held")

        self.assertEqual(world.run("adopt")["writes"]["state"], "allowed")
        wait_for("the edit arrives", lambda: world.records(world.hexfit)[right]["address"]["city"] == "Rimouski", 60)
        world.settle()
        check_both_sides(self, world, before_left, before_right)
        self.assertEqual(len(world.records(world.hexfit)), len(before_right), "somebody was created twice")
        done = [entry["action"] for entry in world.run("audit", "list")["items"]]
        self.assertIn("installation.adopt", done)
        self.assertTrue(world.run("audit", "check")["ok"])
        world.kill_server()
        world.start_server()
        self.assertEqual(world.api("/installation")[2]["writes"]["state"], "allowed")

    def test_a_lost_key_comes_back_by_the_passphrase(self):
        world = self.world(None)
        first = world.run("init", "--token", "--recovery-passphrase-file", self.passphrase)
        copy, key = first["recovery_copy"], first["key_file"]
        content = pathlib.Path(key).read_text()
        pathlib.Path(key).unlink()
        # Nothing advises, or makes, a new key, which would open nothing.
        for words, code in ((["init"], 3), (["connections", "list"], 3), (["serve", "--listen", "127.0.0.1:0"], 3)):
            self.assertEqual(world.run(*words, code=code)["error"]["code"], "app.key_missing", words)
            self.assertFalse(pathlib.Path(key).exists())
        said = world.spawn(["connections", "list"], stderr=-1).communicate()[1]
        self.assertIn("lockstep recover", said)
        self.assertNotIn("run `lockstep init`", said.lower())
        self.assertEqual(world.run("recover", copy, input="not the passphrase\n", code=4)["error"]["code"], "vault.wrong_passphrase")
        self.assertFalse(pathlib.Path(key).exists())
        found = world.run("recover", copy, input=PASSPHRASE + "\n")
        self.assertTrue(found["opens_database"])
        self.assertEqual(pathlib.Path(key).read_text(), content)
        self.assertEqual(oct(os.stat(key).st_mode & 0o777), "0o600")
        self.assertFalse(world.run("recover", "--passphrase-file", self.passphrase)["key_is_new"])
        world.run("connections", "list")

        # The recovery copy of another installation is recognised before it is put in the key's place.
        other = self.world(None)
        foreign = other.run("init", "--recovery-passphrase-file", self.passphrase)["recovery_copy"]
        pathlib.Path(key).unlink()
        self.assertEqual(world.run("recover", foreign, "--passphrase-file", self.passphrase, code=4)["error"]["code"], "vault.wrong_master_key")
        self.assertFalse(pathlib.Path(key).exists())

    def test_a_damaged_backup_is_refused_and_old_ones_go(self):
        world = self.world(None)
        world.run("init", "--recovery-passphrase-file", self.passphrase)
        backups = world.folder.name + "/backups"
        first = world.run("backup", backups)
        self.assertEqual(first["key"], "copied")
        # Names have whole seconds.
        wait_for("the next second", lambda: not pathlib.Path(json_time_name(world, backups)).exists(), 5)
        pathlib.Path(backups, "mine").mkdir()
        second = world.run("backup", backups, "--keep", "1")
        self.assertEqual(second["deleted"], 1)
        self.assertFalse(pathlib.Path(first["place"]).exists())
        self.assertTrue(pathlib.Path(backups, "mine").exists(), "what is not ours was touched")
        database = pathlib.Path(second["place"], "lockstep.db")
        content = bytearray(database.read_bytes())
        content[len(content) // 2] ^= 1
        database.write_bytes(content)
        elsewhere = world.folder.name + "/elsewhere"
        self.assertEqual(world.run("restore", second["place"], "--data", elsewhere, "--passphrase-file", self.passphrase, code=1)["error"]["code"],
                         "app.bad_backup")
        pathlib.Path(second["place"], "manifest.json").unlink()
        self.assertEqual(world.run("restore", second["place"], "--data", elsewhere, "--passphrase-file", self.passphrase, code=1)["error"]["code"],
                         "app.bad_backup")
        self.assertFalse(pathlib.Path(elsewhere, "lockstep.db").exists())


def json_time_name(world, backups):
    import time
    return time.strftime(backups + "/lockstep-%Y%m%dT%H%M%SZ", time.gmtime())


if __name__ == "__main__":
    main()
