"""Long work that a worker does beside the pages: started again after a crash, with its progress to be seen."""
