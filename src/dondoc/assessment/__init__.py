"""Records to judgements: pure functions; the day of judgement is always an argument."""
