"""What can honestly be said of a diary in numbers: one question a file. No Django.

Each file has a frozen dataclass with the numbers, a function that works them out, and `tell`,
the sentence a person can read. To add one, copy `sides.py` and name it in
`insights.py`, `told.py` and the shape in `views/insights.py`.

Everywhere: "not asked" is a category of its own, never "no"; a day that is not logged is never
one without numbness; limits are those of 95 % confidence, and None where there is no limit; with
too little data the numbers are None and `lacking` says of what. SciPy is imported only when
something is worked out.
"""
