"""Files in a bucket (S3), which several hosts share."""
