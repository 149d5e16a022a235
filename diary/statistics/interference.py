"""Interference: how far the numbness got in the way, from 0 to 4."""

from diary.statistics.methods.scores import (
    Scale,
    compute_scale,
    scale_sentence,
    scale_trend_sentence,
)
from diary.statistics.methods.statistic import Statistic

STATISTIC = Statistic(
    name="interference",
    order=50,
    result=Scale,
    compute=lambda data: compute_scale("interference", data.episodes, data.local_days, data.now),
    sentence=scale_sentence,
    trend_sentence=scale_trend_sentence,
)
