"""Standards of balanced development: data files saying what is counted, what is asked, how sure."""
