// A pin that a resident moves: by dragging, by tapping, by arrow buttons, or not at all.

import { Marker } from "maplibre-gl";

import { system } from "./datum.js";
import { ground, numbers } from "./ground.js";
import { make, one } from "./dom.js";

const STEP = 0.00009; // about ten metres

/** @returns {HTMLElement} */
function drawnPin() {
  const pin = make("div", { class: "pin" });
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 26 36");
  const drop = document.createElementNS(space, "path");
  drop.setAttribute("d", "M13 36S0 22 0 12a13 13 0 0 1 26 0c0 10-13 24-13 24z");
  const eye = document.createElementNS(space, "circle");
  for (const [name, value] of [["cx", "13"], ["cy", "12"], ["r", "4.5"]]) eye.setAttribute(name, value);
  svg.append(drop, eye);
  pin.append(svg);
  return pin;
}

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement | null} */ (one(`input[name="${name}"]`));

/**
 * @param {number} lon
 * @param {number} lat
 * @param {string} accuracy
 */
function keep(lon, lat, accuracy) {
  for (const [name, value] of [["lon", lon.toFixed(6)], ["lat", lat.toFixed(6)], ["accuracy", accuracy]]) {
    const there = field(name);
    if (there) there.value = value;
  }
  document.dispatchEvent(new CustomEvent("moved"));
}

/** @param {HTMLElement} panel */
export function pinMap(panel) {
  const map = ground(panel);
  const pin = new Marker({ element: drawnPin(), anchor: "bottom", draggable: true });
  const { onto, from } = system(panel.dataset.system);
  const pinned = () => from(/** @type {[number, number]} */ (pin.getLngLat().toArray()));
  /**
   * @param {[number, number]} place in WGS 84, as it is kept
   * @param {string} [accuracy]
   */
  const put = (place, accuracy = "0") => {
    pin.setLngLat(onto(place)).addTo(map);
    keep(...place, accuracy);
  };
  const [lon, lat] = numbers(panel.dataset.pin);
  if (lat !== undefined) {
    pin.setLngLat(onto([lon, lat])).addTo(map);
    map.jumpTo({ center: onto([lon, lat]), zoom: 16 });
  }
  map.on("load", () => (panel.dataset.ready = "1"));
  map.on("click", (event) => put(from([event.lngLat.lng, event.lngLat.lat])));
  pin.on("dragend", () => keep(...pinned(), "0"));
  for (const button of document.querySelectorAll("[data-step]"))
    {button.addEventListener("click", () => {
      const [right, up] = numbers(button.getAttribute("data-step") ?? "");
      const [east, north] = field("lon")?.value ? pinned() : from(/** @type {[number, number]} */ (map.getCenter().toArray()));
      put([east + right * STEP, north + up * STEP]);
    });}
  document.addEventListener("found-me", (event) => {
    const { longitude, latitude, accuracy } = /** @type {CustomEvent<GeolocationCoordinates>} */ (event).detail;
    put([longitude, latitude], String(Math.round(accuracy)));
    map.jumpTo({ center: onto([longitude, latitude]), zoom: 17 });
  });
}
