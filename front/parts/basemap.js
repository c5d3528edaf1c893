// The map under our own layers, where a setting names one: drawn quietly, ours stand out.

import { addProtocol } from "maplibre-gl";

/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {import("maplibre-gl").SourceSpecification} Source */
/** @typedef {(name: string) => string} Colour */
/** @typedef {{ kind: "vector" | "raster", tiles?: string[], archive?: string, zoom?: [number, number], layers?: string[] }} Told */

// What layers of the usual archives show; one of another name is not drawn but by lines.
/** @type {Record<string, string>} */
const SHOWS = {
  earth: "land", land: "land",
  landuse: "green", landcover: "green", park: "green", natural: "green",
  water: "water", waterway: "water", ocean: "water",
  buildings: "building", building: "building",
  roads: "road", transportation: "road", streets: "road", road: "road", boundaries: "border", boundary: "border",
  places: "name", place: "name", pois: "none", poi: "none", transportation_name: "name", water_name: "name",
};
const GREEN = ["park", "wood", "forest", "grass", "garden", "meadow", "scrub", "cemetery", "nature_reserve", "pitch", "playground", "recreation_ground"];

/** The reader of archives is fetched when a map needs it. */
let reader = /** @type {Promise<import("pmtiles").Protocol> | undefined} */ (undefined);

function readsArchives() {
  addProtocol("pmtiles", async (asked, stop) => {
    reader ??= import("pmtiles").then(({ Protocol }) => new Protocol());
    return /** @type {any} */ ((await reader).tile(asked, stop));
  });
}

/** @param {Told} told @returns {Record<string, Source>} */
function sources(told) {
  const here = (/** @type {string} */ address) => new URL(address, location.href).href.replace(/%7B/g, "{").replace(/%7D/g, "}");
  if (!told.archive)
    return Object.fromEntries((told.tiles ?? []).map((address, n) => [`base-${n}`, { type: "raster", tiles: [here(address)], tileSize: 256, maxzoom: 18 }]));
  readsArchives();
  const [minzoom, maxzoom] = told.zoom ?? [0, 14];
  const kind = /** @type {any} */ ({ type: told.kind, tiles: [`pmtiles://${here(told.archive)}/{z}/{x}/{y}`], minzoom, maxzoom });
  return { "base-0": told.kind === "raster" ? { ...kind, tileSize: 256 } : kind };
}

/** @param {string[]} names of sources @returns {Layer[]} */
function pictures(names) {
  const dark = getComputedStyle(document.body).colorScheme.includes("dark");
  const paint = dark ? { "raster-brightness-max": 0.5, "raster-saturation": -0.6 } : { "raster-saturation": -0.35 };
  return names.map((source) => ({ id: source, type: "raster", source, paint: { ...paint, "raster-fade-duration": 0 } }));
}

/** @type {Record<string, (id: string, layer: any, colour: Colour) => any[]>} */
const DRAWN = {
  land: (id, layer, colour) => [{ ...layer, id, type: "fill", paint: { "fill-color": colour("m-land") } }],
  green: (id, layer, colour) => [{
    ...layer, id, type: "fill", paint: { "fill-color": colour("m-park") },
    filter: ["in", ["coalesce", ["get", "kind"], ["get", "subclass"], ["get", "class"], ""], ["literal", GREEN]],
  }],
  water: (id, layer, colour) => [
    { ...layer, id, type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("m-water") } },
    { ...layer, id: `${id}-line`, type: "line", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour("m-water"), "line-width": 1.5 } },
  ],
  building: (id, layer, colour) => [{ ...layer, id, type: "fill", minzoom: 13, paint: { "fill-color": colour("m-bld") } }],
  road: (id, layer, colour) => [
    { ...layer, id: `${id}-edge`, type: "line", minzoom: 12, filter: ["==", ["geometry-type"], "LineString"], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colour("line-2"), "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 12, 1.6, 18, 15] } },
    { ...layer, id, type: "line", filter: ["==", ["geometry-type"], "LineString"], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colour("m-road"), "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 6, 0.4, 12, 1, 18, 13] } },
  ],
  border: (id, layer, colour) => [{ ...layer, id, type: "line", paint: { "line-color": colour("line-2"), "line-width": 1 } }],
  name: (id, layer, colour) => [{
    ...layer, id, type: "symbol",
    layout: { "text-field": ["coalesce", ["get", "name:zh"], ["get", "name"], ""], "text-font": ["Noto Sans SC", "sans-serif"], "text-size": 11, "text-max-width": 8 },
    paint: { "text-color": colour("ink-3"), "text-halo-color": colour("m-halo"), "text-halo-width": 1.2 },
  }],
  none: () => [],
};
const ORDER = ["land", "green", "water", "border", "building", "road", "name", "none"];

/** @param {string[]} names of layers @param {Colour} colour @returns {Layer[]} */
function shapes(names, colour) {
  const shows = (/** @type {string} */ name) => SHOWS[name] ?? "border";
  return [...names].sort((one, other) => ORDER.indexOf(shows(one)) - ORDER.indexOf(shows(other)))
    .flatMap((name) => DRAWN[shows(name)](`base-${name}`, { source: "base-0", "source-layer": name }, colour));
}

/**
 * Sources and layers below ours; none without a base map.
 * @param {string | undefined} said what a panel is told
 * @param {Colour} colour
 * @returns {{ sources: Record<string, Source>, layers: Layer[] } | null}
 */
export function baseMap(said, colour) {
  if (!said) return null;
  const told = /** @type {Told} */ (JSON.parse(said));
  const found = sources(told);
  return { sources: found, layers: told.kind === "raster" ? pictures(Object.keys(found)) : shapes(told.layers ?? [], colour) };
}
