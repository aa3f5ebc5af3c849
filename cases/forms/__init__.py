"""What an officer may type; whether the law lets it through is asked in actions."""
