from data.terminal import YardBlock
from simulations.parts.blocks import Block
from simulations.parts.flows import Kind
from tests.simulations.parts.conftest import box, yard_of


def test_a_box_goes_to_a_block_that_takes_its_kind_and_elsewhere_when_that_is_full() -> None:
    _, yard, recorder = yard_of(
        YardBlock(id="E", bays=1, rows=1, tiers=2, takes=("empty",)),
        YardBlock(id="F", bays=4, rows=2, tiers=2, takes=("full",)),
    )
    empties = [box(kind=Kind.EMPTY) for _ in range(3)]
    for each in empties:
        yard.place(each, 0)
    assert [each.block.id for each in empties] == ["E", "E", "F"]
    laden = [box() for _ in range(15)]
    for each in laden:
        yard.place(each, 0)
    assert {each.block.id for each in laden} == {"F"}
    assert recorder.overflow_boxes == 0
    last = box()
    yard.place(last, 0)
    assert (recorder.overflow_boxes, last.stack, last.block.aside) == (1, None, 1)
    yard.fetch(last, 1, last, yard.take, False)
    assert (last.block.aside, yard.stock, yard.in_stacks()) == (0, 18, 18)


def test_reefers_take_plugs_and_those_without_are_counted() -> None:
    _, yard, recorder = yard_of(
        YardBlock(id="P", bays=3, rows=1, tiers=2, plug_bays=1), YardBlock(id="Q", bays=3, rows=1, tiers=2)
    )
    reefers = [box(kind=Kind.REEFER) for _ in range(3)]
    for each in reefers:
        yard.place(each, 0)
    assert [each.block.id for each in reefers[:2]] == ["P", "P"]
    assert recorder.yard.reefers_without_plug == 1
    assert reefers[2].stack is not None
    assert reefers[2].stack is not reefers[0].stack
    # Others stand on ground with plugs only when there is none without.
    yard.fetch(reefers[0], 1, reefers[0], yard.take, False)
    others = [box() for _ in range(10)]
    for each in others:
        yard.place(each, 0)
    assert [each.stack is reefers[1].stack for each in others] == [False] * 9 + [True]
    assert recorder.overflow_boxes == 0


def test_where_the_yard_has_no_plugs_nobody_asks_for_them() -> None:
    _, yard, recorder = yard_of(YardBlock(id="B", bays=3, rows=1, tiers=2))
    yard.place(box(kind=Kind.REEFER), 0)
    assert recorder.yard.reefers_without_plug == 0


def test_a_user_s_function_chooses_the_block() -> None:
    def last(coming: object, blocks: list[Block]) -> Block:  # noqa: ARG001
        return blocks[-1]

    blocks = [YardBlock(id=name, bays=1, rows=1, tiers=2) for name in "ABC"]
    for stacks in (True, False):
        _, yard, _ = yard_of(*blocks, rules={"stacking": last}, stacks=stacks)
        coming = [box() for _ in range(5)]
        for each in coming:
            yard.place(each, 0)
        assert [each.block.id for each in coming] == ["C", "C", "B", "B", "A"]
