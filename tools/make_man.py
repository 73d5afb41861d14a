#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The manual page lockstep(1), from what the program says of itself. Usage: make_man.py PROGRAM DATE > lockstep.1"""
import re
import subprocess
import sys

PROGRAM, DATE = sys.argv[1], sys.argv[2]


def help_of(*words):
    return subprocess.run([PROGRAM, *words, "--help"], check=True, capture_output=True, text=True).stdout


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def parts(help):
    """The first line, options and subcommands as (name, meaning)."""
    found, room = {"Options": [], "Positionals": [], "Subcommands": []}, None
    for line in help.splitlines():
        if heading := re.match(r"^(\w+):$", line):
            room = found.get(heading[1])
        elif line and not line.startswith(" "):
            room = None
        elif room is not None and (entry := re.match(r"^  (\S.*?)(?:\s{2,}(.*))?$", line)) and not line.startswith("   "):
            room.append([entry[1], entry[2] or ""])
        elif room and line.strip():
            room[-1][1] = (room[-1][1] + " " + line.strip()).strip()
    return help.splitlines()[0], found


def entries(rows):
    for name, meaning in rows:
        if not name.startswith("-h,"):
            print(f".TP\n.B {escaped(name)}\n{escaped(meaning)}" if meaning else f".TP\n.B {escaped(name)}")


def commands(words):
    for name, _ in parts(help_of(*words))[1]["Subcommands"]:
        path = [*words, name]
        first, found = parts(help_of(*path))
        print(f".SS lockstep {escaped(' '.join(path))}\n{escaped(first)}")
        entries(found["Positionals"] + found["Options"])
        commands(path)


first, top = parts(help_of())
version = subprocess.run([PROGRAM, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
print(f'.TH LOCKSTEP 1 "{DATE}" "lockstep {version}" "User Commands"')
print(f".SH NAME\nlockstep \\- {escaped(first.removeprefix('Lockstep ').rstrip('.'))}")
print(".SH SYNOPSIS\n.B lockstep\n[OPTIONS] COMMAND ...\n.br\n.B lockstep\\-admin\n[OPTIONS] COMMAND ...")
print(".SH DESCRIPTION\nEvery command asks the server of the data folder when one runs, and opens the folder itself when none does.")
print(".B lockstep\\-admin\nis the same on the data folder of the service, as its user and with its settings; root may run it.")
print(".SH OPTIONS")
entries(top["Options"])
print(".SH COMMANDS")
commands([])
print(".SH EXIT STATUS\n0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused or denied, 5 not available now.")
print(".SH FILES\n.TP\n.I /etc/default/lockstep\nSettings of the service.\n.TP\n.I /var/lib/lockstep\nIts data folder: database and master key.")
