"""What pyproject.toml cannot say: ``flows/``, which stands at the top, is installed as ``littrack_flows``."""

from setuptools import find_packages, setup

setup(packages=[*find_packages("src"), "littrack_flows"], package_dir={"": "src", "littrack_flows": "flows"})
