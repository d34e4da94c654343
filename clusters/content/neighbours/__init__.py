"""What other clusters published on the topics of a page: found, stored by the worker, shown under the page."""
