"""How good the suggestions are, against gold: what ``python -m tests.evaluate`` is made of."""
