"""Write the files that are made from the schema, or check that they are up to date.

`python -m diary.schema write`, part of `make types`; `python -m diary.schema check`, part of
`make lint`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from diary.schema.json_schema import file_schema
from diary.schema.kinds_json import kinds_json

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = {
    "frontend/src/model/kinds.json": kinds_json,
    "frontend/src/importer/diary.schema.json": file_schema,
}


def generated_files() -> Iterator[tuple[Path, str]]:
    for name, make in FILES.items():
        yield ROOT / name, json.dumps(make(), ensure_ascii=False, indent=2) + "\n"


def stale_files() -> list[Path]:
    """The generated files that are not as the schema makes them."""
    return [
        path
        for path, text in generated_files()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main(action: str) -> int:
    if action == "write":
        for path, text in generated_files():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = stale_files()
    for path in stale:
        sys.stderr.write(f"{path.relative_to(ROOT)} is old: run make types\n")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
