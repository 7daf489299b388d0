"""Small programs that the Makefile calls. None of them is installed with Lianmeng."""
