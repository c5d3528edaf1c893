// The state of a case as a mark on the map: by shape first, then by colour.

const SIZE = 26;
const RATIO = 2;

/** Colours of the look, as this page has them now. @returns {(name: string) => string} */
export function tokens() {
  const style = getComputedStyle(document.body);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} radius
 */
function disc(pen, radius) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
}

/** @param {CanvasRenderingContext2D} pen @param {[number, number][]} corners */
function shape(pen, corners) {
  pen.beginPath();
  corners.forEach(([x, y], number) => (number ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

/** @typedef {(pen: CanvasRenderingContext2D, colour: (name: string) => string) => void} Draw */

/** @type {Record<string, Draw>} */
export const DRAWINGS = {
  new: (pen, colour) => {
    pen.strokeStyle = colour("accent");
    disc(pen, 7);
    pen.fill();
    pen.stroke();
    pen.fillStyle = colour("accent");
    disc(pen, 2.5);
    pen.fill();
  },
  run: (pen, colour) => {
    pen.strokeStyle = colour("ink-2");
    disc(pen, 7);
    pen.fill();
    pen.stroke();
    pen.fillStyle = colour("ink-2");
    pen.beginPath();
    pen.arc(0, 0, 7, -Math.PI / 2, Math.PI / 2);
    pen.fill();
  },
  soon: (pen, colour) => {
    pen.strokeStyle = colour("soon");
    pen.fillStyle = colour("soon-soft");
    shape(pen, [[0, -9], [9, 7], [-9, 7]]);
    pen.fill();
    pen.stroke();
  },
  late: (pen, colour) => {
    pen.strokeStyle = colour("surface");
    pen.fillStyle = colour("late");
    shape(pen, [[0, -10], [10, 0], [0, 10], [-10, 0]]);
    pen.fill();
    pen.stroke();
  },
  rest: (pen, colour) => {
    pen.strokeStyle = colour("rest");
    disc(pen, 7);
    pen.fill();
    pen.stroke();
    pen.beginPath();
    for (const x of [-2, 2]) {
      pen.moveTo(x, -3);
      pen.lineTo(x, 3);
    }
    pen.stroke();
  },
  done: (pen, colour) => {
    pen.strokeStyle = colour("ok");
    disc(pen, 6);
    pen.fill();
    pen.stroke();
    pen.beginPath();
    pen.moveTo(-2.8, 0.2);
    pen.lineTo(-0.7, 2.4);
    pen.lineTo(3, -2.2);
    pen.stroke();
  },
  ring: (pen, colour) => {
    pen.strokeStyle = colour("accent");
    pen.lineWidth = 2.5;
    disc(pen, 11.5);
    pen.stroke();
  },
};

/**
 * Draw one mark.
 * @param {string} name
 * @returns {ImageData}
 */
export function drawn(name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * RATIO;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const colour = tokens();
  pen.scale(RATIO, RATIO);
  pen.translate(SIZE / 2, SIZE / 2);
  pen.lineWidth = 2;
  pen.lineJoin = "round";
  pen.fillStyle = colour("surface");
  DRAWINGS[name](pen, colour);
  return pen.getImageData(0, 0, SIZE * RATIO, SIZE * RATIO);
}
