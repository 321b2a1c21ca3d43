// Checking in with one tap less: the scanned page presses its button; the page for digits looks through the camera.

const press = document.querySelector("form[data-press]");
if (press) press.requestSubmit();

const look = document.querySelector("[data-look]");
if (look && "BarcodeDetector" in window && navigator.mediaDevices) offer(look);

async function offer(box) {
  const known = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!known.includes("qr_code")) return;
  box.hidden = false;
  const button = box.querySelector("button");
  const video = box.querySelector("video");
  const refused = box.querySelector("[data-refused]");
  button.addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      refused.hidden = false;
      return;
    }
    button.hidden = true;
    video.hidden = false;
    video.srcObject = stream;
    await video.play();
    await found(new window.BarcodeDetector({ formats: ["qr_code"] }), video);
    for (const track of stream.getTracks()) track.stop();
  });
}

/** Look until a code of ours is seen, then open its address. Codes of others are passed over. */
async function found(detector, video) {
  for (;;) {
    const seen = await detector.detect(video).catch(() => []);
    for (const { rawValue } of seen) {
      const path = ours(rawValue);
      if (path) {
        location.assign(path);
        return;
      }
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

function ours(text) {
  try {
    const { origin, pathname } = new URL(text);
    return origin === location.origin && /^\/d\/[\w-]+\/$/.test(pathname) ? pathname : "";
  } catch {
    return "";
  }
}
