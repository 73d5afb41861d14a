# SPDX-License-Identifier: Apache-2.0
"""Signs as HighLevel does. Python has no Ed25519, so a small program of ours does it."""
import subprocess

from rig.programs import program
from rig.world import SEED


class Signer:
    def __init__(self):
        self.process = subprocess.Popen([str(program("bench_sign")), "--seed", SEED], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def sign(self, body: bytes) -> str:
        self.process.stdin.write(body + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode().strip()

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
