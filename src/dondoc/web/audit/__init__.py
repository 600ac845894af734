"""The trail of every change: who, when, what from, what to. Written in the change's own transaction."""
