"""The typst subprocess: `python typst_worker.py FONTS` reads stdin and writes the PDF to stdout.

A process of its own, so that typst's cache does not stay in the server's memory and a compilation
that takes too long can be killed. No Django.

stdin is three lines of JSON: `data` and `charts`, the inputs of `report.typ`, which go to typst
unparsed; and `{"made_at": Unix seconds}`.
"""

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from typst import Compiler, Fonts

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent
# PDF/UA-1: tagged, for screen readers (ISO 14289-1). PDF/A-2a: for archives (ISO 19005-2).
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]
MAX_MEMORY = 2 << 30  # bytes of address space


def compile_pdf(stdin: IO[bytes], fonts: Fonts) -> bytes:
    data, charts, meta = stdin.read().decode().split("\n")
    compiler = Compiler(
        HERE / "report.typ",
        root=HERE,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": data, "charts": charts},
    )
    made_at = json.loads(meta)["made_at"]
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made_at)
    if not isinstance(pdf, bytes):
        raise TypeError("typst returns a list for images only")
    return pdf


def run_worker(fonts: str) -> None:
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    loaded = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    sys.stdout.buffer.write(compile_pdf(sys.stdin.buffer, loaded))


if __name__ == "__main__":
    run_worker(sys.argv[1])
