"""What lives in a village: certificates, seals, services and the guides to them."""
