"""The frame around every page: base templates, navigation, components, static files."""
