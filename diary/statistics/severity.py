"""Severity: how strong the numbness was, from 0 to 10."""

from diary.statistics.methods.scores import (
    Scale,
    compute_scale,
    scale_sentence,
    scale_trend_sentence,
)
from diary.statistics.methods.statistic import Statistic

STATISTIC = Statistic(
    name="severity",
    order=40,
    result=Scale,
    compute=lambda data: compute_scale("severity", data.episodes, data.local_days, data.now),
    sentence=scale_sentence,
    trend_sentence=scale_trend_sentence,
)
