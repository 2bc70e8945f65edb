"""Drives product and sandbox together: `driver` moves time, `demo` and `headless` are the two ways to watch.

`outside` and `inside` gather what was seen into a `Seen`; `artefacts`, `report` and `promises` are made from it.
"""
