"""Plans of a Case, each with its cost, a proven lower bound and reasons: one folder a planning problem."""
