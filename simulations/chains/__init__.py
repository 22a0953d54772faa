"""Export chains under uncertainty: whether shipments make their cut-offs, and what finished chains teach."""
