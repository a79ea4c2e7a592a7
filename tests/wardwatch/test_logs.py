"""What a page brings into the log cannot steer a terminal."""

from __future__ import annotations

import pytest
import structlog

from wardwatch import logs


def test_control_and_direction_characters_stay_out_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    structlog.get_logger("wardwatch").warning("http://town.test/\x1b[2J\u202enews\u200b answered 500")
    assert capsys.readouterr().err.partition("  ")[2] == "http://town.test/[2Jnews answered 500\n"
