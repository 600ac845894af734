"""Confirmed commitments: indicators, targets with their versions, tasks with their events."""
