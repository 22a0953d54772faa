"""What a plan is judged by, in money."""

from typing import Literal

from pydantic import Field

from data.record import Money, Record


class Costs(Record):
    """What a plan is judged by, in whole units of the terminal's currency."""

    waiting_per_hour: Money = Field(description="A ship waiting from its ETA to first line")
    lateness_per_hour: Money = Field(description="A ship leaving after its ETD")
    position_per_metre: Money = Field(description="A metre away from the preferred position")
    unserved_per_call: Money = Field(description="A call that cannot be berthed at all")
    shipment_late_per_day: Money = Field(0, description="A box one day after its latest arrival")
    shipment_unserved: Money = Field(gt=0, description="A box that no voyage takes; more than its dearest way")
    transit_per_day: Money = Field(0, description="A box one day under way: what chooses between routes")
    roll_over_per_box: Money = Field(0, description="A box that sails later than with the voyage it is confirmed on")
    stay_per_hour: Money = Field(0, description="A ship's hour from first to last line, times its priority")
    quay_crane_hour: Money = Field(0, description="Simulation: an hour of a quay crane, at work or not")
    yard_crane_hour: Money = Field(0, description="Simulation: an hour of a yard crane, at work or not")
    tractor_hour: Money = Field(0, description="Simulation: an hour of a tractor with its driver, at work or not")
    quay_metre_year: Money = Field(0, description="Simulation: a metre of quay in a year")
    yard_teu_year: Money = Field(0, description="Simulation: the room of one TEU in the yard in a year")
    finish_per_hour: Money = Field(0, description="An hour from the plan's start to the last line of the last ship")
    window_missed_per_hour: Money = Field(
        0, description="An hour of first line after the call's window_end, times its priority"
    )
    crane_change: Money = Field(
        0, description="A crane that goes to another ship while no shift begins; without shifts, every such change"
    )
    work_per_hour: Money = Field(1_000, description="Loading: an hour from the start of work to a ship's last lift")
    ashore_per_box: Money = Field(100_000, description="Loading: a box left ashore that could go")
    overstow_per_box: Money = Field(200, description="Loading: a box above one that leaves the ship before it")
    restow_per_box: Money = Field(200, description="Loading: a box of a later port taken off and put back")
    rehandle_per_box: Money = Field(20, description="Loading: a box of the yard moved out of the way of another")
    yard_bay: Money = Field(20, description="Yard: a 20-foot bay kept for boxes of a ship; a 40-foot bay is two")
    haul_per_km: Money = Field(5, description="Yard: a box driven a kilometre along the quay between block and ship")
    change_per_metre: Money = Field(0, description="Re-planning: a metre away from the place in the plan before")
    change_per_hour: Money = Field(0, description="Re-planning: an hour away from first line in the plan before")
    change_per_crane: Money = Field(0, description="Re-planning: a crane more or less than in the plan before")


# The rates of plans and not of simulations, which a request for a plan may give anew.
Rate = Literal[
    "waiting_per_hour",
    "lateness_per_hour",
    "position_per_metre",
    "unserved_per_call",
    "shipment_late_per_day",
    "transit_per_day",
    "roll_over_per_box",
    "stay_per_hour",
    "finish_per_hour",
    "window_missed_per_hour",
    "crane_change",
    "work_per_hour",
    "ashore_per_box",
    "overstow_per_box",
    "restow_per_box",
    "rehandle_per_box",
    "yard_bay",
    "haul_per_km",
    "change_per_metre",
    "change_per_hour",
    "change_per_crane",
]
