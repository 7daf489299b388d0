"""Settings, the root addresses and the server's entry point."""
