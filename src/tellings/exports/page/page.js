// The page works without this. It adds: j and k walk through the lines, a click on marked words leads back to the line they back.
(() => {
  "use strict";
  const lines = [...document.querySelectorAll(".summary > li, .next > li, .timeline > li, .compared tbody, .voice li")];
  let at = -1;
  let last = null;
  const unfold = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
    at = Math.max(0, Math.min(lines.length - 1, at + (event.key === "j" ? 1 : -1)));
    const line = lines[at];
    if (!line) return;
    unfold(line);
    line.scrollIntoView({ block: "center" });
    line.querySelector("a.cite")?.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const cite = event.target.closest("a.cite");
    if (cite) {
      last = cite;
      return;
    }
    const mark = event.target.closest("mark");
    if (!mark) return;
    const links = mark.id ? [...document.querySelectorAll(`a.cite[href="#${CSS.escape(mark.id)}"]`)] : [];
    const back = links.includes(last) ? last : links[0];
    if (!back) return;
    unfold(back);
    back.scrollIntoView({ block: "center" });
    back.focus({ preventScroll: true });
  });
})();
