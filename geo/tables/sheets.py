"""Write finished findings as CSV."""

from geo.findings import Comparison, Findings


def coverage_csv(findings: Findings) -> bytes:
    r"""Write the coverage table, one row per region and regime (and reach, where it is a band).

    Returns
    -------
    bytes
        UTF-8, comma-separated, ``\n`` line ends; columns and order of ``geo.coverage.coverage``;
        shares with four decimals, distances in km with three, areas in km² with one. A regime
        that refuses has no row: nothing is within a permission by it. Measured from anything but
        the recognised border, a last column ``origin`` says so in every row.
    """
    granting = {regime.id for regime in findings.regimes if regime.grants}
    frame = findings.coverage[findings.coverage["regime"].isin(granting)]
    written = frame.assign(
        reach_km=frame["reach_km"].map("{:g}".format),
        area_km2=frame["area_km2"].map("{:.1f}".format),
        **{name: frame[name].map("{:.4f}".format) for name in ("share", "share_low", "share_high")},
        in_scope=frame["in_scope"].map({True: "true", False: "false"}),
        nearest_km=frame["nearest_km"].map("{:.3f}".format),
        crosses=frame["crosses"].map(";".join),
        farthest_km=frame["farthest_km"].map("{:.3f}".format),
    )
    if findings.origin_name != "recognised" or findings.parts:
        written = written.assign(origin=frame["regime"].map(findings.origin_of))
    return str(written.to_csv(index=False, lineterminator="\n")).encode()


def comparison_csv(comparison: Comparison, *, origin_name: str) -> bytes:
    r"""Write what another origin would change, one row per regime, reach and region that differs.

    Returns
    -------
    bytes
        UTF-8, comma-separated, ``\n`` line ends; the columns of
        ``geo.coverage.COMPARISON_COLUMNS`` and the names of both origins; shares with four
        decimals, distances in km with three, ``change_points`` in points of per cent with two. No
        rows where nothing differs.
    """
    frame = comparison.table
    forms = {
        "reach_km": "{:g}",
        **dict.fromkeys(("share", "other_share"), "{:.4f}"),
        **dict.fromkeys(("nearest_km", "other_nearest_km"), "{:.3f}"),
        "change_points": "{:.2f}",
    }
    written = frame.assign(
        **{name: frame[name].map(form.format) for name, form in forms.items()},
        origin=origin_name,
        other_origin=comparison.origin_name,
    )
    return str(written.to_csv(index=False, lineterminator="\n")).encode()
