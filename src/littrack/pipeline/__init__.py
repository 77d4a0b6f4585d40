"""The verbs as plain functions, without Prefect and without a terminal."""
