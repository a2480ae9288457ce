"""The house rules (docs/architecture.md) as checks, each a function of a tree that returns violations."""
