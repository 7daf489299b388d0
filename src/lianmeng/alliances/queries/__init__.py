"""Reading alliances: what other domains may ask."""
