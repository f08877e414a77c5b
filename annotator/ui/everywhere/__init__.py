"""The concordance: all places of the same words, ticked and changed in one step."""
