"""arXiv's bytes to papers: fetching apart from parsing, one shared limiter, the ledger's rules."""
