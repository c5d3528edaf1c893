// A border draft on the map: what would change, its faults, and the outline being drawn.
// The corners stand in the form as numbers; the map writes them there and reads them.

import {
  TerraDraw, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPolygonMode, TerraDrawSelectMode,
  TerraDrawSessionUndoRedo, TerraDrawUndoRedoKeyboardShortcuts,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

import { all, one } from "./dom.js";
import { moved, system } from "./datum.js";
import { ground } from "./ground.js";
import { tokens } from "./marks.js";
import { closed, DIGITS, isHole, opened, read, ringsOf, round, written } from "./rings.js";
import { sides } from "./sides.js";

/** @typedef {import("maplibre-gl").Map} Ground */
/** @typedef {import("geojson").FeatureCollection} Features */
/** @typedef {import("geojson").Position} Position */
/** @typedef {import("./rings.js").Ring} Ring */

const NEAR = 14; // pixels within which a corner snaps to one of a neighbour
const MOST = 700; // corners of an outline drawn by hand
const DRAWN = /** @type {Record<string, string>} */ ({ redraw: "select", found: "polygon", split: "linestring", shift: "linestring" });

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

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (one(`form[data-steps] [name="${name}"]`));
const chosenAct = () => /** @type {HTMLInputElement | null} */ (one('form[data-steps] [name="act"]:checked'))?.value ?? "";

/** @param {Ground} map @param {Features} outlines */
function drawer(map, outlines) {
  const colour = /** @type {any} */ (tokens());
  const accent = colour("accent");
  const toCustom = snaps(outlines);
  const land = colour("m-land");
  const fill = (/** @type {any} */ feature) => (feature.properties.hole ? land : accent);
  const tint = (/** @type {any} */ feature) => (feature.properties.hole ? 0.75 : 0.16);
  const look = { fillColor: fill, fillOpacity: tint, outlineColor: accent, outlineWidth: 2.6 };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DIGITS }),
    modes: [
      new TerraDrawPolygonMode({ snapping: { toCustom }, styles: /** @type {any} */ (look) }),
      new TerraDrawLineStringMode({ snapping: { toCustom }, styles: /** @type {any} */ ({ lineStringColor: accent, lineStringWidth: 3 }) }),
      new TerraDrawSelectMode({
        flags: { polygon: { feature: { draggable: false, coordinates: { midpoints: true, draggable: true, deletable: true, snappable: { toCustom } } } } },
        styles: /** @type {any} */ ({ selectedPolygonColor: fill, selectedPolygonFillOpacity: tint, selectedPolygonOutlineColor: accent, selectionPointColor: accent }),
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

/** What is asked of the sides: the form as far as it is filled in. */
function told() {
  const body = new FormData();
  body.append("act", chosenAct());
  for (const name of ["area", "name", "corners"]) body.append(name, field(name).value);
  return body;
}

/** @param {TerraDraw} draw @returns {any[]} what somebody has finished drawing */
const finished = (draw) =>
  draw.getSnapshot().filter(({ properties }) => ["polygon", "linestring"].includes(String(properties.mode)) && !properties.currentlyDrawing);

/** @param {TerraDraw} draw @param {Ring[]} rings */
function putRings(draw, rings) {
  const features = rings.map((ring) => ({
    type: /** @type {const} */ ("Feature"), geometry: { type: /** @type {const} */ ("Polygon"), coordinates: [closed(ring)] },
    properties: { mode: "polygon", hole: isHole(ring, rings) },
  }));
  const [first] = draw.addFeatures(features);
  if (first?.valid && first.id !== undefined) draw.selectFeature(first.id);
}

/** @param {TerraDraw} draw @param {Ring} line */
function putLine(draw, line) {
  draw.addFeatures([{ type: "Feature", geometry: { type: "LineString", coordinates: line }, properties: { mode: "linestring" } }]);
}

/** @param {TerraDraw} draw a new line takes the place of the one before; rings stay together */
function drawnNow(draw) {
  const shapes = finished(draw);
  const lines = shapes.filter((feature) => feature.geometry.type === "LineString");
  if (lines.length > 1) draw.removeFeatures(lines.slice(0, -1).map((feature) => feature.id));
  if (lines.length > 0) return [lines[lines.length - 1].geometry.coordinates];
  return shapes.map((feature) => opened(feature.geometry.coordinates[0]));
}

/**
 * Tie the form and the map together: an act has its way of drawing, an area its outline.
 * @param {TerraDraw} draw
 * @param {Features} outlines
 * @param {HTMLElement} panel
 */
function ties(draw, outlines, panel) {
  const measured = sides(panel.dataset.measure ?? "", told);
  const { onto, from } = system(panel.dataset.system);
  const onMap = (/** @type {Ring} */ ring) => ring.map((place) => /** @type {Position} */ (onto(/** @type {any} */ (place)).map(round)));
  const offMap = (/** @type {Ring} */ ring) => ring.map((place) => /** @type {Position} */ (from(/** @type {any} */ (place))));
  const isLine = () => ["split", "shift"].includes(chosenAct());
  const standing = () => {
    const outline = outlines.features.find((feature) => String(feature.id) === field("area").value)?.geometry;
    const rings = outline ? ringsOf(outline) : [];
    return rings.flat().length <= MOST ? rings : [];
  };
  const begin = () => {
    draw.clear();
    draw.setMode(DRAWN[chosenAct()] ?? "select");
    const rings = chosenAct() === "redraw" ? standing() : [];
    if (rings.length) {
      putRings(draw, rings.map(onMap));
      draw.clearUndoRedoHistory();
      field("corners").value = written(rings);
    }
    measured();
  };
  const write = () => {
    const drawn = drawnNow(draw);
    if (!drawn.length) return;
    field("corners").value = written(drawn.map(offMap));
    measured();
  };
  const readBack = () => {
    const rings = read(field("corners").value);
    if (!rings.length || rings.some((ring) => ring.length < (isLine() ? 2 : 3))) return;
    draw.clear();
    if (isLine()) putLine(draw, onMap(rings[0]));
    else {
      draw.setMode("select");
      putRings(draw, rings.map(onMap));
    }
    measured();
  };
  const rest = (/** @type {any} */ id) => {
    write();
    if (isLine() || draw.getMode() !== "polygon") return;
    draw.setMode("select");
    draw.selectFeature(id);
  };
  draw.on("finish", rest);
  draw.on("change", (_ids, type) => type !== "styling" && chosenAct() === "redraw" && write());
  draw.on("history", () => chosenAct() === "redraw" && write());
  field("corners").addEventListener("change", readBack);
  for (const input of [...all('form[data-steps] [name="act"]'), field("area")]) input.addEventListener("change", begin);
  ringButtons(draw, write);
  if (field("corners").value) readBack();
  else begin();
}

/** A hole, or a piece apart, is one ring more. @param {TerraDraw} draw @param {() => void} write */
function ringButtons(draw, write) {
  const more = /** @type {HTMLButtonElement | null} */ (one("[data-ring-more]"));
  const less = /** @type {HTMLButtonElement | null} */ (one("[data-ring-less]"));
  if (!more || !less) return;
  /** @type {any} */
  let chosen;
  const show = () => {
    more.disabled = !["redraw", "found"].includes(chosenAct());
    less.disabled = chosen === undefined || finished(draw).length < 2;
  };
  more.addEventListener("click", () => draw.setMode("polygon"));
  less.addEventListener("click", () => {
    draw.removeFeatures([chosen]);
    chosen = undefined;
    write();
    show();
  });
  draw.on("select", (id) => {
    chosen = id;
    show();
  });
  draw.on("deselect", () => {
    chosen = undefined;
    show();
  });
  for (const input of all('form[data-steps] [name="act"]')) input.addEventListener("change", show);
  show();
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
    const { onto } = system(panel.dataset.system);
    layers(map, moved(JSON.parse(one("#drawing")?.textContent ?? "null"), onto));
    if (panel.dataset.draws) {
      const answer = await fetch(panel.dataset.outlines ?? "", { headers: { "X-Part": "1" } }).catch(() => null);
      const outlines = answer?.ok ? await answer.json() : { type: "FeatureCollection", features: [] };
      const draw = drawer(map, moved(outlines, onto));
      undoes(draw);
      ties(draw, outlines, panel);
    }
    panel.dataset.ready = "1";
  });
}
