/* What was logged is erased: what waits on this phone for the same account goes too,
   and what was remembered. */
import { drop, known, ownerOf, takeIn, waiting } from "../player/outbox.js";
import { set } from "../player/store.js";

set("usual", null);
takeIn().then(() => {
  const erased = waiting().filter((letter) => ownerOf(letter) === known());
  return drop(...erased.map(({ id }) => id));
});
