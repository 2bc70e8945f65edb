"""How the tables grew, oldest first. Written by `python -m bot_service.database.new_migration`, applied at start."""
