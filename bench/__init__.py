"""What opsdeck costs, measured beside what it is built on, on one machine in one run."""
