#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails on words and forms that do not belong: the world outside its adapters, banned names, documents with dead links,
error codes without a page. A line may keep a word by ending in a comment `words: <reason>`."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Pattern, where it is allowed (folders), what to use instead.
WORLD = [
    (r"\w+::now\(", ["src/adapters", "bench"], "ask the Clock port"),
    (r"std::random_device|std::mt19937|(?<![\w:.])s?rand\(|\brandom\(\)", ["src/adapters"], "ask the Random port"),
    (r"\bsteady_timer\b|\bsystem_timer\b", ["src/adapters"], "use Clock::sleep_until"),
    (r"\bstd::j?thread\b", ["src/adapters", "src/app"], "use ports/offload.hpp or a coroutine"),
    (r"\bstd::async\b|\bthis_thread::sleep", [], "use a coroutine and the Clock port"),
    (r"(?<![.>])\bsleep_for\(", ["src/ports"], "ask the Clock port"),
    (r"\bgetenv\(", ["src/adapters", "src/app"], "configuration is read in app"),
    (r"\bstd::filesystem\b|<filesystem>|\bstd::[io]?fstream\b", ["src/adapters", "src/app", "tools"], "files are an adapter's or the app's business"),
    (r"\basio::detached\b", ["src/app", "src/adapters", "src/ports"], "give the task to a TaskGroup"),
    (r"\busing namespace std;", [], "name what is used"),
    (r"^\s*rc::check\(", [], "write EXPECT_TRUE(rc::check(...)): alone it prints a failure and passes"),
    (r"\bFIXME\b", [], "fix it, or open an issue"),
    (r"\bTODO\b(?!\(#\d+\))", [], "write TODO(#<issue>)"),
]
# Tests and benchmarks may read files and the environment: their data lives there. The bans on time and randomness hold.
TEST_FILE = re.compile(r"_(test|bench|fuzz)\.cpp$|^test_")
TEST_MAY = re.compile(r"filesystem|getenv|fstream|std::j\?thread|detached")
SQL = [(r"\bnow\(\)|\brandom\(\)|\bCURRENT_TIMESTAMP\b|\bdatetime\('now'|\bstrftime\(", "time and ids come as arguments")]
FILE_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|stuff)(_|\.|$)", re.IGNORECASE)
# Whatever text reads like "module.what_is_wrong" is an error code, however it comes to its Error, unless it stands among NO_CODES.
CODE = re.compile(r'"((?:api|app|base|calls|catalogue|connections|connectors|contacts|database|deliveries|events|general|http|identity|mail|mapping|outbox|sandbox|'
                  r'simulation|snapshots|sync|vault|webhooks|work|workflows)\.[a-z0-9_]+)"')
FAIL_CODE = re.compile(r"\bfail\(\s*(?:::)?(?:lockstep::)?ErrorKind::\w+,\s*\"([^\"]+)\"", re.DOTALL)
GOOD_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
# The ingress puts "webhooks." before the reason of a refusal.
WEBHOOK_REASON = re.compile(r'(?:refuse\(\s*\d+,\s*|\.reason = |\bnever\(|\blater\()"([a-z_]+)"')
NO_CODES = {
    "sync.create", "sync.start", "sync.pause", "sync.plan", "sync.change_document", "sync.delete", "sync.attached_confirmed",  # what the audit says was done
    "contacts.create_contact", "contacts.get_contact", "contacts.update_contact",  # operations of an app
    "events.payload", "webhooks.delivery", "webhooks.events", "webhooks.accepted",  # what a sealed value or an index is bound to; no refusal
    "sandbox.create", "sandbox.edit", "sandbox.delete", "sandbox.add_note", "sandbox.add_task", "sandbox.fault_on",  # what the audit says was done
    "sandbox.fault_off", "sandbox.heal", "sandbox.event",
    "http.send_request", "general.run", "mail.set", "mail.remove", "mail.test_subject", "mail.test_text",  # an operation, what the audit says, words
    "http.reset", "http.unreachable",  # the simulated network, which no person sees
}
found_codes: set[str] = set()
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")


def tracked() -> list[pathlib.Path]:
    """What git knows or would add; everything but build trees where there is no git."""
    try:
        names = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                               check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted({ROOT / name for name in names if name and (ROOT / name).is_file()})
    except (OSError, subprocess.CalledProcessError):
        skip = {"build", "node_modules", ".git", "dist"}
        return sorted(p for p in ROOT.rglob("*") if p.is_file() and not skip & set(p.relative_to(ROOT).parts))


problems: list[str] = []


