"""Prefect's entry points, thin over ``littrack.pipeline``; installed as ``littrack_flows``. See docs/architecture.md."""
