"""A link as a QR code."""

import io

import segno

QUIET_ZONE = 4  # modules; ISO/IEC 18004


def qr_svg(text: str) -> str:
    """A scalable SVG, dark on white in every theme, with the quiet zone."""
    out = io.BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False)
    code.save(
        out, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()
