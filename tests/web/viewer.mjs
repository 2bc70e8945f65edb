// Clicks through the sandbox viewer as a visitor does; prints what it saw as one line of JSON. Arguments: address, Chromium.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve(import.meta.dirname, "../../teams_app/package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [address, executablePath] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const faults = [];

async function open(width, height, colorScheme) {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (said) => {
    if (said.type() === "error") faults.push(said.text());
  });
  await page.goto(address);
  await page.locator(".person").first().waitFor();
  return page;
}

/** What axe finds wrong, and whether anything is wider than the screen. */
async function look(page, where) {
  // evaluate() runs outside the page's content policy, which forbids eval and outside scripts.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run()).violations.map((one) => one.id));
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [...found.map((id) => `${where}: ${id}`), ...(isTooWide ? [`${where}: scrolls sideways`] : [])];
}

const saw = { violations: [] };
const page = await open(1280, 800, "light");
saw.people = await page.locator(".person").count();
saw.violations.push(...(await look(page, "start")));
await page.getByRole("searchbox").fill("Maya");
await page.locator(".person").first().click();
await page.locator(".message .card").first().waitFor();
saw.greeting = await page.locator(".message .card").first().innerText();
const answered = page.waitForResponse((answer) => answer.url().endsWith("/press"));
await page.locator(".ac-pushButton").first().click();
saw.pressed = (await answered).status();
await page.locator('[role="switch"][aria-checked="true"]').waitFor();
await page.getByRole("button", { name: "help", exact: true }).click();
await page.locator(".message.own").waitFor();
const day = await page.locator(".clock-day").innerText();
await page.getByRole("button", { name: "Next day" }).click();
await page.locator(".clock-day", { hasNotText: day }).waitFor({ timeout: 120_000 });
await page.locator(".spinner").waitFor({ state: "detached", timeout: 120_000 });
saw.days = [day, await page.locator(".clock-day").innerText()];
saw.violations.push(...(await look(page, "chat and calendar")));
await page.getByRole("tab", { name: "Channel" }).click();
saw.violations.push(...(await look(page, "channel")));

const phone = await open(390, 844, "dark");
await phone.locator(".person", { hasText: "Maya" }).click();
await phone.locator(".message").first().waitFor();
saw.violations.push(...(await look(phone, "phone, chat")));
for (const part of ["Calendar", "Channel", "Colleagues"]) {
  await phone.locator(".views").getByRole("button", { name: part }).click();
  saw.violations.push(...(await look(phone, `phone, ${part}`)));
}
await browser.close();
console.log(JSON.stringify({ ...saw, faults }));
