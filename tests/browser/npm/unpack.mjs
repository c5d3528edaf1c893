// Unpack the Chromium that comes by npm into the folder given: no root, no download.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const target = process.argv[2];
const packed = new URL("node_modules/@sparticuz/chromium/bin/", import.meta.url);
const unpacked = (name) => brotliDecompressSync(readFileSync(new URL(`${name}.br`, packed)));

mkdirSync(target, { recursive: true });
for (const archive of ["al2023.tar", "swiftshader.tar"])
  execFileSync("tar", ["-x", "-C", target], { input: unpacked(archive) });
writeFileSync(join(target, "chromium"), unpacked("chromium"));
chmodSync(join(target, "chromium"), 0o755);
