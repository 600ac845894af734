"""Observations (what was measured, as of when, how final) and the pictures drawn from them."""
