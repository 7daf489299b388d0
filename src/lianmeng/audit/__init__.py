"""One line for each action, chained by place and day, so that nobody can change the past unseen."""
