"""What people may ask of the demo, with the pages that answer: judged by hand, in four languages."""
