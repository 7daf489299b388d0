"""What one school gave another: entries that are only added, their sums, and questions about empty formalism."""
