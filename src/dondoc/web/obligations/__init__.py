"""What bodies owe because a document or a calendar says so: plans, study sessions, reviews, reports."""
