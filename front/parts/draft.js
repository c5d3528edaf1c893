// A border draft on the map: what would change, its faults, and the outline being drawn.
// The corners stand in the form as numbers; the map writes them there and reads them.

import {
  TerraDraw, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPolygonMode, TerraDrawSelectMode,
  TerraDrawSessionUndoRedo, TerraDrawUndoRedoKeyboardShortcuts,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

import { all, one } from "./dom.js";
import { ground } from "./ground.js";
import { tokens } from "./marks.js";

/** @typedef {import("maplibre-gl").Map} Ground */
/** @typedef {import("geojson").FeatureCollection} Features */
/** @typedef {import("geojson").Position} Position */

const NEAR = 14; // pixels within which a corner snaps to one of a neighbour
const DIGITS = 9;
const MOST = 700; // corners of an outline drawn by hand
const DRAWN = /** @type {Record<string, string>} */ ({ redraw: "select", found: "polygon", split: "linestring", shift: "linestring" });

/** @param {number} number */
const round = (number) => Number(number.toFixed(DIGITS));

/** @param {Ground} map @param {Features} drawing */
function layers(map, drawing) {
  const colour = tokens();
  map.addSource("drawing", { type: "geojson", data: drawing });
  const fault = /** @type {any} */ (["==", ["get", "what"], "fault"]);
  map.addLayer({
    id: "new-tint", type: "fill", source: "drawing", filter: ["!", fault],
    paint: { "fill-color": colour("accent"), "fill-opacity": 0.12 },
  });
  map.addLayer({
    id: "new-edge", type: "line", source: "drawing", filter: ["!", fault], layout: { "line-join": "round" },
    paint: { "line-color": colour("accent"), "line-width": 2.4, "line-dasharray": [3, 1.5] },
  });
  map.addLayer({
    id: "faults", type: "circle", source: "drawing", filter: fault,
    paint: { "circle-radius": 8, "circle-color": colour("late"), "circle-stroke-color": colour("surface"), "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "fault-names", type: "symbol", source: "drawing", filter: fault,
    layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 12, "text-offset": [0, 1.4], "text-allow-overlap": true },
    paint: { "text-color": colour("late"), "text-halo-color": colour("surface"), "text-halo-width": 1.8 },
  });
}

/** @param {unknown} geometry @returns {Position[]} every corner of an outline */
function corners(geometry) {
  const { coordinates } = /** @type {{ coordinates: any[] }} */ (geometry);
  return coordinates.flat(Infinity).reduce((found, number, n, flat) => (n % 2 ? found : [...found, [number, flat[n + 1]]]), []);
}

/** @param {Features} outlines the corner of a neighbour that is meant, if one is near */
const snaps = (outlines) => {
  const known = outlines.features.flatMap((feature) => corners(feature.geometry));
  return (/** @type {any} */ event, /** @type {any} */ context) => {
    let best;
    let least = NEAR;
    for (const [lon, lat] of known) {
      if (Math.abs(lon - event.lng) > 0.01 || Math.abs(lat - event.lat) > 0.01) continue;
      const { x, y } = context.project(lon, lat);
      const away = Math.hypot(x - event.containerX, y - event.containerY);
      if (away < least) [best, least] = [[round(lon), round(lat)], away];
    }
    return best;
  };
};

/** @param {Position[]} ring */
const written = (ring) => ring.map(([lon, lat]) => `${lon.toFixed(7)}, ${lat.toFixed(7)}`).join("\n");

/** @param {string} text @returns {Position[]} */
const read = (text) =>
  text.split("\n").map((line) => line.split(/[,，\t]/u).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite)).map(([lon, lat]) => [round(lon), round(lat)]);

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (one(`form[data-steps] [name="${name}"]`));
const chosenAct = () => /** @type {HTMLInputElement | null} */ (one('form[data-steps] [name="act"]:checked'))?.value ?? "";

/**
 * Say what lies in the outline, a moment after it was last changed.
 * @param {HTMLElement} panel
 */
function measures(panel) {
  const said = one("[data-measured]");
  let waiting = 0;
  return (/** @type {object | null} */ geometry) => {
    clearTimeout(waiting);
    if (!geometry || !said) return;
    waiting = window.setTimeout(async () => {
      const token = /** @type {HTMLInputElement} */ (one("[name=csrfmiddlewaretoken]")).value;
      const answer = await fetch(panel.dataset.measure ?? "", {
        method: "POST", body: JSON.stringify(geometry), headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
      });
      if (answer.ok || answer.status === 422) said.textContent = (await answer.json()).said;
    }, 250);
  };
}

