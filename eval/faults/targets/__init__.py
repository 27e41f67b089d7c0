"""What is fuzzed: one module a target, each with `make`, which gives the inputs and what must hold for each."""
