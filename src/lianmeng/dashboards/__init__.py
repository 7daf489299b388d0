"""Pages that gather figures for each role; they own no facts."""
