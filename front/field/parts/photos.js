// A photo as it is sent: upright, 1600 pixels, without what the camera wrote along.

const LONGEST = 1600;
const QUALITY = 0.75;

/** @param {number} wide @param {number} high */
function fitted(wide, high) {
  const shrink = Math.min(1, LONGEST / Math.max(wide, high));
  return { width: Math.max(1, Math.round(wide * shrink)), height: Math.max(1, Math.round(high * shrink)) };
}

/**
 * Draw a picture anew; what is none throws.
 * @param {Blob} file
 * @returns {Promise<ArrayBuffer>}
 */
export async function redrawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { width, height } = fitted(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no room to draw");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  const drawn = await new Promise((done) => {
    canvas.toBlob(done, "image/jpeg", QUALITY);
  });
  if (!(drawn instanceof Blob)) throw new Error("not drawn");
  return drawn.arrayBuffer();
}
