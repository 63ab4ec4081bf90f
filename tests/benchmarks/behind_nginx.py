"""A page of the guide through nginx as docs/deploy/ ships it, beside a file of the same bytes in the same nginx: requests a
second over TLS, in turns, medians. Prints Markdown.

    python -m tests.benchmarks.behind_nginx [--rounds 5] [--seconds 3]
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

from tests.benchmarks.servers import program
from tests.journeys.site import ready_made, running
from tests.wire.shipped import NAME, shipped

PAGE = "/guide/how-the-ankle-works/"
FILE = "/the-same-bytes"


def requests_a_second(url: str, seconds: int, encoding: str) -> float:
    """By wrk, 2 threads and 32 connections."""
    headers = ["-H", f"Host: {NAME}", "-H", f"Accept-Encoding: {encoding}"]
    done = subprocess.run(
        [program("wrk"), "-t2", "-c32", f"-d{seconds}s", *headers, url], capture_output=True, text=True, check=True
    )
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ankles-bench-") as name:
        folder = Path(name)
        body = folder / "page"
        folder.chmod(0o755)
        more = f"location = {FILE} {{ alias {body}; default_type text/html; }}\n"
        with (
            running(ready_made(folder), workers=2, SITE_URL=f"https://{NAME}", TRUSTED_PROXIES="127.0.0.1") as site,
            shipped(
                program("nginx"), folder / "nginx", int(site.address.rpartition(":")[2]), more=more, unlimited=True
            ) as front,
        ):
            status, headers, content = front.ask("GET", PAGE, Accept_Encoding="br")
            if status != 200 or headers["Content-Encoding"] != "br":
                raise RuntimeError(f"{PAGE}: {status}")
            body.write_bytes(content)
            found: dict[str, list[float]] = {PAGE: [], FILE: []}
            for _ in range(asked.rounds):
                for path, figures in found.items():
                    url = f"https://127.0.0.1:{front.port}{path}"
                    figures.append(requests_a_second(url, asked.seconds, "br"))
            # Not `front.log`, which waits for what was asked one by one.
            said = (folder / "nginx" / "log" / "ankles.log").read_text().splitlines()
            pages = [line for line in said if PAGE in line]
            hits = sum(" HIT " in line for line in pages)
        medians = {path: statistics.median(figures) for path, figures in found.items()}
        ratios = [page / file for page, file in zip(found[PAGE], found[FILE], strict=True)]
        print("| target | req/s, median (range) | ÷ the file |\n|---|---|---|")
        for path, figures in found.items():
            ratio = f"{statistics.median(ratios):.2f}" if path == PAGE else "1"
            print(f"| `{path}` | {medians[path]:,.0f} ({min(figures):,.0f}–{max(figures):,.0f}) | {ratio} |")
        print(
            f"\n{len(content):,} bytes of brotli over TLS; {hits:,} of {len(pages):,} requests for the page answered from the cache as they were."
        )


if __name__ == "__main__":
    main()
