"""The entity desk: the register of entities, their mentions, merging and splitting."""
