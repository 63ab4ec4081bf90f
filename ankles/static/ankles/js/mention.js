/* On pages where a visitor goes on after a session: it says that one waits in this browser, never which.
   The page is the same for everybody; only this browser knows. */
try {
  const waits = JSON.parse(localStorage.getItem("ankles.outbox"))?.some(({ body }) => !body.session_key);
  const line = document.createElement("p");
  line.className = "note wrap mention";
  line.append("A session waits in this browser until a logbook keeps it. ");
  const way = document.createElement("a");
  Object.assign(way, { href: "/log/", textContent: "Go to the logbook" });
  line.append(way);
  if (waits) document.getElementById("main").prepend(line);
} catch {
  // A browser that forbids its store keeps nothing.
}
