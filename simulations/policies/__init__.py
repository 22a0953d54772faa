"""Who berths where and when: the rules that drive the simulated terminal.

A policy is a description that can be sent to another process. For each run it makes a `Rule`, which is asked whenever
a ship arrives, a place or a crane becomes free, or the moment has come that the rule itself named.
"""

from simulations.policies.fcfs import FirstComeFirstServed
from simulations.policies.plan import FollowPlan
from simulations.policies.replan import Replan
from simulations.policies.rule import Policy, Rule
from simulations.policies.rules import ByRules, Rules

__all__ = ["ByRules", "FirstComeFirstServed", "FollowPlan", "Policy", "Replan", "Rule", "Rules"]
