"""Data packs: what an official can correct without touching code."""
