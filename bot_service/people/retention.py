"""Nothing is kept for ever: once a day what has had its time is deleted."""

from bot_service.database.row import DueRow


class Retention(DueRow):
    """One row: when the next old things are deleted."""

    class Meta:
        table = "retention"
