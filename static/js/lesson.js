// A lesson that is read (or watched) to its end.

import { flush } from "./outbox.js";
import { begin, isWaiting, main, note, seat } from "./seat.js";

async function reading() {
  await begin();
  document.getElementById("read").addEventListener("click", async (event) => {
    event.preventDefault();
    const { at } = seat;
    if (!seat.preview && !at.done)
      await note("finish", "", {}, { ...at, seq: at.seq + 1, done: true });
    await Promise.race([flush(), new Promise((yes) => setTimeout(yes, 3000))]);
    location.assign(isWaiting() ? "/hoc/" : main.dataset.result);
  });
}

// No store on this device (private mode): the page without JavaScript still works.
reading().catch(() => {});
