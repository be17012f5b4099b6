"""What money is given for."""
