"""Menus, language picker, breadcrumbs and footer."""
