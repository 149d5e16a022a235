"""The rules file as a page to read: every rule, number and source, and what changed. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from triage.in_words import sentence, spoken

HEAD = """# The rules

Made from `triage/rules.json` by `manage.py rules --write`: change that file, not this one.

The source gives no numbers for "a long time" or "often". Each number below is a default with a
stated basis. Those marked *ours* are judgements that a clinician should review. A rule that was
not asked about is listed as such and never counted as "no". That nothing matches does not mean
that all is well. Nothing here is a diagnosis.

On a clinician's advice, a diary may have another number for some of them, within the bounds that
are given here. A finding says so then. No number that an emergency rule hangs on can be changed.

A count of days or episodes that reached its number stays a match until it falls below `hysteresis`
of it.
"""


def page(rules: Mapping[str, Any]) -> str:
    """All of the file that says what matches and why, as Markdown; `docs/rules.md`."""
    return "\n".join(line.rstrip() for line in _lines(rules)).rstrip() + "\n"


def _lines(rules: Mapping[str, Any]) -> Iterator[str]:
    yield from (*HEAD.splitlines(), "", f"Version {rules['version']}.", "")
    yield from _table("Levels, lowest first", ("level", "says", "asks"), _levels(rules))
    for origin, title in (("source", "From the source"), ("addition", "Additions of ours")):
        found = [rule for rule in rules["rules"] if rule["origin"] == origin]
        yield from _table(
            title,
            ("rule", "criterion", "matches when", "level", "may remind", "source"),
            (_rule(rules, rule) for rule in found),
        )
    yield from _table(
        "Numbers",
        ("name", "value", "a diary may have", "basis", ""),
        (
            (
                f"`{name}`",
                f"{found['value']} {found['unit']}",
                "{min} to {max}".format(**found["bounds"]) if "bounds" in found else "this only",
                found["basis"],
                "ours" if found["judgement"] else "",
            )
            for name, found in rules["thresholds"].items()
        ),
    )
    yield from _table(
        "Names of medicines and conditions",
        ("means", "is read from", "when it has one of", "and none of", "source"),
        (
            (
                f"`{code}`",
                known["kind"],
                ", ".join(known["names"]),
                ", ".join(known["except"]),
                _link(known["source"]),
            )
            for code, known in rules["names"].items()
        ),
    )
    yield from _table(
        "Facts",
        ("fact", "what it is", "made with"),
        (
            (
                f"`{name}`",
                fact["words"]["en"],
                ", ".join(f"`{threshold}`" for threshold in fact.get("thresholds", ())),
            )
            for name, fact in rules["facts"].items()
        ),
    )
    yield from _table(
        "What changed",
        ("version", "change"),
        ((change["version"], change["text"]["en"]) for change in rules["changes"]),
    )


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


def _levels(rules: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    nothing = ("*none*", rules["no_level"])
    for name, level in (nothing, *rules["levels"].items()):
        words = level["words"]["en"]
        yield name, words["title"], words["action"]


def _rule(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> tuple[str, ...]:
    parts = [rule, *([rule["lesser"]] if "lesser" in rule else [])]
    return (
        f"`{rule['id']}`",
        rule["words"]["en"]["criterion"],
        "<br>otherwise ".join(_condition(rules, part["when"]) for part in parts),
        "<br>otherwise ".join(part["level"] for part in parts),
        "<br>otherwise ".join(_reminds(rules, part["remind"]) for part in parts),
        _link(rule["source"]),
    )


def _link(source: Mapping[str, str]) -> str:
    return f"[{source['title']}]({source['url']})"


def _reminds(rules: Mapping[str, Any], remind: Mapping[str, Any] | None) -> str:
    if remind is None:
        return "never"
    after = f"after {remind['matches']}"
    return f"{after}, or when {_condition(rules, remind['or'])}" if "or" in remind else after


def _condition(rules: Mapping[str, Any], when: Mapping[str, Any]) -> str:
    return sentence(spoken(rules, when))
