"""Pure functions on numbers: no Django, no clock, no files. Each has a judge that shares no code with it."""
