"""What every HTTP answer and request goes through: compression, conditional GET, refused addresses."""
