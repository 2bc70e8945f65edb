// Builds both pages into a temporary folder and fails when the committed ones differ.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const here = resolve(import.meta.dirname, "..");
const committed = {
  viewer: resolve(here, "../bot_service/sandbox/viewer"),
  tab: resolve(here, "../bot_service/web/pages/tab"),
};
const out = mkdtempSync(join(tmpdir(), "potluck-build-"));
const vite = resolve(here, "node_modules/vite/bin/vite.js");
const different = [];
try {
  for (const [page, folder] of Object.entries(committed)) {
    execFileSync(process.execPath, [vite, "build", "--mode", page, "--logLevel", "warn"], {
      cwd: here,
      env: { ...process.env, OUT_DIR: out },
      stdio: "inherit",
    });
    const fresh = join(out, page);
    for (const name of new Set([...readdirSync(fresh), ...readdirSync(folder)])) {
      if (read(fresh, name) !== read(folder, name)) different.push(`${page}/${name}`);
    }
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
if (different.length > 0) {
  console.error(`The committed pages are not what the sources build: ${different.join(", ")}. Run \`npm run build\`.`);
  process.exit(1);
}
console.log("The committed pages are what the sources build.");

function read(folder, name) {
  try {
    return readFileSync(join(folder, name), "latin1");
  } catch {
    return undefined;
  }
}