/** @param {Ground} map @param {Features} outlines */
function drawer(map, outlines) {
  const colour = /** @type {any} */ (tokens());
  const accent = colour("accent");
  const toCustom = snaps(outlines);
  const look = { fillColor: accent, fillOpacity: 0.16, outlineColor: accent, outlineWidth: 2.6 };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DIGITS }),
    modes: [
      new TerraDrawPolygonMode({ snapping: { toCustom }, styles: /** @type {any} */ (look) }),
      new TerraDrawLineStringMode({ snapping: { toCustom }, styles: /** @type {any} */ ({ lineStringColor: accent, lineStringWidth: 3 }) }),
      new TerraDrawSelectMode({
        flags: { polygon: { feature: { draggable: false, coordinates: { midpoints: true, draggable: true, deletable: true, snappable: { toCustom } } } } },
        styles: /** @type {any} */ ({ selectedPolygonColor: accent, selectedPolygonFillOpacity: 0.16, selectedPolygonOutlineColor: accent, selectionPointColor: accent }),
      }),
    ],
    undoRedo: {
      modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo(),
      keyboardShortcuts: new TerraDrawUndoRedoKeyboardShortcuts(),
    },
  });
  draw.start();
  return draw;
}

/**
 * Tie the form and the map together: an act has its way of drawing, an area its outline.
 * @param {TerraDraw} draw
 * @param {Features} outlines
 * @param {HTMLElement} panel
 */
function ties(draw, outlines, panel) {
  const measured = measures(panel);
  let writing = false;
  const put = (/** @type {any} */ geometry) => {
    draw.clear();
    const [added] = draw.addFeatures([{ type: "Feature", geometry, properties: { mode: geometry.type === "Polygon" ? "polygon" : "linestring" } }]);
    if (added.valid && added.id !== undefined && geometry.type === "Polygon") draw.selectFeature(added.id);
  };
  const begin = () => {
    const mode = DRAWN[chosenAct()];
    draw.clear();
    draw.setMode(mode ?? "select");
    if (chosenAct() !== "redraw") return;
    const outline = outlines.features.find((feature) => String(feature.id) === field("area").value)?.geometry;
    if (outline?.type !== "Polygon" || outline.coordinates.length > 1 || outline.coordinates[0].length > MOST) return;
    const ring = outline.coordinates[0].map(([lon, lat]) => [round(lon), round(lat)]);
    put({ type: "Polygon", coordinates: [ring] });
    draw.clearUndoRedoHistory();
    field("corners").value = written(ring.slice(0, -1));
    measured({ type: "Polygon", coordinates: [ring] });
  };
  const write = () => {
    const drawn = draw.getSnapshot().filter((feature) => ["polygon", "linestring"].includes(String(feature.properties.mode)));
    const shape = drawn[drawn.length - 1]?.geometry;
    if (!shape || shape.type === "Point") return;
    writing = true;
    field("corners").value = written(shape.type === "Polygon" ? /** @type {Position[]} */ (shape.coordinates[0]).slice(0, -1) : /** @type {Position[]} */ (shape.coordinates));
    writing = false;
    measured(shape.type === "Polygon" ? shape : null);
  };
  const readBack = () => {
    const ring = read(field("corners").value);
    const flat = ["split", "shift"].includes(chosenAct());
    if (writing || ring.length < (flat ? 2 : 3)) return;
    const shape = flat ? { type: "LineString", coordinates: ring } : { type: "Polygon", coordinates: [[...ring, ring[0]]] };
    put(shape);
    measured(flat ? null : shape);
  };
  draw.on("finish", write);
  draw.on("change", (_ids, type) => type !== "styling" && chosenAct() === "redraw" && write());
  draw.on("history", () => chosenAct() === "redraw" && write());
  field("corners").addEventListener("change", readBack);
  for (const input of [...all('form[data-steps] [name="act"]'), field("area")]) input.addEventListener("change", begin);
  if (field("corners").value) readBack();
  else begin();
}

/** @param {TerraDraw} draw */
function undoes(draw) {
  const undo = /** @type {HTMLButtonElement | null} */ (one("[data-undo]"));
  const redo = /** @type {HTMLButtonElement | null} */ (one("[data-redo]"));
  const show = () => {
    if (undo) undo.disabled = !draw.canUndo();
    if (redo) redo.disabled = !draw.canRedo();
  };
  undo?.addEventListener("click", () => draw.undo());
  redo?.addEventListener("click", () => draw.redo());
  draw.on("history", show);
  show();
}

/** @param {HTMLElement} panel */
export function draftMap(panel) {
  const map = ground(panel);
  map.on("load", async () => {
    layers(map, JSON.parse(one("#drawing")?.textContent ?? "null"));
    if (panel.dataset.draws) {
      const answer = await fetch(panel.dataset.outlines ?? "", { headers: { "X-Part": "1" } });
      const outlines = answer.ok ? await answer.json() : { type: "FeatureCollection", features: [] };
      const draw = drawer(map, outlines);
      undoes(draw);
      ties(draw, outlines, panel);
    }
    panel.dataset.ready = "1";
  });
}
