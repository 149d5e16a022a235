"""A link as a QR code, for the camera of whoever sits across the desk."""

import io

import segno

QUIET = 4  # modules of white around it, as the standard asks


def svg(text: str) -> str:
    """Dark on white whatever the theme around it, with its white edge; scales to any size."""
    out = io.BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False)
    code.save(
        out, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()
