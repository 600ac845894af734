"""Django's SQLite, with a fairer queue for those who write."""
