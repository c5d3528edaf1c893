// Build the front end into the package: entries and styles of front/, the map's
// worker and the font of printed documents. Run by `make setup`.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const BUILT = "src/quincunx/web/static/built";
const FONTS = "src/quincunx/fonts/built";
const FLOOR = "chrome90"; // the oldest browser that must work

/** Files of a folder with this ending; folders beside them are parts, not entries. */
const entries = (folder, ending) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((found) => found.isFile() && found.name.endsWith(ending))
    .map((found) => join(folder, found.name));

const scripts = () =>
  build({
    entryPoints: [
      ...entries("front/entries", ".js"),
      { in: "maplibre-gl/dist/maplibre-gl-worker.mjs", out: "map-worker" },
    ].map((entry) => (typeof entry === "string" ? { in: entry, out: basename(entry, ".js") } : entry)),
    outdir: BUILT,
    bundle: true,
    splitting: true,
    chunkNames: "[name]-[hash]",
    format: "esm",
    minify: true,
    target: FLOOR,
    legalComments: "linked",
  });

/** The field app is one file, and one more that keeps it: a telephone takes both along. */
const field = () =>
  build({
    entryPoints: entries("front/field", ".js"),
    outdir: BUILT,
    bundle: true,
    format: "esm",
    minify: true,
    target: FLOOR,
    legalComments: "linked",
  });

const styles = () =>
  build({
    entryPoints: entries("front/look", ".css"),
    outdir: BUILT,
    bundle: true,
    minify: true,
    target: FLOOR,
    loader: { ".svg": "dataurl", ".png": "dataurl" },
  });

const copies = () => {
  mkdirSync(FONTS, { recursive: true });
  const fonts = "node_modules/@expo-google-fonts/noto-sans-sc";
  for (const [weight, name] of [["400Regular", "Regular"], ["600SemiBold", "SemiBold"]])
    cpSync(join(fonts, weight, `NotoSansSC_${weight}.ttf`), join(FONTS, `NotoSansSC-${name}.ttf`));
  cpSync(join(fonts, "LICENSE_FONT"), join(FONTS, "LICENSE"));
};

/** Name the build by what is in it; the addresses of static files carry the name. */
const stamp = () => {
  const hash = createHash("sha256");
  for (const file of readdirSync(BUILT).sort()) hash.update(file).update(readFileSync(join(BUILT, file)));
  writeFileSync(join(BUILT, "build.txt"), `${hash.digest("hex").slice(0, 12)}\n`);
};

/** Lay a packed copy beside each file that is smaller so; the server chooses. */
const packed = () => {
  for (const file of readdirSync(BUILT)) {
    const whole = readFileSync(join(BUILT, file));
    const small = gzipSync(whole, { level: 9 });
    if (small.length < whole.length * 0.9) writeFileSync(join(BUILT, `${file}.gz`), small);
  }
};

rmSync(BUILT, { recursive: true, force: true });
mkdirSync(BUILT, { recursive: true });
await Promise.all([scripts(), field(), styles()]);
copies();
stamp();
packed();
