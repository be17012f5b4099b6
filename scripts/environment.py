"""What `scripts/setup` does once it has a Python: name what the system lacks, and build .venv.

Only the standard library is here, because this runs before anything is installed.

The project itself is not installed with pip: an editable install would need a build backend in the
runtime lock. A `.pth` line and a two-line command do the same for a checkout; the wheel has the real one.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ngoapp-setup.json"
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"

COMMAND = """\
#!/bin/sh
exec "$(dirname "$0")/python" -P -m ngoapp "$@"
"""

# Debian's package for each library, and the names under which a system may have it.
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
}
LIBRARY_FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/")
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
)
# Playwright's own driver wants it; on other systems than Linux it comes along.
TEST_LIBRARIES = {"libatomic1": ("libatomic.so.1",)} if sys.platform == "linux" else {}
PROGRAMS = {"chromium": "chromium", "poppler-utils": "pdftoppm"}


def missing(*, for_tests: bool) -> list[str]:
    """Return Debian's names of the packages that this system lacks."""
    lacking = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    libraries = LIBRARIES | TEST_LIBRARIES if for_tests else LIBRARIES
    lacking += [package for package, names in libraries.items() if not _loads(names)]
    if not _has_cjk_fonts():
        lacking.append("fonts-noto-cjk")
    if for_tests:
        lacking += [package for package, program in PROGRAMS.items() if not shutil.which(program)]
    return lacking


def build(*, for_tests: bool) -> None:
    """Make .venv hold exactly what the lock file says; return at once when it already does.

    A .venv that is a link belongs to someone else and is left as it is."""
    if VENV.is_symlink():
        return
    lock = DEVELOPMENT if for_tests else RUNTIME
    with Path(__file__).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = _stamp()
        if done and done["locks"].get(lock) == _digest(lock):
            return
        if not _can_be_extended(done):
            _make_venv()
            done = None
        print(f"Installing {lock} into .venv …", file=sys.stderr, flush=True)
        _pip("install", "--require-hashes", "-r", lock)
        _link_project()
        # The development lock holds everything that the runtime lock does.
        locks = {RUNTIME, lock} | set(done["locks"] if done else ())
        STAMP.write_text(json.dumps(_identity() | {"locks": {name: _digest(name) for name in sorted(locks)}}))


def _loads(names: tuple[str, ...]) -> bool:
    for folder in LIBRARY_FOLDERS:
        for name in names:
            try:
                ctypes.CDLL(folder + name)
            except OSError:
                continue
            return True
    return False


def _has_cjk_fonts() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob("NotoSansCJK*"), None) for folder in folders if folder.is_dir())


def _identity() -> dict[str, object]:
    return {"python": [sys.executable, *sys.version_info[:3]], "root": str(ROOT)}


def _stamp() -> dict[str, dict[str, str]] | None:
    """Return what an earlier set-up wrote, or None if this Python or place needs a new one."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return None
    same = all(stamp.get(key) == value for key, value in _identity().items())
    return stamp if same and (VENV / "bin" / "python").exists() else None


def _can_be_extended(done: dict[str, dict[str, str]] | None) -> bool:
    return done is not None and all(_digest(name) == digest for name, digest in done["locks"].items())


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def _make_venv() -> None:
    STAMP.unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def _pip(*arguments: str) -> None:
    # Quiet twice: warnings about a package's way of building say nothing to whoever sets up.
    subprocess.run([str(VENV / "bin" / "python"), "-m", "pip", "-qq", *arguments], check=True, cwd=ROOT)


def _link_project() -> None:
    packages = next((VENV / "lib").glob("python3*")) / "site-packages"
    (packages / "ngoapp.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "ngoapp"
    command.write_text(COMMAND)
    command.chmod(0o755)


def main() -> None:
    """Run `environment.py missing|build [--tests]`."""
    action, for_tests = sys.argv[1], "--tests" in sys.argv[2:]
    if action == "missing":
        print(*missing(for_tests=for_tests))
    else:
        os.umask(0o022)
        try:
            build(for_tests=for_tests)
        except subprocess.CalledProcessError as error:
            sys.exit(f"Set-up stopped: {' '.join(error.cmd[:4])} … failed; the lines above say why.")


if __name__ == "__main__":
    main()
