"""A process of its own for typst: `python press.py` reads JSON and writes the PDF.

So what typst keeps in memory from one document to the next does not stay with the server, and
one that takes too long can be stopped. No Django.
"""

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent
# Tagged, for screen readers (ISO 14289-1); and to be opened in many years (ISO 19005-2).
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]
MOST_MEMORY = 2 << 30  # bytes of address space


def press(order: dict[str, Any]) -> bytes:
    """`told` and `drawn` are data for `report.typ`, `fonts` a folder, `made_at` Unix seconds."""
    from typst import Compiler, Fonts

    compiler = Compiler(
        HERE / "report.typ",
        root=HERE,
        font_paths=Fonts(False, False, [order["fonts"]]),
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(order[name]) for name in ("told", "drawn")},
    )
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=order["made_at"])
    if not isinstance(made, bytes):
        raise TypeError("a list of them is for pictures")
    return made


def main(orders: IO[bytes], out: IO[bytes]) -> None:
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    out.write(press(json.load(orders)))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
