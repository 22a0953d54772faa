"""The parts of the simulated terminal, each with its parameters in the Case."""
