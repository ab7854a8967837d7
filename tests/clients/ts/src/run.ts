/**
 * `node run.ts node|browser SCENARIO WHERE ARGUMENTS`: run a scenario in this process, or in a page of
 * the browser that the environment names as CHROMIUM. Prints `said …` for each word on the way, and
 * `returned …` at the end.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";

const [kind, scenario = "", where = "", args = ""] = process.argv.slice(2);
const bundle = new URL("scenarios.js", import.meta.url);
const FLAGS = [
  "--js-flags=--expose-gc",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

type Scenario = (where: unknown, args: unknown, say: (word: string) => void) => Promise<unknown>;

const say = (word: string) => console.log("said", JSON.stringify(word));
const returned = await (kind === "browser" ? inBrowser() : inNode());
console.log("returned", JSON.stringify(returned));

async function inNode(): Promise<unknown> {
  const scenarios = (await import(bundle.href)) as Record<string, Scenario>;
  return await scenarios[scenario]?.(JSON.parse(where), JSON.parse(args), say);
}

async function inBrowser(): Promise<unknown> {
  // A page of another origin than the server's port, as an application in development is.
  const pages = createServer(async (request, response) => {
    const script = request.url === "/scenarios.js";
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script ? await readFile(bundle) : "<!doctype html><title>opsdeck</title>");
  });
  await new Promise<void>((listening) => pages.listen(0, "127.0.0.1", listening));
  const executablePath = process.env["CHROMIUM"];
  if (executablePath === undefined) throw new Error("CHROMIUM names no browser");
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.exposeFunction("say", say);
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    return await page.evaluate(
      async ([name, ...words]) => {
        const scenarios = (await import("/scenarios.js" as string)) as Record<string, Scenario>;
        const { say: tell } = globalThis as unknown as { say: (word: string) => void };
        return await scenarios[name ?? ""]?.(JSON.parse(words[0] ?? ""), JSON.parse(words[1] ?? ""), tell);
      },
      [scenario, where, args],
    );
  } finally {
    await browser.close();
    pages.close();
  }
}
