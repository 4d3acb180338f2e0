"""QR codes, as pictures made of lines."""

import io

import segno


def qr_svg(text: str) -> str:
    """Return a QR code of a text as SVG; a fifth of it may be dirty before it cannot be read."""
    kept = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(
        kept, kind="svg", border=4, svgns=True, xmldecl=False
    )
    return kept.getvalue().decode()
