"""Admission: how a new demand is reviewed, approved and filed before it may reach a village."""
