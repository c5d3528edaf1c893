// The inbox without a network: it says so, and the last list stays readable.

import { all, one } from "../parts/dom.js";

const banner = one("[data-offline]");
const say = () => {
  if (banner) banner.hidden = navigator.onLine;
};

say();
window.addEventListener("online", say);
window.addEventListener("offline", say);
if ("serviceWorker" in navigator)
  {navigator.serviceWorker
    .register("/desk/inbox-worker.js", { scope: "/desk/inbox" })
    .then(() => document.body.setAttribute("data-worker", "1"))
    .catch(() => {
      // a browser that does not allow it shows the list as long as the page is open
    });}

for (const form of all("form[action$='logout/']"))
  {form.addEventListener("submit", () => {
    if ("caches" in window) caches.delete("inbox").catch(() => null);
  });}
