# SPDX-License-Identifier: Apache-2.0
"""The second, fourth and every other file of the browser specs, against `lockstep demo` (browser.py)."""
import unittest

from browser import Browser
from world import main


class Specs(Browser, unittest.TestCase):
    def test_the_demo_in_a_browser(self):
        self.use("2/2")


if __name__ == "__main__":
    main()
