#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a YAML document as JSON: yaml_to_json.py in.yaml out.json. The OpenAPI document is edited in the one and served in the other."""
import json
import pathlib
import re
import sys

import yaml


class Loader(yaml.SafeLoader):
    """Reads only what YAML 1.2 means: `no`, `on` and dates are text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))

document = yaml.load(pathlib.Path(sys.argv[1]).read_text(), Loader)
target = pathlib.Path(sys.argv[2])
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