def report(path: pathlib.Path, line: int, text: str) -> None:
    problems.append(f"{path.relative_to(ROOT)}:{line}: {text}")


def without_comment(line: str) -> str:
    """Good enough for one line: cuts at // outside of quotes."""
    quoted = False
    for at, letter in enumerate(line):
        if letter == '"' and (at == 0 or line[at - 1] != "\\"):
            quoted = not quoted
        if not quoted and line.startswith("//", at):
            return line[:at]
    return line


def has_header(path: pathlib.Path) -> bool:
    """A header says what the module's file beside it is for."""
    return path.suffix == ".cpp" and path.with_suffix(".hpp").is_file()


def check_source(path: pathlib.Path, text: str) -> None:
    name = path.relative_to(ROOT).as_posix()
    is_test = bool(TEST_FILE.search(path.name)) or name.startswith(("tests/", "bench/"))
    lines = text.splitlines()
    if not lines or lines[0] != "// SPDX-License-Identifier: Apache-2.0":
        report(path, 1, "the first line is not `// SPDX-License-Identifier: Apache-2.0`")
    elif (len(lines) < 2 or not lines[1].startswith("// ")) and not is_test and not has_header(path):
        report(path, 2, "one to three sentences should say what this file is")
    if len(lines) > 700:
        report(path, len(lines), f"{len(lines)} lines; a file holds one idea and at most 700 lines")
    for number, line in enumerate(lines, 1):
        if "// words: " in line:
            continue
        code = without_comment(line)
        for pattern, allowed, instead in WORLD:
            searched = line if pattern.startswith((r"\bTODO", r"\bFIXME")) else code
            if not re.search(pattern, searched) or any(name.startswith(folder + "/") for folder in allowed):
                continue
            if is_test and TEST_MAY.search(pattern):
                continue
            report(path, number, f"`{re.search(pattern, searched)[0].strip()}`: {instead}")


def check_sql(path: pathlib.Path, text: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, instead in SQL:
            if found := re.search(pattern, line.split("--")[0], re.IGNORECASE):
                report(path, number, f"`{found[0]}`: {instead}")


def check_codes(path: pathlib.Path, text: str) -> None:
    if TEST_FILE.search(path.name) or not path.is_relative_to(ROOT / "src"):
        return
    used = [(match[1], match.start()) for match in [*FAIL_CODE.finditer(text), *CODE.finditer(text)]]
    if path.is_relative_to(ROOT / "src" / "webhooks"):
        used += [("webhooks." + match[1], match.start()) for match in WEBHOOK_REASON.finditer(text)]
    for code, at in used:
        if code in NO_CODES:
            continue
        line = text.count("\n", 0, at) + 1
        found_codes.add(code)
        if not GOOD_CODE.fullmatch(code):
            report(path, line, f"error code `{code}` is not like module.what_is_wrong")
        elif not (ROOT / "docs" / "errors" / f"{code}.md").is_file():
            report(path, line, f"error code `{code}` has no page docs/errors/{code}.md")


def check_pages() -> None:
    """A page that no code leads to is out of date; a page without its French part leaves half of the readers without."""
    for page in sorted((ROOT / "docs" / "errors").glob("*.md")):
        if page.stem not in found_codes:
            report(page, 1, "no source file uses this code: remove the page, or name it after its code")
        text = page.read_text()
        for part in [f"`{page.stem}`", "**What happened", "**What to do.**", "## En français : ", "**Ce qui s’est passé.**", "**Quoi faire.**"]:
            if part not in text:
                report(page, 1, f"the page lacks `{part}`")


def check_document(path: pathlib.Path, text: str) -> None:
    titles, fenced = 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        titles += line.startswith("# ")
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:|#|<", target):
                continue
            if not (path.parent / target.split("#")[0]).exists():
                report(path, number, f"the link to {target} leads nowhere")
    if titles != 1:
        report(path, 1, f"a document has exactly one `# Title`, this one has {titles}")


for path in tracked():
    name = path.relative_to(ROOT).as_posix()
    if FILE_NAMES.search(path.name) and not name.startswith(("web/node_modules", "zapier/node_modules")):
        report(path, 1, "utils, helper, manager, misc and common say nothing: name the file after its idea")
    if path.suffix in (".cpp", ".hpp"):
        text = path.read_text()
        check_source(path, text)
        check_codes(path, text)
    elif path.suffix == ".sql":
        check_sql(path, path.read_text())
    elif path.suffix == ".md":
        check_document(path, path.read_text())

check_pages()
print("\n".join(problems) or "words: ok")
sys.exit(bool(problems))
