// The field app: what a worker on the street carries along. Works from what is kept here
// and sends when it can; a service worker only makes it start without a network.

import { make } from "../parts/dom.js";
import { banners, show, ways } from "./parts/frame.js";
import { fetchNew, kept, reopen } from "./parts/kept.js";
import { mine, positions, reports, settle, telephones } from "./parts/mine.js";
import { SignedOut } from "./parts/net.js";
import * as outbox from "./parts/outbox.js";
import { report } from "./parts/report.js";
import { actPage, task } from "./parts/task.js";
import { tasks } from "./parts/tasks.js";
import { button, dress, say, told, urls } from "./parts/told.js";
import { redraw, waiting } from "./parts/waiting.js";

/** @type {Record<string, (...parts: string[]) => unknown>} */
const SCREENS = {
  tasks, report, reports, positions, telephones, outbox: waiting, me: () => mine(sync),
  task: (number, act) => (act ? actPage(number, act) : task(number)),
};

function route() {
  const [, name = "tasks", ...parts] = location.hash.split("/");
  document.getElementById("toast")?.remove();
  if (kept.me) void (SCREENS[name] ?? tasks)(...parts.map(decodeURIComponent));
}

/** Fetch what is new; the list is drawn anew where it is shown. */
async function sync() {
  if (!navigator.onLine) return;
  try {
    if (await fetchNew()) location.reload();
    outbox.nowSignedOut(false);
  } catch (fault) {
    outbox.nowSignedOut(fault instanceof SignedOut);
  }
  const here = location.hash.split("/")[1] || "tasks";
  if (here === "tasks" || here === "me") route();
  ways();
  banners();
}

/** The first time: say what comes and how much, then fetch it. */
function first() {
  const said = make("p", { role: "status" }, say(navigator.onLine ? "first_text" : "first_offline", { size: "300 kB" }));
  const go = button("btn go wide", [say("begin")], async () => {
    go.setAttribute("aria-busy", "true");
    said.textContent = say("loading");
    try {
      await settle();
      await fetchNew();
      void navigator.storage?.persist?.();
      await start();
    } catch (fault) {
      if (fault instanceof SignedOut) location.assign(`${urls.signIn}?next=/field`);
      said.textContent = say("first_failed", { why: "" });
      go.removeAttribute("aria-busy");
    }
  });
  show(say("first_title"), { inside: [make("section", { class: "fd-sec" }, said, make("p", { class: "hint" }, say("first_bound")))], foot: go });
}

async function start() {
  await outbox.load();
  let open = outbox.unsent().length;
  outbox.whenChanged(() => {
    ways();
    banners();
    redraw();
    const left = outbox.unsent().length;
    if (left < open) void sync();
    open = left;
  });
  window.addEventListener("hashchange", route);
  for (const turned of ["online", "offline"]) window.addEventListener(turned, banners);
  window.addEventListener("online", () => void sync());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void sync());
  route();
  outbox.wakeUp();
  await sync();
}

async function begin() {
  dress();
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register(told.worker, { scope: "/field" }).catch(() => undefined);
  if (!globalThis.crypto?.subtle) {
    show(say("report"), { inside: [make("p", { class: "empty" }, say("not_safe"))] });
    return;
  }
  if (await reopen()) await start();
  else first();
}

void begin();
