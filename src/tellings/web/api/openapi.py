"""The OpenAPI document: schemas from the contract types."""
