"""The publication service: policies, refusals, required fields, workflows."""
