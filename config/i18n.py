"""makemessages and compilemessages: `config/locale/<language>/LC_MESSAGES/django.po`, of every app.

python -m config.i18n          compile the .po files that changed
python -m config.i18n update   extract the messages of the code, see `make messages`
python -m config.i18n add pl   the same, and begin a new language
python -m config.i18n check    list what is missing or outdated; exit code 1 if anything is

Uses Babel and Django's template reader, so GNU gettext is not needed.
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

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "diary", "triage", "reminders", "sharing")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w*}")


def po_files() -> list[Path]:
    return sorted(ROOT.glob("config/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> None:
    for file in po_files():
        compiled = file.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= file.stat().st_mtime:
            out = BytesIO()
            write_mo(out, read_catalog(file))
            draft = compiled.with_suffix(f".{os.getpid()}")
            draft.write_bytes(out.getvalue())
            draft.replace(compiled)  # atomic: no process reads a partial file


def read_catalog(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3])


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Extract the messages of a Django template, as makemessages does: converted to Python."""
    python = "\n".join(line.strip() for line in templatize(file.read().decode()).splitlines())
    yield from extract_python(BytesIO(python.encode()), keywords, comment_tags, options)


METHODS: list[tuple[str, Any]] = [
    ("**.py", "python"),
    ("**/templates/**.*", "config.i18n:extract_template"),
]


def extract_catalog() -> Catalog:
    """Every message in the code and templates of the apps."""
    catalog = Catalog()
    for app in APPS:
        for name, _, message, comments, context in extract_from_dir(
            ROOT / app, METHODS, {}, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            location = [(f"{app}/{Path(name).as_posix()}", 0)]
            catalog.add(message, None, location, auto_comments=comments, context=context)
    return catalog


def updated_po(file: Path, template: Catalog) -> bytes:
    """The .po file with the messages of `template`, sorted, and its translations of them."""
    catalog = read_catalog(file)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    out = BytesIO()
    write_po(out, catalog, width=96, sort_by_file=True, include_lineno=False)
    return re.sub(rb'"Generated-By:.*\n', b"", out.getvalue())  # no diff by a new version of Babel


def translation_problems() -> Iterator[str]:
    template = extract_catalog()
    for file in po_files():
        name = file.relative_to(ROOT)
        if updated_po(file, template) != file.read_bytes():
            yield f"{name} is not that of the code: run make messages"
        catalog = read_catalog(file)
        for message in catalog:
            if message.id and (problem := message_problem(message, catalog.num_plurals)):
                yield f"{name}: {problem}: {message.id}"


def message_problem(message: Message, plurals: int = 2) -> str | None:
    """What is wrong with a translation in a language with this many plural forms."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    single = isinstance(message.id, str)
    translations = (
        (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    )
    if message.fuzzy:
        return "not sure"
    if not all(translations) or (not single and len(translations) != plurals):
        return "not translated"
    # A form such as "two days" need not write its number; the last one, of most numbers, does.
    if placeholders(translations[-1]) != placeholders(source) or any(
        set(placeholders(text)) - set(placeholders(source)) for text in translations
    ):
        return "not the same {places}"
    return None


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def add_language(language: str) -> None:
    """An empty .po file, with the plural forms of the language."""
    locale = language.replace("-", "_")
    file = ROOT / f"config/locale/{locale}/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_po(out, Catalog(locale, project="Footnote", charset="utf-8"))


def run_command(command: str, language: str = "") -> int:
    if command == "add":
        add_language(language)
        command = "update"
    if command == "update":
        template = extract_catalog()
        for file in po_files():
            file.write_bytes(updated_po(file, template))
    if command in {"check", "update"}:
        problems = list(translation_problems())
        sys.stdout.write("".join(f"{problem}\n" for problem in problems))
        return len(problems)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(min(run_command(*sys.argv[1:] or ["compile"]), 1))
