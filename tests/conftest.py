"""What several test modules stand on."""

import os
from pathlib import Path

import pytest
from browser import chromium, files, opened  # noqa: F401 - fixtures of every test with a page

from geo.findings import Findings, find
from geo.origins import load_origin
from geo.reading import read_text
from geo.regimes import load_regimes

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of texts beside the checkout; in CI it must be there."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the shared texts are missing: {SHARED}")
        pytest.skip(f"no shared texts beside the checkout ({SHARED})")
    return SHARED


@pytest.fixture(scope="session")
def findings() -> Findings:
    """Give what the default run finds; frames are shared, so no test changes them."""
    return find(
        read_text(), load_regimes(), origin_name="recognised", origin=load_origin("recognised")
    )
