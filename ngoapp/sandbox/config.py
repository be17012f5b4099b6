"""What the sandbox is started with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SandboxConfig:
    """Where the sandbox listens, keeps its state and posts its events.

    Port 0 picks a free port. Without `state_path` the state lasts as long as the process. `returned_path` is the mbox
    file that mail goes back to; without it none can."""

    host: str = "127.0.0.1"
    port: int = 8001
    smtp_port: int = 8002
    state_path: Path | None = None
    returned_path: Path | None = None
    webhook_urls: tuple[str, ...] = ()
    webhook_secret: str = "whsec_sandbox"  # noqa: S105 - guards nothing: the sandbox makes practice events only
