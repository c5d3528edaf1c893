// Cases on the ground: one by one where there is room, counted where there is not.

import { moved, system } from "./datum.js";
import { drawn, DRAWINGS, tokens } from "./marks.js";
import { ground } from "./ground.js";

/** @typedef {import("maplibre-gl").Map} Ground */
/** @typedef {import("maplibre-gl").GeoJSONSource} Source */

const NOTHING = /** @type {import("geojson").FeatureCollection} */ ({ type: "FeatureCollection", features: [] });

/** @param {Ground} map */
function layers(map) {
  const colour = tokens();
  for (const name of Object.keys(DRAWINGS)) map.addImage(`mark-${name}`, drawn(name), { pixelRatio: 2 });
  map.addSource("cases", { type: "geojson", data: NOTHING });
  const counted = /** @type {any} */ (["has", "count"]);
  map.addLayer({
    id: "ring", type: "symbol", source: "cases", filter: ["==", ["get", "chosen"], true],
    layout: { "icon-image": "mark-ring", "icon-allow-overlap": true },
  });
  map.addLayer({
    id: "cases", type: "symbol", source: "cases", filter: ["!", counted],
    layout: { "icon-image": ["concat", "mark-", ["get", "mark"]], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["get", "rank"] },
  });
  map.addLayer({
    id: "cells", type: "circle", source: "cases", filter: counted,
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["get", "count"], 2, 11, 100, 18, 10000, 26],
      "circle-color": colour("surface"), "circle-stroke-color": colour("ink-2"), "circle-stroke-width": 1.5,
    },
  });
  map.addLayer({
    id: "counts", type: "symbol", source: "cases", filter: counted,
    layout: { "text-field": ["to-string", ["get", "count"]], "text-font": ["sans-serif"], "text-size": 12, "text-allow-overlap": true },
    paint: { "text-color": colour("ink") },
  });
  map.addLayer({
    id: "overdue", type: "symbol", source: "cases", filter: ["all", counted, [">", ["get", "late"], 0]],
    layout: { "icon-image": "mark-late", "icon-size": 0.55, "icon-offset": [20, -20], "icon-allow-overlap": true },
  });
}

/**
 * @param {Ground} map
 * @param {HTMLElement} panel
 */
function fills(map, panel) {
  let asked = 0;
  const { onto, from } = system(panel.dataset.system);
  return async () => {
    asked += 1;
    const mine = asked;
    const box = map.getBounds();
    const url = new URL(panel.dataset.cases ?? "", location.href);
    const corners = [...from([box.getWest(), box.getSouth()]), ...from([box.getEast(), box.getNorth()])];
    url.searchParams.set("box", corners.map((n) => n.toFixed(5)).join(","));
    url.searchParams.set("zoom", String(Math.floor(map.getZoom())));
    const answer = await fetch(url, { headers: { "X-Part": "1" } }).catch(() => null);
    if (!answer?.ok || mine !== asked) return; // where nobody answers, what is drawn stays
    const found = await answer.json();
    for (const feature of found.features) feature.properties.chosen = feature.properties.number === panel.dataset.case;
    /** @type {Source} */ (map.getSource("cases")).setData(moved(found, onto));
  };
}

/**
 * @param {Ground} map
 * @param {HTMLElement} panel
 */
function opens(map, panel) {
  map.on("click", "cases", (event) => {
    const number = event.features?.[0].properties.number;
    if (document.querySelector("#mid")) document.dispatchEvent(new CustomEvent("open-case", { detail: number }));
    else location.assign((panel.dataset.open ?? "").replace("NUMBER", number));
  });
  map.on("click", "cells", (event) => map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 }));
  for (const layer of ["cases", "cells"]) {
    map.on("mouseenter", layer, () => map.getCanvas().classList.add("over-mark"));
    map.on("mouseleave", layer, () => map.getCanvas().classList.remove("over-mark"));
  }
}

/** @param {HTMLElement} panel */
export function caseMap(panel) {
  const map = ground(panel);
  const fill = fills(map, panel);
  map.on("load", () => {
    if (panel.dataset.cases) {
      layers(map);
      void fill();
      map.on("moveend", fill);
      opens(map, panel);
      panel.addEventListener("chosen", () => void fill()); // one may choose before it is drawn
    }
    panel.dataset.ready = "1";
  });
  return map;
}
