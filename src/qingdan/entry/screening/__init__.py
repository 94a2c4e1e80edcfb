"""Screening: a notice goes in, every demand on a village comes out with its verdict."""
