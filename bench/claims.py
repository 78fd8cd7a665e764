"""Score what is read of policies against the project's own annotated texts.

``python -m bench.claims`` scores the half of ``data/corpus/claims`` that nothing was fitted to (the
even numbers); ``--half dev`` the other one, with every miss named; ``--file`` another file.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.claims import draft

CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus" / "claims"
NOTHING = "-"
ENOUGH = 3
FIELDS = ("stance", "status", "grantor", "scope", "excluded", "origin", "target")


@dataclass
class Sample:
    """Hold one annotated text: its name, its claims, its words."""

    name: str
    text: str = ""
    claims: list[dict[str, Any]] = field(default_factory=list)


def samples(file: Path) -> Iterator[Sample]:
    """Read a file of annotated texts; the README beside them says how they are written."""
    for block in re.split(r"(?m)^# (?=[a-z]{2}-\d)", file.read_text(encoding="utf-8"))[1:]:
        name, _, rest = block.partition("\n")
        sample = Sample(name=name.split()[0])
        while rest.startswith("@ "):
            line, _, rest = rest.partition("\n")
            sample.claims.append(_claim(line[2:].split("#")[0].strip()))
        sample.text = rest.strip() + "\n"
        yield sample


def _claim(line: str) -> dict[str, Any]:
    words = re.split(r"\s+(?=(?:scope|excl|from|until|past|sys)\b)", line)
    grantor, stance, pair, reach, *status = words[0].split()
    more = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    origin, target = pair.split(">")
    return {
        "grantor": grantor,
        "stance": stance,
        "origin": origin,
        "target": target,
        "reach": [float(end) for end in reach.split("-")] if reach != NOTHING else [],
        "status": status[0] if status else NOTHING,
        "scope": sorted(more.get("scope", "").split(",")) if "scope" in more else [],
        "excluded": sorted(more.get("excl", "").split(",")) if "excl" in more else [],
    }


def found_in(text: str) -> list[dict[str, Any]]:
    """Give what is read of a text in the same shape."""
    return [_values(each) for each in draft(text)]


def _values(each: Any) -> dict[str, Any]:
    def value(name: str, other: Any) -> Any:
        try:
            got = each[name]
        except KeyError:
            return other
        return other if got is None else got

    reach = value("reach_km", [])
    return {
        "grantor": value("grantor", ""),
        "stance": value("stance", ""),
        "origin": value("origin", ""),
        "target": value("target", ""),
        "reach": reach if isinstance(reach, list) else [reach],
        "status": value("status", ""),
        "scope": sorted(value("scope", [])),
        "excluded": sorted(value("excluded", [])),
        "drawn": getattr(each, "drawn", False),
    }


def likeness(gold: dict[str, Any], found: dict[str, Any]) -> int:
    """Say how much two claims have in common; one of another government or pair has nothing."""
    for name in ("grantor", "origin", "target"):
        if found[name] and found[name] != gold[name]:
            return 0
    points = 2 * (found["grantor"] == gold["grantor"]) + 2 * (found["stance"] == gold["stance"])
    points += 2 * _same_reach(gold["reach"], found["reach"])
    return points + (found["scope"] == gold["scope"]) + (found["status"] == gold["status"])


def _same_reach(gold: list[float], found: list[float]) -> bool:
    return len(gold) == len(found) and all(
        abs(a - b) <= 0.035 * a for a, b in zip(gold, found, strict=True)
    )


def matched(gold: list[Any], found: list[Any]) -> list[tuple[int, int]]:
    """Pair the claims of a text with those read of it, the likest first."""
    order = sorted(
        (-points, g, f)
        for g, a in enumerate(gold)
        for f, b in enumerate(found)
        if (points := likeness(a, b)) >= ENOUGH
    )
    pairs: list[tuple[int, int]] = []
    for _, g, f in order:
        if all(g != a and f != b for a, b in pairs):
            pairs.append((g, f))
    return pairs


def score(texts: list[Sample], *, tell: bool) -> Counter[str]:
    """Count what is right and wrong over some texts."""
    sums: Counter[str] = Counter()
    for sample in texts:
        found = found_in(sample.text)
        pairs = matched(sample.claims, found)
        notes = list(_count(sample, found, pairs, sums))
        if tell and notes:
            print(f"\n{sample.name}: {'; '.join(notes)}\n  {' '.join(sample.text.split())[:600]}")
            for claim in sample.claims:
                print("   gold ", claim)
            for claim in found:
                print("   found", claim)
    return sums


def _count(
    sample: Sample, found: list[Any], pairs: list[tuple[int, int]], sums: Counter[str]
) -> Iterator[str]:
    """Count one text, and give a note for whatever is wrong."""
    sums["texts"] += 1
    sums["gold"] += len(sample.claims)
    sums["found"] += len(found)
    sums["matched"] += len(pairs)
    sums["texts without policy"] += not sample.claims
    sums["drawable"] += sum(c["stance"] == "permits" and bool(c["reach"]) for c in sample.claims)
    if not sample.claims and found:
        sums["made up"] += 1
        yield "made up"
    missed = set(range(len(sample.claims))) - {g for g, _ in pairs}
    yield from (f"missed {sample.claims[g]}" for g in sorted(missed))
    of_found = {f: sample.claims[g] for g, f in pairs}
    for number, each in enumerate(found):
        gold = of_found.get(number)
        sums["drawn"] += each["drawn"]
        if each["drawn"] and not _is_right(gold, each):
            sums["harmful"] += 1
            yield f"HARMFUL {each['grantor']} {each['reach']}"
        if gold is not None:
            yield from _compare(gold, each, sums)


def _is_right(gold: dict[str, Any] | None, found: dict[str, Any]) -> bool:
    return gold is not None and (
        all(found[name] == gold[name] for name in ("stance", "origin", "target"))
        and _same_reach(gold["reach"], found["reach"])
    )


def _compare(gold: dict[str, Any], found: dict[str, Any], sums: Counter[str]) -> Iterator[str]:
    if gold["reach"]:
        sums["reach stated"] += 1
        good = _same_reach(gold["reach"], found["reach"])
        sums["reach right"] += good
        if not good:
            yield f"reach {found['reach']} for {gold['reach']}"
    for name in FIELDS:
        told = bool(found[name])
        sums[name] += 1
        sums[f"{name} gap"] += not told
        sums[f"{name} missed"] += not told and gold[name] not in ([], NOTHING)
        wrong = told and found[name] != gold[name] and gold[name] != NOTHING
        sums[f"{name} wrong"] += wrong
        if wrong:
            yield f"{name} {found[name]} for {gold[name]}"


def report(sums: Counter[str]) -> str:
    """Tell the counts in a few lines."""

    def share(part: int, whole: int) -> str:
        return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "0/0"

    drawn = f"{sums['drawn']} of {sums['drawable']} that could be"
    lines = [
        f"texts {sums['texts']}, without policy {sums['texts without policy']}",
        f"of these with claims made up {sums['made up']}",
        f"claims found {share(sums['matched'], sums['gold'])}, read in all {sums['found']}",
        f"drawn {drawn}, harmful {sums['harmful']}",
        f"reach right {share(sums['reach right'], sums['reach stated'])}",
    ]
    lines += [
        f"{name} not wrong {share(sums[name] - sums[name + ' wrong'], sums[name])}, "
        f"not told where stated {sums[name + ' missed']}"
        for name in FIELDS
    ]
    return "\n".join(lines)


def main() -> None:
    """Score and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "heldout", "all"), default="heldout")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--name", help="only the texts whose name holds this")
    parser.add_argument("--quiet", action="store_true")
    arguments = parser.parse_args()
    files = [arguments.file] if arguments.file else sorted(CORPUS.glob("*.txt"))
    total: Counter[str] = Counter()
    for file in files:
        texts = list(samples(file))
        if arguments.half != "all":
            odd = arguments.half == "dev"
            texts = [each for each in texts if int(each.name[3:]) % 2 == odd]
        if arguments.name:
            texts = [each for each in texts if arguments.name in each.name]
        sums = score(texts, tell=arguments.half != "heldout" and not arguments.quiet)
        print(f"\n== {file.name}\n{report(sums)}")
        total += sums
    print(f"\n== all\n{report(total)}")


if __name__ == "__main__":
    main()
