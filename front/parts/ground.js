// The ground of every map: land, borders of areas, their names, from our own server; below
// them the base map, where a setting names one. The map is in the system of that one.

import { Map as Ground, setWorkerUrl } from "maplibre-gl";

import { baseMap } from "./basemap.js";
import { system } from "./datum.js";
import { tokens } from "./marks.js";

setWorkerUrl(new URL("./map-worker.js", import.meta.url).href);

/** @typedef {import("maplibre-gl").StyleSpecification} Style */

const FAMILY = ["Noto Sans SC", "sans-serif"];

/**
 * @param {string} tiles address of the area tiles
 * @param {number} chosen key of the area to stand out, 0 for none
 * @param {string | undefined} below what is told of the base map
 * @returns {Style}
 */
function style(tiles, chosen, below) {
  const colour = tokens();
  const base = baseMap(below, colour);
  const fine = ["==", ["get", "fine"], 1];
  const it = ["==", ["get", "id"], chosen];
  return /** @type {Style} */ ({
    version: 8,
    sources: { ...base?.sources, areas: { type: "vector", tiles: [tiles], minzoom: 0, maxzoom: 16 } },
    layers: [
      { id: "far", type: "background", paint: { "background-color": colour("m-far") } },
      ...(base?.layers ?? [{
        id: "land", type: "fill", source: "areas", "source-layer": "areas",
        filter: ["==", ["get", "level"], 1],
        paint: { "fill-color": colour("m-land") },
      }]),
      {
        id: "tint", type: "fill", source: "areas", "source-layer": "areas", filter: it,
        paint: { "fill-color": colour("accent"), "fill-opacity": 0.09 },
      },
      {
        id: "edge", type: "line", source: "areas", "source-layer": "areas", filter: fine,
        layout: { "line-cap": "round" },
        paint: { "line-color": colour("m-grid"), "line-width": 1.3, "line-dasharray": [0.1, 2.6] },
      },
      {
        id: "rim", type: "line", source: "areas", "source-layer": "areas",
        filter: ["!", fine], layout: { "line-join": "round" },
        paint: {
          "line-color": colour("m-grid"),
          "line-width": ["case", ["==", ["get", "level"], 1], 2.2, ["==", ["get", "level"], 2], 1.8, 1.4],
        },
      },
      {
        id: "chosen", type: "line", source: "areas", "source-layer": "areas", filter: it,
        layout: { "line-join": "round" },
        paint: { "line-color": colour("accent"), "line-width": 2.6 },
      },
      {
        id: "names", type: "symbol", source: "areas", "source-layer": "names",
        layout: {
          "text-field": ["get", "name"], "text-font": FAMILY, "text-size": 12,
          "text-max-width": 8, "text-padding": 6,
        },
        paint: { "text-color": colour("m-label"), "text-halo-color": colour("m-halo"), "text-halo-width": 1.8 },
      },
    ],
  });
}

/** @param {string | undefined} text @returns {number[]} */
export const numbers = (text) => (text ?? "").split(",").filter(Boolean).map(Number);

/**
 * A panel finds its size while the page is laid out: until somebody moves the map, the
 * whole of its first view stays in it.
 * @param {Ground} map
 * @param {() => void} fit
 */
function fitsAgain(map, fit) {
  let untouched = true;
  for (const moved of /** @type {const} */ (["dragstart", "zoomstart"]))
    {map.on(moved, (event) => {
      if (!("ours" in event)) untouched = false;
    });}
  map.on("resize", () => {
    if (untouched) fit();
  });
}

/**
 * Lay a map into its panel.
 * @param {HTMLElement} panel
 * @returns {Ground}
 */
export function ground(panel) {
  const canvas = document.createElement("div");
  canvas.className = "maplibregl-map canvas";
  panel.prepend(canvas);
  const [west, south, east, north] = numbers(panel.dataset.box);
  const { onto } = system(panel.dataset.system);
  const around = /** @type {[[number, number], [number, number]]} */ ([onto([west, south]), onto([east, north])]);
  const first = { padding: 24, maxZoom: 16, animate: false };
  const map = new Ground({
    container: canvas,
    style: style(new URL(panel.dataset.tiles ?? "", location.href).href.replace(/%7B/g, "{").replace(/%7D/g, "}"), Number(panel.dataset.area ?? 0), panel.dataset.base),
    bounds: around,
    fitBoundsOptions: first,
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    fadeDuration: 0,
    locale: { "Map.Title": panel.dataset.label ?? "" },
  });
  map.touchZoomRotate.disableRotation();
  fitsAgain(map, () => map.fitBounds(around, first, { ours: true }));
  for (const button of panel.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => map.zoomTo(map.getZoom() + Number(button.getAttribute("data-zoom"))));
  return map;
}
