"""A PDF parsed by pypdf."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject


@dataclass(frozen=True)
class Tag:
    name: str
    alt: str | None


class ParsedPDF:
    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(BytesIO(content))
        self.root: Any = self.reader.trailer["/Root"]
        self.pages = [" ".join(page.extract_text().split()) for page in self.reader.pages]
        self.text = " ".join(self.pages)

    @property
    def size(self) -> tuple[int, int]:
        """In millimetres."""
        box = self.reader.pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    def tags(self) -> list[Tag]:
        """Structure tags in reading order."""
        result: list[Tag] = []

        def walk(node: Any) -> None:
            node = node.get_object() if isinstance(node, IndirectObject) else node
            if isinstance(node, list):
                for kid in node:
                    walk(kid)
            elif isinstance(node, DictionaryObject) and "/S" in node:
                result.append(Tag(str(node["/S"])[1:], node.get("/Alt")))
                walk(node.get("/K", []))

        walk(self.root["/StructTreeRoot"]["/K"])
        return result

    def fonts(self) -> dict[str, bool]:
        """Whether each font is embedded, by name; fonts of images too."""
        result: dict[str, bool] = {}

        def visit(resources: Any) -> None:
            for font in resources.get("/Font", {}).values():
                font_object = font.get_object()
                descendant = font_object["/DescendantFonts"][0].get_object()
                descriptor = descendant["/FontDescriptor"].get_object()
                name = str(font_object["/BaseFont"]).partition("+")[2]
                result[name] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
            for xobject in resources.get("/XObject", {}).values():
                visit(xobject.get_object().get("/Resources", {}))

        for page in self.reader.pages:
            visit(page["/Resources"])
        return result
