/* On pages where a visitor goes on after a session: it says that something waits in this browser, never what
   (player/outbox.js says how many, and what it has not taken in yet). The page is the same for everybody. */
try {
  const waits = ["outbox", "waits"].some((name) => localStorage.getItem(`ankles.${name}`));
  const line = document.createElement("p");
  line.className = "note";
  line.append("Something waits in this browser until a logbook keeps it. ");
  const way = document.createElement("a");
  Object.assign(way, { href: "/log/", textContent: "Go to the logbook" });
  line.append(way);
  const column = document.createElement("div");
  column.className = "wrap mention";
  column.append(line);
  if (waits) document.getElementById("main").prepend(column);
} catch {
  // A browser that forbids its store keeps nothing.
}
