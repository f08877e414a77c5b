"""Comparing annotation sets: aligning them, and how well they agree. No Qt, no database."""
