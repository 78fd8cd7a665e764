"""Take the faces of the static map from their package, unchanged."""

import shutil
from typing import Final

from data.build.manifest import sha256, write_manifest
from data.build.upstream import CHECKOUT, Upstream, fetched
from geo.inputs import Record

FOLDER: Final = CHECKOUT / "data" / "fonts"
HEADING: Final = """\
Where the faces of the static map come from, and their licence. Each file is the upstream's own,
byte for byte. Written by data/build/fonts.py; do not edit by hand."""

FACES: Final = {
    "Regular": "936069d5e46da383bff37b629a73e0bfb8b8ac7bc54cfb927fb700f6a890e9aa",
    "Bold": "7f109b2b6d72e7563522d3c3d2c6c8b79ec5a711bfdf483b93e345eab5b5ef94",
    "Italic": "718ec69846837362c43937caf7fe1a72a5392ee60454ee54981050ee389ed43b",
}
LICENCE: Final = Upstream(
    id="apache-licence",
    client="apt",
    package="base-files",
    version="12.4+deb12u15",
    member="usr/share/common-licenses/Apache-2.0",
    sha256="cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
    publisher="The Apache Software Foundation, through Debian",
)


def build() -> None:
    """Write ``data/fonts/`` anew: three faces, their licence and their manifest."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = [
        _record(source, title=f"Roboto Condensed {name}, Latin, Greek and Cyrillic")
        for name, source in ((name, _face(name)) for name in FACES)
    ]
    made.append(_record(LICENCE, title="Apache License 2.0, under which the faces are used"))
    write_manifest(made, FOLDER / "manifest.toml", HEADING)


def _face(name: str) -> Upstream:
    return Upstream(
        id=f"roboto-condensed-{name.lower()}",
        client="apt",
        package="fonts-roboto-unhinted",
        version="2:0~20170802-3",
        member=f"usr/share/fonts/truetype/roboto/unhinted/RobotoCondensed-{name}.ttf",
        sha256=FACES[name],
        publisher="Google, through Debian",
    )


def _record(source: Upstream, *, title: str) -> Record:
    """Copy the upstream file and say where it comes from."""
    upstream_path = fetched(source)
    path = FOLDER / upstream_path.name
    shutil.copyfile(upstream_path, path)
    return Record(
        file=path.name,
        sha256=sha256(path),
        title=title,
        publisher=source.publisher,
        package=source.package,
        version=source.version,
        upstream_file=source.member,
        upstream_sha256=source.sha256,
        licence="Apache-2.0",
        attribution="Roboto Condensed, © Google",
        worldview="",
        scale="",
        crs="",
        geometry="",
        rows=0,
        derivation="the upstream file, unchanged",
    )
