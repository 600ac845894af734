"""The office's calendar: which days are worked, as the state and the office itself decided."""
