"""Lint of names: `python -m config.check_names`, part of `make lint`.

1. A public function, class, module, model field or serializer field is not called by a word
   that says nothing in a search: see VAGUE.
2. A public function name means one thing: it stands in one module, or is the same interface in
   every module of a folder (INTERFACES).

Reads the sources of the server (by AST) and of the phone (exports, by line).
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = ("config", "diary", "triage", "reminders", "sharing")
PHONE = "frontend/src"
VAGUE = re.compile(r"told|said|says|asked|asks|kept|keeps?|held|looked|look|found|one", re.I)
# Functions that modules of one folder all have, as an interface, and where.
PLOTS, STATISTICS = "diary/charts/plots/*.py", "diary/statistics/*.py"
INTERFACES: dict[str, tuple[str, ...]] = {
    # A hook is called as the function of the layer above that it stands for.
    "record_verdicts": ("diary/hooks.py", "triage/assess.py"),
    "title": (PLOTS,),
    "prepare": (PLOTS,),
    "describe": (PLOTS,),
    "height": (PLOTS,),
    "draw": (PLOTS,),
    "sentence": (STATISTICS,),
    "trend_sentence": (STATISTICS,),
    "write": ("diary/exporter/*.py",),
}
EXPORT = re.compile(
    r"^export (?:default )?(?:async )?(?:function\*?|class|const|let|type|interface|enum) (\w+)"
)
FUNCTION = re.compile(r"^export (?:async )?function\*? (\w+)|^export const (\w+) = (?:async )?\(")


def server_files() -> list[Path]:
    files = (file for app in SERVER for file in (ROOT / app).rglob("*.py"))
    return sorted(file for file in files if "migrations" not in file.parts)


def phone_files() -> list[Path]:
    files = (ROOT / PHONE).rglob("*")
    return sorted(file for file in files if file.suffix in {".ts", ".svelte"})


def server_names(file: Path) -> Iterator[tuple[int, str, bool]]:
    """Line and name of what a module defines in public, and whether it is a function."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node.lineno, node.name, True
        elif isinstance(node, ast.ClassDef):
            yield node.lineno, node.name, False
            for line in node.body:  # fields of models, serializers and dataclasses, methods
                if isinstance(line, ast.FunctionDef):
                    yield line.lineno, line.name, False
                elif isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    yield line.lineno, line.target.id, False
                elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    yield line.lineno, line.targets[0].id, False


def phone_names(file: Path) -> Iterator[tuple[int, str, bool]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if match := EXPORT.match(line):
            yield number, match.group(1), bool(FUNCTION.match(line))


def name_problems() -> Iterator[str]:
    places: defaultdict[tuple[str, str], list[Path]] = defaultdict(list)
    for side, files, names in (
        ("server", server_files(), server_names),
        ("phone", phone_files(), phone_names),
    ):
        for file in files:
            path = file.relative_to(ROOT)
            if VAGUE.fullmatch(file.stem):
                yield f"{path}: a module is not called {file.stem!r}"
            for line, name, is_function in names(file):
                if VAGUE.fullmatch(name):
                    yield f"{path}:{line}: {name!r} says nothing in a search: use the noun or verb"
                if is_function and not name.startswith("_"):
                    places[side, name].append(path)
    for (_, name), paths in sorted(places.items()):
        others = [
            path
            for path in paths
            if not any(fnmatch(str(path), folder) for folder in INTERFACES.get(name, ()))
        ]
        if len(others) > 1 or (others and len(paths) > 1):
            yield f"{', '.join(map(str, paths))}: the function {name!r} stands in several modules"


def print_problems() -> int:
    problems = list(name_problems())
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return min(len(problems), 1)


if __name__ == "__main__":
    sys.exit(print_problems())
