"""The figures in the README, each with the command that makes it: `python -m benchmarks NAME`."""
