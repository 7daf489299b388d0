"""What every table shares: public names that cannot be guessed. Database-specific SQL stands here and nowhere else."""
