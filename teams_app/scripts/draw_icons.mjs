// Draws manifest/icons/*.svg as PNG with a Chromium (CHROMIUM, or `chromium` on the PATH) and gives the viewer its picture.
import { copyFileSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const here = import.meta.dirname;
const icons = resolve(here, "../../manifest/icons");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
for (const [name, size] of [
  ["color", 192],
  ["outline", 32],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(resolve(icons, `${name}.svg`), "utf8");
  await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: resolve(icons, `${name}.png`), omitBackground: true });
  await page.close();
}
await browser.close();
copyFileSync(resolve(icons, "color.svg"), resolve(here, "../viewer/public/potluck.svg"));
