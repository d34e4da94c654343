"""The chooser of organisations in the editor: searching, and adding one that is not in the directory."""
