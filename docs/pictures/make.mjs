// Takes the README's picture: the demo's viewer after some weeks and a day, as one colleague sees it.
//
//   uv run potluck demo --seed 7                                       (in another terminal, freshly started)
//   node docs/pictures/make.mjs http://127.0.0.1:3979 [COLLEAGUE] [WEEKS]
//
// Needs `npm ci` in teams_app, and a Chromium (CHROMIUM, by default /usr/bin/chromium).
import { createRequire } from "node:module";
import { resolve } from "node:path";

const here = import.meta.dirname;
const { chromium } = createRequire(resolve(here, "../../teams_app/package.json"))("playwright-core");
const [address, colleague = "Maya", weeks = "2"] = process.argv.slice(2);
if (!address) {
  console.error("Give the address that `potluck demo` prints, such as http://127.0.0.1:3979.");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
await page.goto(address);
await page.getByRole("searchbox").fill(colleague);
await page.locator(".person").first().click();
await page.getByRole("searchbox").fill("");
await page.locator(".message").first().waitFor();

const letPass = async (step) => {
  await page.getByRole("button", { name: step }).click();
  await page.locator(".spinner").waitFor({ timeout: 10_000 });
  await page.locator(".spinner").waitFor({ state: "detached", timeout: 300_000 });
};
for (let week = 0; week < Number(weeks); week += 1) await letPass("Next week");
// From here on the colleague waits for us, so the picture shows a card with its buttons.
await page.getByRole("switch").click();
await page.locator('[role="switch"][aria-checked="true"]').waitFor();
await letPass("Next day");
await page.mouse.move(0, 0);
await page.waitForTimeout(2500); // the page asks for news every 1.5 s, and its marks of what is new fade
await page.screenshot({ path: resolve(here, "viewer.png") });
await browser.close();
