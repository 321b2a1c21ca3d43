// A lesson that is read (or watched) to its end.

import { flush } from "./outbox.js";
import { openPlayer, hasUnsent, main, log, player } from "./player.js";

async function openReading() {
  await openPlayer();
  document.getElementById("read").addEventListener("click", async (event) => {
    event.preventDefault();
    const { at } = player;
    if (!player.preview && !at.done)
      await log("finish", "", {}, { ...at, seq: at.seq + 1, done: true });
    await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, 3000))]);
    location.assign(hasUnsent() ? "/hoc/" : main.dataset.result);
  });
}

// No store on this device (private mode): the page without JavaScript still works.
openReading().catch(() => {});
