"""A PDF as somebody else's reader sees it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject


@dataclass(frozen=True)
class Tag:
    name: str
    alt: str | None


class Paper:
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
        """Of the structure, in reading order."""
        found: list[Tag] = []

        def walk(node: Any) -> None:
            node = node.get_object() if isinstance(node, IndirectObject) else node
            if isinstance(node, list):
                for kid in node:
                    walk(kid)
            elif isinstance(node, DictionaryObject) and "/S" in node:
                found.append(Tag(str(node["/S"])[1:], node.get("/Alt")))
                walk(node.get("/K", []))

        walk(self.root["/StructTreeRoot"]["/K"])
        return found

    def fonts(self) -> dict[str, bool]:
        """By name, whether it is in the file; those of the pictures too."""
        found: dict[str, bool] = {}

        def look(resources: Any) -> None:
            for font in resources.get("/Font", {}).values():
                whole = font.get_object()
                inner = whole["/DescendantFonts"][0].get_object()
                kept = inner["/FontDescriptor"].get_object()
                name = str(whole["/BaseFont"]).partition("+")[2]
                found[name] = "/FontFile2" in kept or "/FontFile3" in kept
            for thing in resources.get("/XObject", {}).values():
                look(thing.get_object().get("/Resources", {}))

        for page in self.reader.pages:
            look(page["/Resources"])
        return found
