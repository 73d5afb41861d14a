#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an assembler file that includes files byte for byte, a C++ table over them, and the header that declares it.

Called by cmake/Embed.cmake. Kinds: migrations (module schemas), declarations (connectors), files (anything).
"""
import argparse
import pathlib
import re
import sys

arguments = argparse.ArgumentParser()
arguments.add_argument("--kind", choices=["migrations", "declarations", "files"], required=True)
arguments.add_argument("--name", required=True, help="unique in the program; names the symbols")
arguments.add_argument("--module", default="connectors", help="namespace below lockstep")
arguments.add_argument("--function", default="declaration_files")
arguments.add_argument("--root", required=True, help="names are relative to this folder")
arguments.add_argument("--list", required=True, help="file with one path per line")
arguments.add_argument("--stem", required=True, help="output without .S and .cpp")
arguments.add_argument("--header", required=True)
options = arguments.parse_args()

NOTE = "// Written by tools/embed.py. Do not edit.\n"
root = pathlib.Path(options.root)
paths = sorted({pathlib.Path(line) for line in pathlib.Path(options.list).read_text().splitlines() if line})


def symbol(index: int) -> str:
    return f"lockstep_embedded_{options.name}_{index}"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(path: str, text: str) -> None:
    """Leaves an equal file alone, so that nothing that includes it is compiled again."""
    target = pathlib.Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


assembler = ['.section .note.GNU-stack,"",@progbits', ".section .rodata"]
for index, path in enumerate(paths):
    name = symbol(index)
    assembler += [f".global {name}_begin", f".global {name}_end", ".balign 16",
                  f"{name}_begin:", f".incbin {quoted(str(path))}", f"{name}_end:", ".byte 0"]
write(options.stem + ".S", "\n".join(assembler) + "\n")

if options.kind == "migrations":
    element, include, function = "Migration", "ports/database.hpp", "migrations"
elif options.kind == "declarations":
    element, include, function = "catalogue::DeclarationFile", "catalogue/connector.hpp", "declaration_files"
else:
    element, include, function = "EmbeddedFile", "base/embedded_file.hpp", options.function
namespace = f"lockstep::{options.module}"

rows = []
for index, path in enumerate(paths):
    content = f"between({symbol(index)}_begin, {symbol(index)}_end)"
    relative = path.relative_to(root).as_posix()
    if options.kind == "migrations":
        match = re.fullmatch(r"(\d{4})_([a-z0-9_]+)\.sql", path.name)
        if not match:
            sys.exit(f"{path}: a migration is named like 0001_inbox.sql")
        if int(match[1]) != index + 1:
            sys.exit(f"{path}: migrations are numbered 1, 2, 3 ... without gaps")
        rows.append(f"{{.module = {quoted(options.module)}, .number = {int(match[1])}, .name = {quoted(match[2])}, .sql = {content}}}")
    else:
        rows.append(f"{element}{{{quoted(relative)}, {content}}}")

declared = "".join(f"extern char const {symbol(i)}_begin[];\nextern char const {symbol(i)}_end[];\n" for i in range(len(paths)))
table = "".join(f"        {row},\n" for row in rows)
own_header = pathlib.PurePosixPath(options.header)
header_name = f"{own_header.parent.name}/{own_header.name}"
between = ""
if paths:
    between = ("namespace {\nstd::string_view between(char const* begin, char const* end) {\n"
               "    return {begin, static_cast<std::size_t>(end - begin)};\n}\n}  // namespace\n\n")
write(options.stem + ".cpp",
      f"{NOTE}#include \"{header_name}\"\n\n#include <string_view>\n\nextern \"C\" {{\n{declared}}}\n\nnamespace {namespace} {{\n\n"
      f"{between}std::vector<{element}> {function}() {{\n    return {{\n{table}    }};\n}}\n\n}}  // namespace {namespace}\n")
write(options.header,
      f"{NOTE}#pragma once\n\n#include <vector>\n\n#include \"{include}\"\n\nnamespace {namespace} {{\n\n"
      f"std::vector<{element}> {function}();\n\n}}  // namespace {namespace}\n")
# Ninja compares times: the assembler file is what has to be newer than the files it includes.
pathlib.Path(options.stem + ".S").touch()
