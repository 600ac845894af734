"""What was said and counted: shortcomings, difficulties, proposals; verdicts, votes, ratings."""
