"""What the office's machine does by itself day after day: one timetable, and what became of each run."""
