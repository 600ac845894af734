"""Programmes, projects and works: money, land and steps, tied to the targets they serve."""
