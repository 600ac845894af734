"""Đôn đốc: who is told of what, what goes out by mail, letters, weekly lists, silent bodies, calendars."""
