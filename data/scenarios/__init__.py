"""Scenarios: what-if questions as named lists of typed changes to a case.

scenario = find_scenario("one-crane-lost", case)
changed = scenario.apply(case)
"""

from data.scenarios.files import as_toml, find_scenarios, read_scenarios, shipped
from data.scenarios.scenario import BASE, CHANGES, Scenario

__all__ = ["BASE", "CHANGES", "Scenario", "as_toml", "find_scenarios", "read_scenarios", "shipped"]
