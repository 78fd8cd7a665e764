"""What several test modules stand on."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of texts beside the checkout; in CI it must be there."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the shared texts are missing: {SHARED}")
        pytest.skip(f"no shared texts beside the checkout ({SHARED})")
    return SHARED
