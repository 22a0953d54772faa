import numpy as np
import pytest

from data.case import Case
from data.gate import Gate
from data.operations import Cargo, Dwell
from simulations.kernel import HOUR
from simulations.parts.flows import Flow, Kind, brought_before, collected_after, flows_of, kinds_of, laden_of
from simulations.streams import Streams
from tests.simulations.conftest import bare_case, call

CALL = call("A", eta_h=200, discharge_full=4000, discharge_empty=2000, load_full=3000, load_empty=1000)
STREAMS = Streams(1, 0)


def case(**parts: object) -> Case:
    return bare_case([CALL], **parts)


def test_without_shares_all_laden_boxes_are_domestic_and_nothing_is_drawn() -> None:
    flows = flows_of(case(), STREAMS, CALL, laden_of(CALL))
    counts = {flow: int((flows == flow).sum()) for flow in Flow}
    assert counts == dict.fromkeys(Flow, 0) | {
        Flow.DOMESTIC_IN: 4000,
        Flow.EMPTY_IN: 2000,
        Flow.DOMESTIC_OUT: 3000,
        Flow.EMPTY_OUT: 1000,
    }


def test_shares_of_the_flows() -> None:
    flows = flows_of(case(cargo=Cargo(foreign_share=0.1, transhipment_share=0.3)), STREAMS, CALL, laden_of(CALL))
    discharged, loaded = flows[:6000], flows[6000:]
    assert (discharged == Flow.TRANSHIPMENT).mean() == pytest.approx(0.3, abs=0.02)
    assert (discharged == Flow.FOREIGN_IN).sum() == pytest.approx(0.1 * 0.7 * 4000, rel=0.15)
    assert (loaded == Flow.FOREIGN_OUT).sum() == pytest.approx(300, rel=0.15)
    assert (loaded == Flow.EMPTY_OUT).sum() == 1000
    assert not (loaded == Flow.TRANSHIPMENT).any()
    # Which boxes are foreign does not hang on which go on by ship.
    other = flows_of(case(cargo=Cargo(foreign_share=0.1)), STREAMS, CALL, laden_of(CALL))
    assert (flows[flows != Flow.TRANSHIPMENT] == other[flows != Flow.TRANSHIPMENT]).all()


def test_reefers_are_laden() -> None:
    laden = laden_of(CALL)
    kinds = kinds_of(case(cargo=Cargo(reefer_share=0.1)), STREAMS, CALL, laden)
    assert (kinds == Kind.REEFER).sum() == pytest.approx(700, rel=0.15)
    assert laden[kinds == Kind.REEFER].all()
    assert (kinds[~laden] == Kind.EMPTY).all()
    assert (kinds_of(case(), STREAMS, CALL, laden) != Kind.REEFER).all()


def test_each_flow_has_its_stay_and_the_others_keep_theirs() -> None:
    general = Dwell(import_h=48, import_spread=0.5, export_h=60, export_spread=0.2)
    own = general.model_copy(
        update={"empty_in_h": 300.0, "empty_in_spread": 0.0, "empty_out_h": 100.0, "empty_out_spread": 0.0}
    )
    flows = flows_of(case(), STREAMS, CALL, laden_of(CALL))
    before = collected_after(case(dwell=general), STREAMS, CALL, flows[:6000])
    after = collected_after(case(dwell=own), STREAMS, CALL, flows[:6000])
    empty = flows[:6000] == Flow.EMPTY_IN
    assert after[empty] == pytest.approx(300 * HOUR)
    assert (after[~empty] == before[~empty]).all()
    assert before.mean() == pytest.approx(48 * HOUR, rel=0.05)
    brought = brought_before(case(dwell=own), STREAMS, CALL, flows[6000:])
    assert brought[flows[6000:] == Flow.EMPTY_OUT] == pytest.approx(100 * HOUR)
    assert brought[flows[6000:] == Flow.DOMESTIC_OUT].mean() == pytest.approx(60 * HOUR, rel=0.05)


def test_no_stay_is_shorter_than_the_least() -> None:
    dwell = Dwell(import_h=10, import_spread=1, import_least_h=6, export_h=30, export_spread=1, export_least_h=25)
    flows = flows_of(case(), STREAMS, CALL, laden_of(CALL))
    after = collected_after(case(dwell=dwell), STREAMS, CALL, flows[:6000])
    assert after.min() == 6 * HOUR
    assert np.median(after) > 6 * HOUR
    # The gate would take boxes until 18 h before the middle of the stay.
    gate = Gate(lanes=1, service_min=1, gate_to_yard_m=0, closes_hours_before=6)
    assert brought_before(case(dwell=dwell, gate=gate), STREAMS, CALL, flows[6000:]).min() >= 25 * HOUR


def test_boxes_for_abroad_must_be_in_earlier() -> None:
    gate = Gate(
        lanes=1, service_min=1, gate_to_yard_m=0, closes_hours_before=-4, foreign_closes_hours_before=24
    )  # fmt: skip
    some = case(cargo=Cargo(foreign_share=0.5), gate=gate, dwell=Dwell(import_h=1, export_h=30, export_spread=1))
    flows = flows_of(some, STREAMS, CALL, laden_of(CALL))[6000:]
    brought = brought_before(some, STREAMS, CALL, flows)
    # The ship stays for 24 h: half of it lies before the middle.
    assert brought[flows == Flow.FOREIGN_OUT].min() >= 36 * HOUR
    assert 8 * HOUR <= brought[flows != Flow.FOREIGN_OUT].min() < 10 * HOUR
