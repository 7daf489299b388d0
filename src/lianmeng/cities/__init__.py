"""Cities to try Lianmeng with: one made up from a seed, one from a published register."""
