"""What stands in the city's way, and in the way of others."""
