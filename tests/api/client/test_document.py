import re
from pathlib import Path

import pytest

from api.client import Dermaga
from tests.api.conftest import Running

PAGE = Path(__file__).parents[3] / "docs/client.md"


def test_the_example_of_the_page_runs(running: Running, capsys: pytest.CaptureFixture[str]) -> None:
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    code = code.replace("http://127.0.0.1:8400", running.url)
    names: dict[str, object] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    server = names["server"]
    assert isinstance(server, Dermaga)
    server.close()
    assert {"plan", "table", "kpis"} <= names.keys()
    assert "there is no case kariangua" in capsys.readouterr().out
