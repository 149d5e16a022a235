"""Every file of diary/statistics is one statistic, complete and translatable."""

from dataclasses import fields, is_dataclass
from importlib import import_module
from pkgutil import iter_modules

from diary import statistics
from diary.statistics.insights import all_statistics
from diary.statistics.methods.statistic import Statistic

FILES = sorted(
    file.name
    for file in iter_modules(statistics.__path__)
    if not file.ispkg and file.name != "insights"
)


def test_every_file_declares_one_statistic_with_a_name_and_place_of_its_own() -> None:
    declared = {
        name: getattr(import_module(f"diary.statistics.{name}"), "STATISTIC", None)
        for name in FILES
    }
    missing = [name for name, value in declared.items() if not isinstance(value, Statistic)]
    assert missing == [], "declare STATISTIC, or move helpers to diary/statistics/methods/"
    listed = all_statistics().values()
    assert len(listed) == len(FILES), "two files use one name"
    assert len({statistic.order for statistic in listed}) == len(listed), "two have one place"


def test_the_result_of_every_statistic_fits_its_place_in_the_json() -> None:
    for statistic in all_statistics().values():
        assert is_dataclass(statistic.result), statistic.name
        names = {field.name for field in fields(statistic.result)}
        assert "insufficient_data" in names, f"{statistic.name}: say when there is too little data"
        assert ("trend" in names) >= (statistic.trend_sentence is not None), statistic.name
        assert not statistic.groups or "group" in names, statistic.name
