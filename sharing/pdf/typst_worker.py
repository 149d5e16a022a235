"""A process of its own for typst: `python press.py FONTS` reads an order and writes the PDF.

So what typst keeps in memory from one document to the next does not stay with the server, and
one that takes too long can be stopped. No Django.

The order is three lines of JSON: `told` and `drawn`, data for `report.typ`; and `made_at`, in
Unix seconds. The first two go to typst as they came.
"""

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from typst import Compiler, Fonts

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent
# Tagged, for screen readers (ISO 14289-1); and to be opened in many years (ISO 19005-2).
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]
MOST_MEMORY = 2 << 30  # bytes of address space


def press(orders: IO[bytes], fonts: Fonts) -> bytes:
    told, drawn, rest = orders.read().decode().split("\n")
    compiler = Compiler(
        HERE / "report.typ",
        root=HERE,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"told": told, "drawn": drawn},
    )
    made_at = json.loads(rest)["made_at"]
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made_at)
    if not isinstance(made, bytes):
        raise TypeError("a list of them is for pictures")
    return made


def main(fonts: str) -> None:
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    loaded = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    sys.stdout.buffer.write(press(sys.stdin.buffer, loaded))


if __name__ == "__main__":
    main(sys.argv[1])
