// Keys for the page. Everything they do, a button or a link does as well; see the list under "Keys".
"use strict";

const inField = (el) => el.matches('input:not([type="checkbox"]), textarea, select');
const withKey = (key) => [...document.querySelectorAll("[data-key]")].find((el) => el.dataset.key.split(" ").includes(key));
let rejecting = false;

function setRejecting(on) {
  rejecting = on;
  document.querySelector(".reject")?.classList.toggle("active", on);
}

function chooseSection(box, alsoOthers) {
  if (alsoOthers) {
    box.checked = !box.checked;
  } else {
    for (const other of box.form.querySelectorAll('input[name="section"]')) other.checked = other === box;
    const select = box.form.querySelector("select[name=section]");
    if (select) select.value = "";
  }
  box.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    setRejecting(false);
    document.activeElement?.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || inField(event.target)) return;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1] ?? (/^[1-9]$/.test(event.key) ? event.key : null);
  const key = digit ?? event.key;
  if (key === "r" && document.querySelector(".reject")) {
    setRejecting(!rejecting);
    event.preventDefault();
    return;
  }
  const target = rejecting ? document.querySelector(`[data-mode-key="${CSS.escape(key)}"]`) : withKey(key);
  if (!target) return;
  event.preventDefault();
  if (target.matches('input[type="checkbox"]')) chooseSection(target, event.shiftKey);
  else if (target.matches("details")) target.open = !target.open;
  else if (target.matches("input, select")) target.focus();
  else target.click();
});
