"""Draw the map of one regime and its head: land, what lies inside, reach, scope, labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from geo.narrative import Account
from geo.snapshot.legend import SCALE_AT, badge, badge_width, mark, scale_box, scale_text
from geo.snapshot.names import reach_key
from geo.snapshot.pen import CROSS, DOT, HATCH_PT, Desk, Letters, Pen
from geo.snapshot.plan import Placed, Plan
from geo.snapshot.scene import Scene
from geo.snapshot.sidebar import frame_inset
from geo.snapshot.style import DASHES, SIZES, Ink, Rect, Theme, Type, width_pt, wrapped

PANEL_HEAD_PT, HEAD_LEADING_PT, HEAD_LINES = 38.0, 2.2, 4
"""Room of a map's head with two lines below it."""

ORIGIN_PT = 1.2
SOWN = {"case-by-case": (DOT, "paper"), "refused": (CROSS, "ink")}
HOOKS = {
    "part": "place",
    "capital": "place",
    **{way: f"tick:{way}" for way in ("east", "west", "north", "south")},
}
"""What a label's kind is called for programs that look, where it is not called the same."""

DARK_SHARE = 0.5
"""A label with more of its box than this on dark paint is set light."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Pair a placed label with the lines as drawn and the code of what a place lies in, or ''."""

    placed: Placed
    texts: tuple[Letters, ...]
    belongs: str


def draw_map(
    desk: Desk,
    scene: Scene,
    plan: Plan,
    account: Account,
    *,
    at: Rect,
    lines: Sequence[Account] = (),
) -> tuple[Drawn, ...]:
    """Draw one panel at its place of the page; return its labels.

    ``lines`` are the policies whose lines it has, where that are more than the one.
    """
    regime, theme = account.regime, desk.theme
    lines = lines or (account,)
    whole = Rect(0, 0, at.width, at.height)
    within = f"{regime.id}_panel data-map={regime.id}"
    ground = desk.sheet(at, gid=f"{regime.id}_map", cut=True, within=within)
    ground.areas([scene.extent], Ink(fill=theme.sea), gid=f"{regime.id}_sea")
    _land(ground, scene, account, lines, theme=theme)
    for region in account.named_codes:
        if region in scene.regions:
            _scope(ground, scene, account, region, theme=theme)
    for region in regime.excluded:
        if region in scene.regions:
            _excluded(ground, scene.regions[region], f"{regime.id}_excluded-{region}", theme=theme)
    for each in lines:
        _reach(ground, scene, each, theme=theme)
    over = desk.sheet(at, gid=f"{regime.id}_labels", within=within)
    over.box(whole, Ink(edge=theme.muted, width_pt=0.6))
    for spot in plan.spots:
        mark(over, spot.x, spot.y, theme=theme, kind=spot.mark)
    _scale_bar(over, desk, plan)
    for inset, scale in zip(scene.view.insets, plan.scales, strict=True):
        frame_inset(over, inset, scale, theme=theme)
    return _labels(over, desk, scene, plan, account, lines=lines)


