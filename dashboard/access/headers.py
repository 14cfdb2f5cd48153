"""What every answer tells the browser not to do (ASVS 5.0, 3.4)."""

from __future__ import annotations

from collections.abc import Sequence

import flask

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # no-referrer would also take away the Origin of our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
YEAR = "max-age=31536000"


def policy(scripts: Sequence[str]) -> str:
    """The content security policy; `scripts` are the hashes of what Dash writes into the page.

    Styles are set on elements by plotly and the components: that cannot be without.
    """
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *scripts]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def write(response: flask.Response, *, policy: str, is_https: bool) -> None:
    for name, value in FIXED.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = policy
    if is_https:
        response.headers["Strict-Transport-Security"] = YEAR
    # what one may see another may not: nothing is left behind but what all may have
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
