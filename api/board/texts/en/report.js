// Texts of the report of a week in English; texts/id/report.js has the same keys and values.

export const EN_REPORT = {
  "report.when": "Case {case}, {start} to {end} ({zone}). Made {created}.",
  "report.how": "How this was made",
  "report.seed": "Seed {seed}. {versions}.",
  "report.versions.none": "No versions noted",
  "kpis.table": {
    one: "Simulated, mean ± half width of the 95 % interval over {n} replication",
    other: "Simulated, mean ± half width of the 95 % interval over {n} replications",
  },
  "kpis.definition": "What it says",
};
