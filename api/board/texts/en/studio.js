// Texts of simulations in English; texts/id/studio.js has the same keys and values.

export const EN_STUDIO = {
  "simulate.replications": "Replications",
  "simulate.seed": "Seed",
  "simulate.both": "Simulate both",
  "simulate.done": "{policy}: done",
  "simulate.stopped": "{policy}: stopped",
  "simulate.changed": "The plan changed while it was simulated.",
  "simulate.again": "Simulate again to see the new one.",
  "simulate.none": "Not simulated yet",
  "simulate.none.ask":
    "Press Simulate both to run the plan and first come, first served under the same uncertainty.",
  "simulate.planless": "No plan to simulate",
  "simulate.planless.ask":
    "Make a berth plan first; its simulation is then compared with first come, first served.",
  "kpis.table": {
    one: "Simulated, mean ± half width of the 95 % interval over {n} replication",
    other: "Simulated, mean ± half width of the 95 % interval over {n} replications",
  },
  "kpis.name": "Key figure",
  "kpis.unit": "Unit",
  "kpis.definition": "What it says",
};
