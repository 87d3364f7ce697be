// textual.js draws the app and marks the body; it leaves the keys to the first click.
document.querySelector("#again").addEventListener("click", () => location.reload());
const observer = new MutationObserver(() => {
  if (!document.body.classList.contains("-first-byte")) return;
  observer.disconnect();
  document.querySelector(".xterm-helper-textarea")?.focus();
});
observer.observe(document.body, { attributeFilter: ["class"] });
