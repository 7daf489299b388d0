"""The small kernel: sentences, refusals, figures with named absences. It knows no domain."""
