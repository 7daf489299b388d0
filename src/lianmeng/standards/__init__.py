"""Standards of balanced development: data files that say what is counted, what is asked and how sure that is."""
