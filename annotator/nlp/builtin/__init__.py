"""The built-in source: rules and gazetteers, no trained weights."""
