"""One file per indicator, or per family of indicators that are told apart by one word."""
