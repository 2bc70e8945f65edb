"""Her yes or no to Potluck, how she likes to be treated, and what others see of her."""
