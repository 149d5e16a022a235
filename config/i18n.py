"""The server's sentences in other languages: `<app>/locale/<language>/LC_MESSAGES/django.po`.

python -m config.i18n          compiles them, where there is something newer to compile
python -m config.i18n update   brings them up to date with the code, see `make messages`
python -m config.i18n check    says what is missing, and fails

Made with Babel and Django's own reading of templates: no tool of the system is needed.
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HERE = Path(__file__).resolve().parent.parent
APPS = ("config", "diary", "triage", "reminders", "sharing")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACE = re.compile(r"%\(\w+\)s|{\w*}")


def files() -> list[Path]:
    return sorted(file for app in APPS for file in HERE.glob(f"{app}/locale/*/LC_MESSAGES/*.po"))


def compile_all() -> None:
    for file in files():
        made = file.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime <= file.stat().st_mtime:
            out = BytesIO()
            write_mo(out, read(file))
            whole = made.with_suffix(f".{os.getpid()}")  # nobody reads one that is half written
            whole.write_bytes(out.getvalue())
            whole.replace(made)


def read(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3])


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """The sentences of a Django template, read as xgettext would: as Python between words."""
    python = "\n".join(line.strip() for line in templatize(file.read().decode()).splitlines())
    yield from extract_python(BytesIO(python.encode()), keywords, comment_tags, options)


METHODS: list[tuple[str, Any]] = [
    ("**.py", "python"),
    ("**/templates/**.*", "config.i18n:extract_template"),
]


def in_code(app: str) -> Catalog:
    """Every sentence that the code of an app says."""
    found = Catalog()
    for name, _, message, comments, context in extract_from_dir(
        HERE / app, METHODS, {}, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        place = [(f"{app}/{Path(name).as_posix()}", 0)]
        found.add(message, None, place, auto_comments=comments, context=context)
    return found


def updated(file: Path) -> bytes:
    """The file as it must be: the code's sentences, in order, with the words it has for them."""
    catalog = read(file)
    catalog.update(in_code(file.parts[-5]), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    out = BytesIO()
    write_po(out, catalog, width=96, sort_by_file=True, include_lineno=False)
    return re.sub(rb'"Generated-By:.*\n', b"", out.getvalue())  # a new Babel changes nothing


def problems() -> Iterator[str]:
    for file in files():
        name = file.relative_to(HERE)
        if updated(file) != file.read_bytes():
            yield f"{name} is not that of the code: run make messages"
        for message in read(file):
            if message.id and (fault := wrong(message)):
                yield f"{name}: {fault}: {message.id}"


def wrong(message: Message) -> str | None:
    said, ids = (
        (text,) if isinstance(text, str) else tuple(text or ())
        for text in (message.string, message.id)
    )
    if message.fuzzy:
        return "not sure"
    if not all(said):
        return "not translated"
    if any(places(text) != places(ids[-1]) for text in said):
        return "not the same {places}"
    return None


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def main(wish: str) -> int:
    if wish == "update":
        for file in files():
            file.write_bytes(updated(file))
    if wish in {"check", "update"}:
        found = list(problems())
        sys.stdout.write("".join(f"{problem}\n" for problem in found))
        return len(found)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:] or ["compile"]), 1))
