"""One round of lemon24/reader, measured in a process of its own, in the environment it was installed into.

    python -m benchmarks.poll_reader BASE FOLDER NUMBER...

Needs `reader` and the standard library only. Run twice over one folder: the second round gets 304s.
"""

from __future__ import annotations

import sys
import warnings

from reader import make_reader

from benchmarks.meter import metered, report


def _main(base: str, folder: str, *numbers: str) -> None:
    reader = make_reader(f"{folder}/reader.sqlite")
    for number in numbers:
        reader.add_feed(f"{base}/feeds/{number}", exist_ok=True)
    before = reader.get_entry_counts().total or 0
    with metered() as cost:
        # Without scheduled=False it would not ask again within the hour.
        reader.update_feeds(scheduled=False)
    failed = sum(feed.last_exception is not None for feed in reader.get_feeds())
    report(cost, items=(reader.get_entry_counts().total or 0) - before, refused_pages=failed)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # it tells of single entries that it cannot take
    _main(*sys.argv[1:])
