"""What a browser may ask us: the personal tab, how we are, and the pages that the app's listing links to."""
