"""A real Chromium and the pages it opens, for the tests that read the page as a person does."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BORDER, KURSK = "us-himars-border", "us-atacms-kursk"
LATER = f"#regime={KURSK}"  # the farther of the two; a page opens at the best attested


@pytest.fixture(scope="session")
def chromium():
    """Start the browser there is; without one skip, but fail where nothing may be missing."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        reason = f"no browser found; install one of {', '.join(NAMES)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def files(findings, tmp_path_factory):
    """Give the folder of pages under test, each written when it is first asked for."""
    from test_webmap import hostile, many, small  # noqa: PLC0415 - only a test that reads a page needs it

    from geo.webmap import page  # noqa: PLC0415 - same

    folder = tmp_path_factory.mktemp("pages")
    made = {
        "default": lambda: findings,
        "hostile": lambda: hostile(findings),
        "many": lambda: many(findings),
        "small": small,
    }

    def file(name):
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(page(made[name]()), encoding="utf-8")
        return path

    return file


@pytest.fixture
def opened(chromium, files):
    """Open a page and listen; at the end nothing may have been asked for or said."""
    contexts, heard = [], []

    def open_page(name="default", *, width=1200, height=900, fragment=LATER, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(10_000)
        url = (name if hasattr(name, "as_uri") else files(name)).as_uri()
        ours = (url, "blob:file://", "blob:null")
        tab.on("console", lambda message: heard.append(("console", message.text)))
        tab.on("pageerror", lambda error: heard.append(("error", str(error))))
        tab.on(
            "dialog", lambda dialog: (heard.append(("dialog", dialog.message)), dialog.dismiss())
        )
        tab.on(
            "request",
            lambda request: request.url.startswith(ours) or heard.append(("request", request.url)),
        )
        tab.goto(url + fragment)
        if options.get("java_script_enabled", True):
            settled(tab)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert heard == [], heard


def settled(tab):
    """Wait until the names of the map stand where they stay."""
    tab.wait_for_selector("[data-map]:not([aria-busy])", state="attached")


def shares(tab):
    """Read the share of every region in the table."""
    rows = tab.locator("#coverage tbody tr").all()
    return {row.get_attribute("data-region"): row.locator("td").first.inner_text() for row in rows}


def focused(tab):
    """Name the element that has the focus."""
    return tab.evaluate("document.activeElement.dataset.region ?? document.activeElement.id")
