# SPDX-License-Identifier: Apache-2.0
"""What benchmarks write straight into the database of a stopped server, to be where a real one is after hours. Beside million/copies.cpp
this is all that bench/ knows of the tables."""
import pathlib
import sqlite3


def declare_back_fill_done(data: pathlib.Path) -> None:
    """Both sides have been read; nobody is linked, and nothing waits."""
    database = sqlite3.connect(data / "lockstep.db")
    with database:
        database.execute("UPDATE syncs SET state = 'running', backfill_phase = 'done'")
        database.execute("DELETE FROM work_items")
    database.close()


def make_sweeps_due(data: pathlib.Path) -> None:
    """The last complete readings were the day before yesterday: those of a start are due at once."""
    database = sqlite3.connect(data / "lockstep.db")
    with database:
        database.execute("UPDATE sweeps SET last_finished_at = last_finished_at - 172800000000")
    database.close()
