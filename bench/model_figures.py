"""The figures of bench/models.py: a unit's row, the rival's over the studio's, and all of it as a table."""

from __future__ import annotations

from typing import Any

from bench import stock
from bench.meter import Meter
from pipelines.machinery.models.placement import Placement


def first_report(meter: Meter, kept: dict[str, Any]) -> dict[str, Any]:
    """The report of a first run, which also brings what other units want to know."""
    report = meter.report()
    kept.setdefault("tokens", report["passes"])
    if meter.words:
        kept.setdefault("words", meter.words)
    if meter.flops:
        kept.setdefault("tflop_pass", (meter.formula or meter.flops) / 1e12)
        kept.setdefault("tflop_counted", meter.flops / 1e12)
    return report


def row_of(report: dict[str, Any], first: dict[str, Any], kept: dict[str, Any], answers: int) -> dict[str, Any]:
    """Figures of so many answers. The load is the first run's, which may be the same; no answer waits for it."""
    row = {**report, "seconds": dict(report["seconds"])}
    spent = row["seconds"]
    if report is first:
        spent["whole"] = round(spent["whole"] - spent.get("load", 0.0), 4)
    spent["load"] = first["seconds"].get("load", 0.0)
    for stage, seen in first["memory_gb"].items():
        there = row["memory_gb"].setdefault(stage, seen)
        row["memory_gb"][stage] = {name: max(there[name], seen[name]) for name in seen}
    row["peak_gb"] = {
        name: max((seen[name] for seen in row["memory_gb"].values()), default=0.0)
        for name in ("allocated", "reserved", "used")
    }
    if "write" in spent:
        row["tokens_per_s"] = round(row["passes"] / spent["whole"], 2)
    row["answer_s"] = round(spent["whole"] / answers, 4)
    row["tflop_pass"] = kept.get("tflop_pass")
    row["mfu"] = None
    if row["pass_s"] and row["tflop_pass"] and "denoise" in spent:
        row["mfu"] = round(row["tflop_pass"] / row["pass_s"] / kept["best_tflops"], 4)
    return row


def differs(arm: str, placement: Placement, vae: str, vae_dtype: str) -> list[str]:
    """In what a run is not the documented script's arithmetic up to rounding; empty: class A."""
    if arm == "stock":
        return []
    found = []
    if placement.bits < 16:
        found.append(f"weights kept in {placement.bits} bits")
    if placement.tiled:
        found.append("pictures in tiles")
    if vae in stock.FULL_VAE and vae_dtype == "bfloat16":
        found.append("decoded in bfloat16, where the script has float32")
    return found


def ratios(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rival's figures over the studio's, where both kept the model in one way; above 1 the studio is ahead."""
    found = {}
    for row in rows.values():
        rival = rows.get(f"{row['card']} | stock | {row['keep']}")
        if row["arm"] != "studio" or not rival or row.get("error") or rival.get("error"):
            continue
        found[f"{row['card']} | {row['keep']}"] = {
            "class": row["class"],
            "whole": _over(rival["answer_s"], row["answer_s"]),
            "pass": _over(rival["pass_s"], row["pass_s"]),
            "decode": _over(rival["seconds"].get("decode"), row["seconds"].get("decode")),
            "peak": _over(rival["peak_gb"]["allocated"], row["peak_gb"]["allocated"]),
        }
    return found


def _over(rival: float | None, ours: float | None) -> float | None:
    return round(rival / ours, 3) if rival and ours else None


def shown(results: dict[str, Any]) -> str:
    """The figures as a table in Markdown."""
    head = (
        "model",
        "arm",
        "kept",
        "class",
        "load s",
        "s an answer",
        "s a pass",
        "decode s",
        "MFU",
        "peak GB",
        "promised",
    )
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in results.get("rows", {}).values():
        kept = row["keep"] if not row["card_gb"] else f"on {row['card_gb']} GB: {row.get('placement', '')}"
        if row.get("error"):
            cells: list[Any] = [row["card"], row["arm"], kept, row["error"], *[""] * 7]
        else:
            spent = row["seconds"]
            cells = [row["card"], row["arm"], kept, row["class"], spent["load"], row["answer_s"], row["pass_s"]]
            cells += [spent.get("decode"), row["mfu"], row["peak_gb"]["reserved"], row["promised_gb"]]
        lines.append(f"| {' | '.join('' if cell is None else str(cell) for cell in cells)} |")
    return "\n".join(lines)
