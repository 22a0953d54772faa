from pathlib import Path

from data.kpis import KPI_BY_NAME, KPIS, LOADING_KPIS, as_markdown


def test_the_document_is_made_from_the_definitions() -> None:
    document = Path(__file__).parents[2] / "docs" / "kpis.md"
    assert document.read_text(encoding="utf-8") == as_markdown(), "run python -m data.kpis"


def test_every_key_figure_has_one_definition() -> None:
    assert len(KPI_BY_NAME) == len(KPIS)
    assert len({kpi.name for kpi in (*KPIS, *LOADING_KPIS)}) == len(KPIS) + len(LOADING_KPIS)
    assert all(kpi.unit and kpi.definition.endswith(".") and kpi.source for kpi in (*KPIS, *LOADING_KPIS))