def _land(
    pen: Pen, scene: Scene, account: Account, lines: Sequence[Account], *, theme: Theme
) -> None:
    """Paint land, what of the regions is touched and what lies inside, and home."""
    prefix, ends = account.regime.id, account.lines
    tint = theme.paint(account.look)[-1]
    land = Ink(fill=theme.land, edge=theme.land_edge, width_pt=0.5)
    target = [shape for code, _, shape in scene.countries if code == scene.target]
    others = [shape for code, _, shape in scene.countries if code != scene.target]
    touched = {key: shape for key, shape in scene.regions.items() if key in account.touched_codes}
    outside = {
        key: shape for key, shape in scene.regions.items() if key not in account.touched_codes
    }
    border = Ink(edge=theme.region_edge, width_pt=0.35)
    graticule = [line for _, line in (*scene.meridians, *scene.parallels)]
    pen.areas(others, land, gid=f"{prefix}_neighbours")
    pen.areas(target, replace(land, fill=theme.outside), gid=f"{prefix}_target")
    pen.areas(
        outside.values(),
        replace(border, fill=theme.outside),
        gid=f"{prefix}_outside",
        names=_hooked(account, "outside", outside),
    )
    pen.lines(graticule, Ink(edge=theme.graticule, width_pt=0.4), gid=f"{prefix}_graticule")
    edge = Ink(fill=tint, edge=theme.touched_edge, width_pt=0.6)
    pen.areas(
        touched.values(), edge, gid=f"{prefix}_touched", names=_hooked(account, "touched", touched)
    )
    lake = Ink(fill=theme.sea)
    pen.areas(scene.lakes, lake, gid=f"{prefix}_lakes")  # reach is the same on water
    for each in sorted(lines, key=lambda each: each.regime.reach_km, reverse=True):
        _inside(pen, scene, each, nearest=ends[0], theme=theme)
    if ends in scene.band:
        pen.areas([scene.band[ends]], Ink(fill=theme.reach, alpha=0.16), gid=f"{prefix}_band")
    pen.areas(
        [scene.home],
        Ink(fill=theme.home, edge=theme.land_edge, width_pt=0.5),
        gid=f"{prefix}_home",
        names=[f"{prefix}_home-land data-home={code}" for code in sorted(scene.home_codes)],
    )
    pen.areas(shapely.intersection(scene.lakes, scene.home), lake)
    shores = Ink(edge=theme.river, width_pt=0.5)
    pen.lines([*scene.rivers, *shapely.boundary(scene.lakes)], shores, gid=f"{prefix}_rivers")
    source = scene.stretches.get(account.part, scene.origin)
    pen.lines(source, Ink(edge=theme.ink, width_pt=ORIGIN_PT), gid=f"{prefix}_origin")


def _inside(pen: Pen, scene: Scene, account: Account, *, nearest: str, theme: Theme) -> None:
    """Paint what lies inside one reach by its own look: dark if it is the ``nearest`` line."""
    prefix, ends = account.regime.id, account.lines
    dark, band, _ = theme.paint(account.look)
    border = Ink(edge=theme.region_edge, width_pt=0.35)
    alone = ends[0] == nearest
    if alone and len(ends) > 1:
        pen.areas(scene.inside[ends[1]].values(), Ink(fill=band), gid=f"{prefix}_inside-farther")
    inside = scene.inside[ends[0] if alone else ends[-1]]
    if alone or not account.refused:
        pen.areas(
            inside.values(),
            replace(border, fill=dark if alone else band),
            gid=f"{prefix}_inside",
            names=_names(account, "inside", inside),
        )
    if account.look in SOWN:
        sign, colour = SOWN[account.look]
        area = shapely.union_all([*inside.values()])
        casing = Ink(edge=theme.scope_ground, width_pt=2.0)
        if account.refused:
            pen.sown(area, casing, sign=sign, gid=f"{prefix}_sown-casing")
        pen.sown(
            area, Ink(edge=getattr(theme, colour), width_pt=0.9), sign=sign, gid=f"{prefix}_sown"
        )


def _hooked(account: Account, layer: str, regions: Iterable[str]) -> list[str]:
    """Name each region's own path, and say whose it is."""
    return [f"{account.regime.id}_{layer}-{region} data-region={region}" for region in regions]


def _names(account: Account, layer: str, regions: Iterable[str]) -> list[str]:
    """Name each region's own path, for an illustrator."""
    return [f"{account.regime.id}_{layer}-{region}" for region in regions]


def _scope(pen: Pen, scene: Scene, account: Account, region: str, *, theme: Theme) -> None:
    """Hatch and outline a region the permission names, legibly on dark and on light ground."""
    shape, gid = scene.regions[region], f"{account.regime.id}_scope-{region}"
    pen.hatch(shape, Ink(edge=theme.scope_ground, width_pt=HATCH_PT + 0.9), gid=f"{gid}-casing")
    pen.hatch(shape, Ink(edge=theme.scope, width_pt=HATCH_PT), gid=f"{gid}-hatch")
    pen.areas([shape], Ink(edge=theme.scope_ground, width_pt=3.4))
    pen.areas([shape], Ink(edge=theme.scope, width_pt=1.6), gid=f"{gid}-outline")


