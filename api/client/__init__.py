"""A client of a server of Dermaga, for notebooks and programs: docs/client.md.

from api.client import Dermaga, PlanRequest

server = Dermaga()
job = server.plan(PlanRequest(case="kariangau", days=7, seconds=20))
print(job.wait().plan)
"""

from api.client.calling import Refused, Unreachable
from api.client.jobs import Planning, Simulation
from api.client.own import OwnPlan
from api.client.server import Dermaga
from api.resources.shipments import StepMark
from api.work.requests import NightRequest, PlanRequest, SimulationRequest

__all__ = [
    "Dermaga",
    "NightRequest",
    "OwnPlan",
    "PlanRequest",
    "Planning",
    "Refused",
    "Simulation",
    "SimulationRequest",
    "StepMark",
    "Unreachable",
]
