import re
from pathlib import Path

from ngoapp.sandbox.app import make_app
from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.state.switches import Switches
from ngoapp.sandbox.state.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text()
FOR_FORMS = {"/switches", "/inbox/empty"}


def test_every_switch_is_explained() -> None:
    for name in Switches.model_fields:
        assert f"| `{name}` |" in PAGE


def test_every_request_that_scripts_may_send_is_explained() -> None:
    world = World(SandboxConfig())
    rules = [rule for rule in make_app(world).url_map.iter_rules() if not rule.rule.startswith("/v1")]
    world.store.close()
    written = re.sub(r"<[^>]*>", "<>", PAGE)
    for rule in rules:
        path = re.sub(r"/<any.*>$", "", rule.rule)
        path = re.sub(r"<[^>]*>", "<>", path)
        if path.endswith(".json") or ("POST" in (rule.methods or ()) and path not in FOR_FORMS):
            assert path in written, path