def _excluded(pen: Pen, shape: Any, gid: str, *, theme: Theme) -> None:
    """Cross out a region that the policy leaves out."""
    pen.sown(shape, Ink(edge=theme.scope_ground, width_pt=2.0), sign=CROSS, gid=f"{gid}-casing")
    pen.sown(shape, Ink(edge=theme.scope, width_pt=0.9), sign=CROSS, gid=f"{gid}-crosses")
    dashes = DASHES["doubted"]
    pen.areas([shape], Ink(edge=theme.scope, width_pt=1.2, dashes=dashes), gid=f"{gid}-outline")


def _reach(pen: Pen, scene: Scene, account: Account, *, theme: Theme) -> None:
    gid = f"{account.regime.id}_reach"
    lines = [scene.reach[line] for line in account.lines if line in scene.reach]
    dashes = DASHES.get(account.look, ())
    pen.lines(lines, Ink(edge=theme.reach_casing, width_pt=3.0), gid=f"{gid}-casing")
    pen.lines(lines, Ink(edge=theme.reach, width_pt=1.6, dashes=dashes), gid=gid)


def _scale_bar(pen: Pen, desk: Desk, plan: Plan) -> None:
    theme, (_, length, _, x), y = desk.theme, plan.bar, SCALE_AT - 1.5
    pen.box(scale_box(plan.bar, desk.words), Ink(fill=theme.paper))
    pen.lines(
        [shapely.LineString([(x, y + 3), (x, y), (x + length, y), (x + length, y + 3)])],
        Ink(edge=theme.ink, width_pt=0.9),
        gid="",
    )
    text = scale_text(plan.bar, desk.words)
    pen.letter((x, y + 4.2), text, Type(size_pt=SIZES.tick, colour=theme.ink))


def _labels(
    pen: Pen,
    desk: Desk,
    scene: Scene,
    plan: Plan,
    account: Account,
    *,
    lines: Sequence[Account],
) -> tuple[Drawn, ...]:
    keys = dict.fromkeys(reach_key(each) for each in lines)
    placed = [*plan.labels, *(plan.reaches[key] for key in keys if key in plan.reaches)]
    painted = list(scene.inside[account.lines[-1]].values())
    return tuple(
        _label(pen, label, scene, plan, account, on_dark=_on_dark(label, painted), theme=desk.theme)
        for label in placed
    )


def _on_dark(label: Placed, painted: Sequence[Any]) -> bool:
    """Say whether the larger part of a label stands on dark paint."""
    covered = sum(shapely.clip_by_rect(part, *label.box).area for part in painted)
    return bool(covered > DARK_SHARE * label.setting.width * label.setting.height)


def _label(
    pen: Pen,
    label: Placed,
    scene: Scene,
    plan: Plan,
    account: Account,
    *,
    on_dark: bool,
    theme: Theme,
) -> Drawn:
    kind, _, code = label.key.partition("-")
    if kind == "reach":
        west, south, east, north = label.box
        ground = Rect(west - 1.5, south + 0.4, east - west + 3, north - south - 0.4)
        pen.box(ground, Ink(fill=theme.paper))
    gid, hook = f"{account.regime.id}_label-{label.key}", _hook(label.key, scene)
    if label.leader is not None:
        pen.rule(*label.leader, Ink(edge=theme.halo, width_pt=1.8))
        ink = Ink(edge=theme.ink, width_pt=0.7)
        pen.rule(*label.leader[::-1], ink, gid=f"{gid}-leader data-leader={hook}")
        pen.dot(*label.leader[1], Ink(fill=theme.ink, edge=theme.halo, width_pt=0.5), size_pt=2.8)
    belongs = plan.belongs.get(label.key, "")
    meaning = "beyond" if label.key == f"country-{scene.target}" else kind
    if belongs.partition("-")[0] in scene.home_codes:
        meaning = "home"
    colour, halo = _colours(meaning, code, account, on_dark=on_dark, theme=theme)
    unnamed = kind == "region" and code not in account.named_codes
    style = Type(
        size_pt=label.setting.size_pt,
        colour=colour,
        face="regular" if unnamed else label.setting.face,
        align="center",
        halo=halo,
    )
    hooks = f" data-map-label={hook}" + (f" data-in={belongs}" if belongs else "")
    texts = tuple(
        pen.letter((label.x, y), line, style, gid=(f"{gid}-{n}" if n else gid) + hooks)
        for n, (line, y) in enumerate(zip(label.setting.lines, label.baselines, strict=True))
    )
    return Drawn(placed=label, texts=texts, belongs=belongs)


