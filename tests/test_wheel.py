"""The wheel holds all that it takes: templates, static files and migrations included."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent

SERVE_PAGES = """
import os, sys
import ngoapp
from ngoapp.app import create_app
from ngoapp.cli.demo import load_demo
from ngoapp.cli.upgrade import upgrade
from ngoapp.core.settings import Settings

settings = Settings.from_environ(os.environ)
app = create_app(settings)
upgrade(app)
load_demo(app, settings)
client = app.test_client()
for path in sys.argv[1:]:
    answer = client.get(path)
    print(answer.status_code, answer.mimetype, path)
print(ngoapp.__file__)
"""


def run_module(module: str, *arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that has the wheel; what it depends on comes from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    run_module("hatchling", "build", "--target", "wheel", "--directory", folder / "dist")
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    run_module("pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    packages = next((folder / "venv" / "lib").glob("python3*")) / "site-packages"
    (packages / "dependencies.pth").write_text(
        "\n".join(other for other in sys.path if "site-packages" in other)
    )
    return python


def test_an_installed_wheel_serves_pages_away_from_the_checkout(installed, tmp_path):
    command = [installed, "-I", "-c", SERVE_PAGES, "/", "/static/css/tokens.css"]
    environment = {"PATH": os.environ["PATH"], "NGOAPP_DATA_DIR": str(tmp_path / "data")}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    *answers, place = run.stdout.splitlines()
    assert answers == ["200 text/html /", "200 text/css /static/css/tokens.css"]
    assert place.startswith(str(installed.parent.parent))


def test_an_installed_wheel_brings_the_command(installed, tmp_path):
    command = [installed.with_name("ngoapp"), "upgrade"]
    environment = {"PATH": os.environ["PATH"], "NGOAPP_DATA_DIR": str(tmp_path / "data")}
    said = subprocess.check_output(command, cwd=tmp_path, env=environment)
    assert said.startswith(b"The database is up to date.\n")
    assert b"/set-up with the code" in said
