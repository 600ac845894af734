"""Verdicts on targets, scoreboards and what was frozen of them, where targets will end, contradictions."""
