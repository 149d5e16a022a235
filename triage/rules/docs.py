"""Render docs/rules.md in the active language: rules, thresholds, sources, changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from triage.engine.conditions import rule_levels
from triage.rules.message_catalog import Catalog
from triage.rules.rule_text import render_condition, render_sentence

Rules = Mapping[str, Any]


def render_rules_page(rules: Rules, catalog: Catalog) -> str:
    """The rules as Markdown; `catalog` is that of the active language."""
    return "\n".join(line.rstrip() for line in _lines(rules, catalog)).rstrip() + "\n"


def _head() -> tuple[str, ...]:
    return (
        _("# The rules"),
        _(
            "Made from `triage/rules/rules.json` and `triage/rules/messages/` by `manage.py"
            " rules --write`: change those files, not this one."
        ),
        _(
            "The source gives no numbers for “a long time” or “often”. Each number below is a"
            " default with a stated basis. Those marked *ours* are judgements that a clinician"
            " should review. A rule that was not asked about is listed as such and never counted"
            " as “no”. That nothing matches does not mean that all is well. Nothing here is a"
            " diagnosis."
        ),
        _(
            "On a clinician’s advice, a diary may have another number for some of them, within"
            " the bounds that are given here. A finding says so then. No number that an"
            " emergency rule hangs on can be changed."
        ),
        _(
            "A count of days or episodes that reached its number stays a match until it falls"
            " below `hysteresis` of it."
        ),
    )


def _lines(rules: Rules, catalog: Catalog) -> Iterator[str]:
    for paragraph in _head():
        yield from (paragraph, "")
    yield from (_("Version %(version)s.") % {"version": rules["version"]}, "")
    yield from _table(
        _("Levels, lowest first"), (_("level"), _("says"), _("asks")), _levels(rules, catalog)
    )
    for origin, title in (("source", _("From the source")), ("addition", _("Additions of ours"))):
        of_origin = [rule for rule in rules["rules"] if rule["origin"] == origin]
        yield from _table(
            title,
            (
                _("rule"),
                _("criterion"),
                _("matches when"),
                _("level"),
                _("may remind"),
                _("source"),
            ),
            (_rule(rules, catalog, rule) for rule in of_origin),
        )
    yield from _table(
        _("Numbers"),
        (_("name"), _("value"), _("a diary may have"), _("basis"), ""),
        (
            (
                f"`{name}`",
                f"{threshold['value']} {catalog['units'][threshold['unit']]}",
                _bounds(threshold),
                catalog["thresholds"][name],
                _("ours") if threshold["judgement"] else "",
            )
            for name, threshold in rules["thresholds"].items()
        ),
    )
    yield from _table(
        _("Names of medicines and conditions"),
        (_("means"), _("is read from"), _("when it has one of"), _("and none of"), _("source")),
        (
            (
                f"`{code}`",
                known["kind"],
                ", ".join(known["names"]),
                ", ".join(known["except"]),
                _link(rules, catalog, known["source"]),
            )
            for code, known in rules["names"].items()
        ),
    )
    yield from _table(
        _("Facts"),
        (_("fact"), _("what it is"), _("made with")),
        (
            (
                f"`{name}`",
                catalog["facts"][name]["label"],
                ", ".join(f"`{threshold}`" for threshold in fact.get("thresholds", ())),
            )
            for name, fact in rules["facts"].items()
        ),
    )
    yield from _table(
        _("What changed"),
        (_("version"), _("change")),
        ((version, catalog["changes"][version]) for version in rules["changes"]),
    )


def _bounds(threshold: Mapping[str, Any]) -> str:
    if "bounds" not in threshold:
        return _("this only")
    bounds: Mapping[str, int] = threshold["bounds"]
    return _("%(min)s to %(max)s") % bounds


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


def _levels(rules: Rules, catalog: Catalog) -> Iterator[tuple[str, ...]]:
    yield _("*none*"), catalog["no_level"]["title"], catalog["no_level"]["action"]
    for level in rules["levels"]:
        yield level, catalog["levels"][level]["title"], catalog["levels"][level]["action"]


def _rule(rules: Rules, catalog: Catalog, rule: Mapping[str, Any]) -> tuple[str, ...]:
    otherwise = "<br>" + _("otherwise") + " "
    levels = rule_levels(rule)
    return (
        f"`{rule['id']}`",
        catalog["rules"][rule["id"]]["criterion"],
        otherwise.join(_condition(rules, catalog, level["when"]) for level in levels),
        otherwise.join(level["level"] for level in levels),
        otherwise.join(_reminds(rules, catalog, level["remind"]) for level in levels),
        _link(rules, catalog, rule["source"]),
    )


def _link(rules: Rules, catalog: Catalog, source: str) -> str:
    return f"[{catalog['sources'][source]}]({rules['sources'][source]})"


def _reminds(rules: Rules, catalog: Catalog, remind: Mapping[str, Any] | None) -> str:
    if remind is None:
        return _("never")
    if "or" not in remind:
        return _("after %(matches)s") % remind
    condition = _condition(rules, catalog, remind["or"])
    text: str = _("after %(matches)s, or when %(condition)s") % {**remind, "condition": condition}
    return text


def _condition(rules: Rules, catalog: Catalog, when: Mapping[str, Any]) -> str:
    return render_sentence(catalog, render_condition(rules, catalog, when))
