"""Documents in their chain: which carries out which, their life, their drafts, what a child took up."""
