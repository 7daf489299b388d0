"""`lianmeng …`: a thin door. It asks a query or an action and writes the answer."""
