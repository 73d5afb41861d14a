#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/reference/<app>/: a page per group of operations, in English and French, from the declarations in src/connectors.

  tools/catalogue_pages.py           writes the pages
  tools/catalogue_pages.py --check   says which are stale, missing or too many, and fails if any is
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONNECTORS = ROOT / "src" / "connectors"
GENERAL = ROOT / "src" / "catalogue" / "general"
PAGES = ROOT / "docs" / "reference"

WORDS = {
    "en": {
        "about": "Written by `tools/catalogue_pages.py` from the declarations; change those.",
        "index": "What Lockstep can do with {app}, by group. The same is shown by `lockstep catalogue list --app {id}` and in the web app.",
        "other": "En français", "group": "Group", "entries": "Entries", "trigger": "Sent by the app as", "profiles": "Only with profile",
        "scopes": "Rights needed", "inputs": ("Input", "Where", "Type", "Needed", "Meaning", "Example"), "yes": "yes", "no": "",
        "given": "from the connection", "assumptions": "Assumed", "result": "Result, for example", "colon": ":", "general": "Without an app", "evidence": {"documented": "Documented by the vendor.", "seen_in_code":
        "Seen in code that uses it.", "own_contract": "Part of our own contract.", "assumed": "Assumed."},
    },
    "fr": {
        "about": "Écrit par `tools/catalogue_pages.py` à partir des déclarations ; c’est elles qu’il faut modifier.",
        "index": "Ce que Lockstep sait faire avec {app}, par groupe. `lockstep catalogue list --app {id}` et l’application Web montrent la même chose.",
        "other": "In English", "group": "Groupe", "entries": "Entrées", "trigger": "Envoyé par l’application sous le nom",
        "profiles": "Seulement avec le profil", "scopes": "Droits nécessaires",
        "inputs": ("Donnée", "Où", "Type", "Nécessaire", "Sens", "Exemple"), "yes": "oui", "no": "", "given": "vient de la connexion",
        "assumptions": "Supposé", "result": "Résultat, par exemple", "colon": " :", "general": "Sans application",
        "evidence": {"documented": "Documenté par le fournisseur.", "seen_in_code": "Vu dans du code qui s’en sert.",
        "own_contract": "Fait partie de notre propre contrat.", "assumed": "Supposé."},
    },
}


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def notes(operation, language, messages):
    """As operation_notes() of src/api/catalogue/views.cpp."""
    sentences, calls = messages["operation"], operation["calls"]
    if operation["kind"] == "trigger" and operation.get("event_type") != operation["id"]:
        yield sentences["costs_nothing"]
    elif calls == 0:
        yield sentences["costs_none"]
    else:
        key = "costs_each_page" if "paging" in operation else "costs"
        yield sentences[key + ("_one" if calls == 1 else "_other")].replace("{{count}}", str(calls))
    if operation["kind"] != "trigger":
        yield sentences[operation["idempotency"]]
    for word in operation["side_effects"]:
        yield messages["side_effect"][word]


def example_of(declared, words):
    if "example" in declared:
        return f"`{cell(json.dumps(declared['example'], ensure_ascii=False))}`" if not isinstance(declared["example"], str) \
            else f"`{cell(declared['example'])}`"
    default = declared.get("default")
    if default is None:
        return ""
    return words["given"] if isinstance(default, str) and default.startswith("${setting") else f"`{cell(default)}`"


def entry(operation, language, messages):
    words = WORDS[language]
    yield f"## {operation['title'][language]}"
    yield ""
    is_of_app = operation.get("event_type") != operation["id"]
    call = f" · {words['trigger']} `{operation['event_type']}`" if operation["kind"] == "trigger" and is_of_app else ""
    if "method" in operation:
        call = f" · `{operation['method']} {operation['path']}`"
    yield f"`{operation['id']}`{call}"
    yield ""
    if "help" in operation:
        yield operation["help"][language]
        yield ""
    yield " ".join([*notes(operation, language, messages), words["evidence"][operation["evidence"]]])
    yield ""
    for member in ("profiles", "scopes"):
        if operation.get(member):
            yield f"{words[member]}{words['colon']} " + ", ".join(f"`{name}`" for name in operation[member])
            yield ""
    inputs = operation.get("inputs", [])
    if inputs:
        yield "| " + " | ".join(words["inputs"]) + " |"
        yield "|---" * len(words["inputs"]) + "|"
        for declared in inputs:
            needed = declared.get("required") and "default" not in declared
            meaning = declared["label"][language] + (". " + declared["help"][language] if "help" in declared else "")
            yield (f"| `{declared['name']}` | {declared['place']} | {declared['type']} | {words['yes'] if needed else words['no']} "
                   f"| {cell(meaning)} | {example_of(declared, words)} |")
        yield ""
    if "sample" in operation.get("reply", {}):
        yield f"{words['result']}{words['colon']} `{json.dumps(operation['reply']['sample'], ensure_ascii=False)}`"
        yield ""
    for assumption in operation.get("assumptions", []):
        yield f"{words['assumptions']}{words['colon']} {assumption['text']}"
        yield ""


def general_pages():
    """What Lockstep does itself: one page."""
    for language in ("en", "fr"):
        words, messages = WORDS[language], load(ROOT / "src" / "messages" / f"{language}.json")
        ending, other = (".md", ".fr.md") if language == "en" else (".fr.md", ".md")
        lines = [f"# {words['general']}", "", words["about"], f"[{words['other']}](README{other})", ""]
        for file in sorted(GENERAL.glob("*.json")):
            lines += entry(load(file), language, messages)
        yield PAGES / "general" / f"README{ending}", "\n".join(lines).rstrip() + "\n"


def pages_of(app):
    connector = load(app / "connector.json")
    title = connector["title"]
    groups = sorted(folder for folder in (app / "operations").iterdir() if folder.is_dir())
    for language in ("en", "fr"):
        words, messages = WORDS[language], load(ROOT / "src" / "messages" / f"{language}.json")
        ending, other = (".md", ".fr.md") if language == "en" else (".fr.md", ".md")
        index = [f"# {title}", "", words["about"], f"[{words['other']}](README{other})", "",
                 words["index"].format(app=title, id=connector["id"]), "",
                 f"| {words['group']} | {words['entries']} |", "|---|---|"]
        for folder in groups:
            operations = [load(file) for file in sorted(folder.glob("*.json"))]
            lines = [f"# {title}: {folder.name}", "", words["about"], f"[{words['other']}]({folder.name}{other})", ""]
            for operation in operations:
                lines += entry(operation, language, messages)
            yield PAGES / app.name / f"{folder.name}{ending}", "\n".join(lines).rstrip() + "\n"
            names = ", ".join(operation["title"][language] for operation in operations)
            index.append(f"| [{folder.name}]({folder.name}{ending}) | {cell(names)} |")
        yield PAGES / app.name / f"README{ending}", "\n".join(index) + "\n"


def main():
    pages = dict(general_pages())
    for app in sorted(CONNECTORS.iterdir()):
        if (app / "connector.json").is_file():
            pages.update(pages_of(app))
    if sys.argv[1:] == ["--check"]:
        wrong = [path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
        wrong += [path for path in PAGES.rglob("*.md") if path.parent != PAGES and path.parent.name in {p.parent.name for p in pages}
                  and path not in pages]
        for path in wrong:
            print(f"{path.relative_to(ROOT)}: does not say what the declarations say; run tools/catalogue_pages.py")
        return 1 if wrong else 0
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(pages)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
