"""Divisions, bodies, posts, accounts and the scopes in which roles hold."""
