"""The search engine in Elasticsearch."""
