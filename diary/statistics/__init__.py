"""Statistics of a diary: one file per statistic, found by folder (README.md). No Django.

Rules for all: "not asked" is a category of its own, never "no"; a day that is not logged is never
a day without numbness; limits are 95 % confidence limits, None where there is none; with too
little data the numbers are None and `insufficient_data` says of what. SciPy is imported on first
use.
"""
