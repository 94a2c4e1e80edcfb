"""The API: the rooms' own endpoints, mounted under one address with one OpenAPI document."""
