"""What a test says about a schedule that broke a promise: the promise, the trace, and how to see it again."""

from bench.simulation.run import Verdict


def tell(verdict: Verdict) -> str:
    """Give a report, or nothing when every promise held."""
    if not verdict.broken:
        return ""
    promises = [f"{one.promise}: {one.what}" for one in verdict.broken]
    again = f"python bench/simulate.py --replay {verdict.seed} --trace"
    return "\n".join([*verdict.trace, *promises, again])
