"""Makes the table of the worked example in docs/shipments.md from its chain: `python -m data.cases.document`."""

from pathlib import Path

from data.cases.kkt_chain import chain_steps
from data.export_chain import ChainStep

PAGE = Path(__file__).parents[2] / "docs" / "shipments.md"
CHAIN = "DAMAR-LK"
_BEGIN = "<!-- Made from the chain by `python -m data.cases.document`. Change that, not the table. -->\n"
_END = "<!-- End of what is made. -->\n"


def section() -> str:
    """The steps of the worked example, one a row."""
    head = ["| step | party | after | hours | hours kept | limits | paper |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_row(step) for step in chain_steps() if step.chain == CHAIN)]) + "\n"


def with_section(text: str) -> str:
    """The text of the page with the table as it should be. Raises ValueError where the page has no marks for it."""
    before, after = text.index(_BEGIN) + len(_BEGIN), text.index(_END)
    return f"{text[:before]}\n{section()}\n{text[after:]}"


def _row(step: ChainStep) -> str:
    hours = f"{step.duration_h:g}"
    if step.distribution != "fixed":
        hours += f" ({step.distribution}{f' {step.spread:g}' if step.spread else ''})"
    cells = [
        f"`{step.step}`",
        step.party.replace("_", " "),
        ", ".join(step.after),
        hours,
        f"{step.calendar or 'any'}{', goes on' if step.goes_on else ''}",
        "; ".join(_limits(step)),
        step.document or "",
    ]
    return f"| {' | '.join(cells)} |"


def _limits(step: ChainStep) -> list[str]:
    told = {
        f"only {' '.join(step.only)}": bool(step.only),
        f"{step.share:.0%} of shipments": step.share < 1,
        f"from {step.opening}": step.opening is not None,
        f"by {step.cutoff}": step.cutoff is not None,
        f"at most {step.earliest_h or 0:g} h before departure": step.earliest_h is not None,
        f"within {step.within_h or 0:g} h of departure": step.within_h is not None,
        f"holds {step.valid_h or 0:g} h": step.valid_h is not None,
        f"put off, {step.buffer_h:g} h in hand": step.late,
    }
    return [words for words, so in told.items() if so]


if __name__ == "__main__":
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
