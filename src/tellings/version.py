"""The version of the package, and of its rules: rules that read otherwise get another number."""

VERSION = "0.1.0"
RULES = "2"
