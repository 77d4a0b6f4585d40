"""Decisions: their rules, the web page, signed links and the terminal."""
