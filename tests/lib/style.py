"""Checks of the sources that no compiler makes. Prints each finding, and counts rules, not findings.

usage: style.py ROOT RESULTS
"""

import pathlib
import re
import sys

SKIPPED = {".git", "build", "node_modules", "__pycache__"}
CODE = {".cc", ".h", ".proto", ".ts", ".mjs", ".py", ".sh", ".css", ".cmake"}
MAX_LINES = 600
# A contract is one service a file, with its public documentation.
MAX_CONTRACT_LINES = 1000
MAX_COLUMNS = 120


def files(root):
    for path in sorted(root.iterdir()):
        if path.name in SKIPPED or path.is_symlink():
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def is_code(path):
    if path.suffix in CODE or path.name == "CMakeLists.txt":
        return True
    if path.suffix:
        return False
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def long_files(root, code):
    for path, text in code:
        lines = text.count("\n")
        limit = MAX_CONTRACT_LINES if path.suffix == ".proto" else MAX_LINES
        if lines > limit:
            yield path, lines, f"has {lines} lines; at most {limit}"


def long_lines(root, code):
    for path, text in code:
        if path.suffix not in {".cc", ".h", ".py", ".sh", ""}:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            # A long address cannot be broken, nor a line of a migration's frozen text.
            frozen = path.name == "migrations.cc" and line.lstrip().startswith("rollup ")
            if len(line) > MAX_COLUMNS and "://" not in line and not frozen:
                yield path, number, f"has {len(line)} columns; at most {MAX_COLUMNS}"


def untidy_ends(root, code):
    for path, text in code:
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "does not end with a newline"
        for number, line in enumerate(text.splitlines(), 1):
            if line != line.rstrip():
                yield path, number, "ends with a space"
            if "\t" in line:
                yield path, number, "has a tab"


def unfinished(root, code):
    # Written so that this line does not find itself.
    mark = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
    for path, text in code:
        for number, line in enumerate(text.splitlines(), 1):
            if mark.search(line):
                yield path, number, "is marked as unfinished"


def include_guards(root, code):
    for path, text in code:
        if path.suffix != ".h":
            continue
        name = re.sub(r"[^A-Z0-9]", "_", str(path.relative_to(root)).upper())
        guard = f"POTENTIAL_{name}_"
        if f"#ifndef {guard}\n#define {guard}\n" not in text:
            yield path, 1, f"has not the include guard {guard}"


def modules_without_readme(root, code):
    for path, text in code:
        if path.name != "CMakeLists.txt" or "\npotential_module(" not in "\n" + text:
            continue
        own = path.parent / "README.md"
        # The parts of the chassis may be described together, one folder up.
        if not own.exists() and not (path.parent.parent / "README.md").exists():
            yield path, 1, "is a module without README.md"


def lockfile_addresses(root, code):
    for path in files(root):
        if path.name == "package-lock.json" and '"resolved"' in path.read_text("utf-8"):
            yield path, 1, "holds download addresses; npm install with the folder's .npmrc drops them"


RULES = [
    long_files, long_lines, untidy_ends, unfinished, include_guards, modules_without_readme,
    lockfile_addresses,
]


def main(root, results):
    code = [(path, path.read_text("utf-8")) for path in files(root) if is_code(path)]
    failed = 0
    for rule in RULES:
        findings = list(rule(root, code))
        failed += bool(findings)
        print(f"{'FAILED' if findings else 'ok':6} style: {rule.__name__.replace('_', ' ')}")
        for path, line, what in findings:
            print(f"  {path.relative_to(root)}:{line}: {what}")
    pathlib.Path(results).write_text(f"{len(RULES) - failed} {failed}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]))
