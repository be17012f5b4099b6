"""`python -m ngoapp.sandbox`: the sandbox by itself."""

from argparse import ArgumentParser
from pathlib import Path

from ngoapp.sandbox import SandboxConfig, serve


def main() -> None:
    """Read the command line and serve."""
    usual = SandboxConfig()
    parser = ArgumentParser(prog="python -m ngoapp.sandbox", description=__doc__)
    parser.add_argument("--host", default=usual.host)
    parser.add_argument("--port", type=int, default=usual.port)
    parser.add_argument("--smtp-port", type=int, default=usual.smtp_port)
    parser.add_argument("--state", type=Path, help="SQLite file that keeps the state across restarts")
    parser.add_argument("--returned", type=Path, help="mbox file that mail goes back to")
    parser.add_argument("--webhook-url", action="append", default=[], help="where events go; may be repeated")
    parser.add_argument("--webhook-secret", default=usual.webhook_secret)
    given = parser.parse_args()
    config = SandboxConfig(
        host=given.host,
        port=given.port,
        smtp_port=given.smtp_port,
        state_path=given.state,
        returned_path=given.returned,
        webhook_urls=tuple(given.webhook_url),
        webhook_secret=given.webhook_secret,
    )
    serve(config)


if __name__ == "__main__":
    main()