def _hook(key: str, scene: Scene) -> str:
    """Say of a label what kind of thing it names, and which."""
    kind, _, code = key.partition("-")
    if kind == "home":
        return f"country:{min(scene.home_codes)}"
    return f"{HOOKS.get(kind, kind)}:{code}"


def _colours(
    kind: str, code: str, account: Account, *, on_dark: bool, theme: Theme
) -> tuple[str, str]:
    """Choose a label's colour and its halo's."""
    fixed = {
        "country": (theme.land_ink, theme.land),
        "beyond": (theme.land_ink, theme.outside),
        "target": (theme.land_ink, theme.sea),
        "sea": (theme.sea_ink, theme.sea),
        "reach": (theme.reach, theme.paper),
        **dict.fromkeys(("home", "part"), (theme.ink, theme.home)),
        **dict.fromkeys(("east", "west", "north", "south"), (theme.muted, theme.outside)),
    }
    if kind in fixed:
        return fixed[kind]
    if on_dark:
        ground = theme.paint(account.look)[0]
        on = {"doubted": theme.on_doubted, "refused": theme.ink}
        return on.get(account.look, theme.on_inside), ground
    quiet = kind == "region" and code not in (*account.touched_codes, *account.named_codes)
    return (theme.muted if quiet else theme.ink), theme.halo


def panel_head(desk: Desk, account: Account, *, at: Rect, scale: float) -> None:
    """Set a map's head: reach, status, count; below them label and dates."""
    pen, theme = desk.sheet(at, gid=f"{account.regime.id}_head"), desk.theme
    big, body = SIZES.panel * scale, max(SIZES.body * scale, SIZES.tick)
    upper = at.height - PANEL_HEAD_PT + 26.3
    pen.letter((0, upper), account.reach, Type(size_pt=big, face="bold", colour=theme.reach))
    x = width_pt(account.reach, size_pt=big, name="bold") + 7
    size = max(SIZES.badge * scale, SIZES.tick)
    fitting = size * (at.width - x) / badge_width(account.attested, size_pt=size)
    size = max(min(size, fitting), SIZES.tick)
    x += badge(
        pen,
        (x, upper + 1.2),
        status=account.regime.status,
        text=account.attested,
        size_pt=size,
        theme=theme,
    )
    room = at.width - x - 6
    count = account.stance if account.refused else f"{account.count} · {account.named_count}"
    if width_pt(count, size_pt=body, name="bold") > room:
        count = account.count
    if width_pt(count, size_pt=body, name="bold") <= room:
        bold = Type(size_pt=body, face="bold", colour=theme.ink, align="right")
        pen.letter((at.width, upper + 0.6), count, bold)
    y = upper - body - 4.6
    for text, colour in zip(_below_head(account), (theme.ink, theme.muted), strict=True):
        for line in wrapped(text, width=at.width, size_pt=body, lines=HEAD_LINES):
            pen.letter((0, y), line, Type(size_pt=body, colour=colour))
            y -= body + HEAD_LEADING_PT


def panel_head_height(accounts: Sequence[Account], width: float) -> float:
    """Return the room the maps' heads need, in points, so that nothing of them is cut."""
    lines = (
        sum(
            len(wrapped(text, width=width, size_pt=SIZES.body, lines=HEAD_LINES))
            for text in _below_head(account)
        )
        for account in accounts
    )
    return PANEL_HEAD_PT + (max(lines) - 2) * (SIZES.body + HEAD_LEADING_PT)


def _below_head(account: Account) -> tuple[str, str]:
    """Give what stands below a map's head: its label, then its dates."""
    stated = f"{account.dates} · {account.reach_stated}" if account.is_limit else account.dates
    return account.label, stated
