"""How far the schools of a district are from balanced development: readings of registers, verdicts, contributions."""
