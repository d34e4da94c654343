"""What follows the states of translations in the transaction of each change."""
