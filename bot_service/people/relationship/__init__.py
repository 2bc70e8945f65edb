"""What passed between people, and what follows from it. `ledger` is the only memory; everything else is pure."""
