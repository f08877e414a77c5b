"""What an annotation is: frozen values and rules. Standard library only."""
