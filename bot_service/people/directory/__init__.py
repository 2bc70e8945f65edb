"""Colleagues and roles as Microsoft Entra knows them, and what is odd there."""
