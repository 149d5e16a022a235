"""The languages of the server: English, and each that has a folder in `locale/`."""

from pathlib import Path
from typing import Final

from babel import Locale

FOLDER: Final = Path(__file__).with_name("locale")
SOURCE_LANGUAGE: Final = "en"  # of the messages in the code


def find_languages(folder: Path = FOLDER) -> tuple[list[tuple[str, str]], list[str]]:
    """BCP 47 code and own name of each, English first; the codes of those written from the right.

    `zh_Hant`, as Django names a folder, has the code `zh-hant`.
    """
    codes = sorted(path.name for path in folder.iterdir() if path.is_dir())
    locales = {
        code.replace("_", "-").lower(): Locale.parse(code) for code in (SOURCE_LANGUAGE, *codes)
    }
    names = [(code, _capitalize(str(locale.display_name))) for code, locale in locales.items()]
    return names, [code for code, locale in locales.items() if locale.text_direction == "rtl"]


def _capitalize(name: str) -> str:
    """For a list: CLDR writes `español`, as inside a sentence."""
    return name[:1].upper() + name[1:]
