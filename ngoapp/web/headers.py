"""Security headers on every answer; pages about people are never kept by a browser or a proxy."""

from flask import Flask, Response, current_app, g, request

PERSONAL = "ngoapp_personal"


def content_security_policy(checkout: str) -> str:
    """Nothing inline, nothing from elsewhere; forms may lead on to the hosted checkout."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            f"form-action 'self' {checkout}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def personal_page() -> None:
    """Mark the answer as being about a person: not stored, and no address of it handed on."""
    g.setdefault(PERSONAL, True)


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", current_app.config["CSP"])
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
    headers.setdefault("Referrer-Policy", "same-origin")
    if current_app.config["PREFERRED_URL_SCHEME"] == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if g.get(PERSONAL) or request.path.startswith("/staff"):
        headers["Cache-Control"] = "no-store"
        headers["Referrer-Policy"] = "no-referrer" if g.get(PERSONAL) else "same-origin"
    return response


def init_headers(app: Flask, *, checkout: str) -> None:
    """Put the headers on every answer of the app."""
    app.config["CSP"] = content_security_policy(checkout)
    app.after_request(_secure)
