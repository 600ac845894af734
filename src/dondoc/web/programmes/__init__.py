"""Work programmes (chương trình công tác) of standing bodies and units: matters, sessions, outcomes."""
