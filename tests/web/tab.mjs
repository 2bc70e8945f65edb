// Opens the personal tab as the demo does; prints what it saw as one line of JSON. Arguments: sandbox, Chromium, a person, a host.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve(import.meta.dirname, "../../teams_app/package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [sandbox, executablePath, person, host, pictures] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const faults = [];
const saw = { faults, violations: [] };

async function open(address, { width = 1024, height = 900, ...look } = {}, expectsTrouble = false) {
  const page = await (await browser.newContext({ viewport: { width, height }, ...look })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (said) => {
    if (said.type() === "error" && !expectsTrouble) faults.push(said.text());
  });
  await page.goto(address);
  return page;
}

/** What axe finds wrong, and whether anything is wider than the screen. */
async function look(page, where) {
  // evaluate() runs outside the page's content policy, which forbids eval and outside scripts.
  await page.evaluate(axe);
  // Fluent's keyboard helper puts invisible stops around groups; they hand the focus on at once.
  const found = await page.evaluate(async () =>
    (await globalThis.axe.run({ exclude: ["[data-tabster-dummy]"] })).violations.map((one) => one.id),
  );
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  saw.violations.push(...found.map((id) => `${where}: ${id}`), ...(isTooWide ? [`${where}: scrolls sideways`] : []));
  if (pictures) await page.screenshot({ path: `${pictures}/${where.replaceAll(" ", "-")}.png`, fullPage: true });
}

const tabs = (page) => page.getByRole("tab").allInnerTexts();
const show = async (page, title) => {
  await page.getByRole("tab", { name: title, exact: true }).click();
  await page.locator(".fui-Spinner").first().waitFor({ state: "detached" });
};

const page = await open(`${sandbox}/sandbox/people/${person}/tab`);
await page.getByRole("heading", { level: 1 }).waitFor();
saw.hello = await page.getByRole("heading", { level: 1 }).innerText();
saw.tabs = await tabs(page);
await look(page, "next");
await show(page, "What others see");
saw.seen = await page.getByRole("tabpanel").innerText();
await look(page, "seen");
const download = page.waitForEvent("download");
await page.getByRole("button", { name: "As data" }).click();
saw.export = (await download).suggestedFilename();
await show(page, "My messages");
await page.getByRole("listitem").first().waitFor();
saw.firstMessage = await page.getByRole("listitem").first().innerText();
await look(page, "messages");
await show(page, "My settings");
await look(page, "settings");
await page.getByRole("radio", { name: "Not at all" }).check();
await page.getByRole("switch").check();
await page.getByRole("button", { name: "Save" }).click();
await page.getByRole("status").getByText("Saved.").waitFor();
saw.saved = await page.getByRole("status").innerText();
await show(page, "About");
await look(page, "about");

const wrong = await open(`${sandbox}/sandbox/people/${person}/tab`, {}, true);
await show(wrong, "My settings");
await wrong.getByLabel("I work").fill("whenever it suits");
await wrong.getByRole("button", { name: "Save" }).click();
saw.wrong = await wrong.getByRole("alert").innerText();
await look(wrong, "wrong");
await wrong.context().setOffline(true);
await show(wrong, "My messages");
saw.offline = await wrong.getByRole("alert").innerText();
await wrong.context().setOffline(false);
await wrong.getByRole("button", { name: "Try again" }).click();
await wrong.getByRole("listitem").first().waitFor();
await wrong.route("**/api/me/seen-by-others", (route) => route.fulfill({ status: 503, body: "" }));
await show(wrong, "What others see");
saw.away = await wrong.getByRole("alert").innerText();

const hers = await open(`${sandbox}/sandbox/people/${host}/tab`, { width: 320, height: 640, colorScheme: "dark" });
await hers.getByRole("tab").first().waitFor();
saw.hostTabs = await tabs(hers);
await look(hers, "narrow next");
for (const title of ["My mirror", "How it goes", "My settings", "What others see", "My messages"]) {
  await show(hers, title);
  await look(hers, `narrow ${title}`);
}

const address = new URL(page.url());
const nobody = await open(`${address.origin}/tab`, {}, true);
saw.nobody = await nobody.getByRole("alert").innerText();
await look(nobody, "nobody");
const forged = await open(`${address.origin}/tab#token=e30.e30.e30`, {}, true);
saw.forged = await forged.getByRole("alert").innerText();
await look(forged, "forged");

await browser.close();
console.log(JSON.stringify(saw));
