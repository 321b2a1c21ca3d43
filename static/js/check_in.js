// Checking in with one tap less: the scanned page presses its button; the page for digits looks
// through the camera.

const autoForm = document.querySelector("form[data-press]");
if (autoForm) autoForm.requestSubmit();

const scanner = document.querySelector("[data-look]");
if (scanner && "BarcodeDetector" in window && navigator.mediaDevices) offerCamera(scanner);

async function offerCamera(box) {
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return;
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
    await openFirstOwnCode(new window.BarcodeDetector({ formats: ["qr_code"] }), video);
    for (const track of stream.getTracks()) track.stop();
  });
}

/** Look until a code of ours is seen, then open its address. Codes of others are passed over. */
async function openFirstOwnCode(detector, video) {
  for (;;) {
    const codes = await detector.detect(video).catch(() => []);
    for (const { rawValue } of codes) {
      const path = ownPath(rawValue);
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

function ownPath(text) {
  try {
    const { origin, pathname } = new URL(text);
    return origin === location.origin && /^\/d\/[\w-]+\/$/.test(pathname) ? pathname : "";
  } catch {
    return "";
  }
}
