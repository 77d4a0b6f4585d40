"""littrack keeps living surveys and awesome lists up to date with arXiv."""

__version__ = "0.1.0"
