// Hands a PDF to the phone's share sheet. Where the device has none, the button stays hidden and
// the download link does.

const TYPE = "application/pdf";

for (const button of document.querySelectorAll("[data-share]")) {
  const probe = new File([""], "x.pdf", { type: TYPE });
  if (!navigator.canShare?.({ files: [probe] })) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.share);
      if (!answer.ok) throw new Error(answer.statusText);
      const name = `${button.dataset.title.replaceAll("/", "-")}.pdf`;
      const file = new File([await answer.blob()], name, { type: TYPE });
      await navigator.share({ files: [file], title: button.dataset.title });
    } catch (error) {
      // Closing the sheet is no fault; without network the link says what is wrong.
      if (error.name !== "AbortError") location.assign(button.dataset.share);
    } finally {
      button.disabled = false;
    }
  });
}
