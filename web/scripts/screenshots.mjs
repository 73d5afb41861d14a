// SPDX-License-Identifier: Apache-2.0
// Takes pictures of every page of a running server (LOCKSTEP_URL, LOCKSTEP_EMAIL, LOCKSTEP_PASSWORD), in both languages, themes and
// widths, into screenshots/. `./dev demo` is a good one: both apps simulated, people that keep changing.
// SCREENS=home,plan limits which; VARIANTS=en-light-1440 limits how.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withBrowser } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const url = process.env.LOCKSTEP_URL;
if (url === undefined) {
    console.error('screenshots: LOCKSTEP_URL names no server (./dev demo is one)');
    process.exit(77);
}

const all_screens = [
    ['home', '/'],
    ['records', '/records'],
    ['plan', '/plan'],
    ['events', '/events'],
    ['issues', '/issues'],
    ['matches', '/issues/matches'],
    ['conflicts', '/issues/conflicts'],
    ['mapping', '/mapping'],
    ['connections', '/connections'],
    ['catalogue', '/catalogue'],
    ['sandbox', '/sandbox'],
    ['sandbox_faults', '/sandbox/faults'],
    ['settings', '/settings'],
    ['pair', '/syncs/new'],
    ['no_page', '/nowhere'],
];

const heights = { 1440: 900, 390: 844 };

const only = process.env.SCREENS?.split(',');
const screens = all_screens.filter(([name]) => only === undefined || only.includes(name));
const variants = ['en', 'fr']
    .flatMap((language) =>
        ['light', 'dark'].flatMap((theme) =>
            [1440, 390].map((width) => ({ language, theme, width, name: `${language}-${theme}-${width}` })),
        ),
    )
    .filter(({ name }) => process.env.VARIANTS === undefined || process.env.VARIANTS.split(',').includes(name));

mkdirSync(`${root}screenshots`, { recursive: true });
await withBrowser(async (context) => {
    const page = context.pages()[0] ?? (await context.newPage());
    const complaints = [];
    page.on('console', (message) => {
        if (message.type() === 'error' && !/status of (401|404|403)/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    if (process.env.LOCKSTEP_EMAIL !== undefined) {
        await context.request.post(`${url}/api/v1/session`, {
            headers: { 'X-Lockstep-Request': '1' },
            data: { email: process.env.LOCKSTEP_EMAIL, password: process.env.LOCKSTEP_PASSWORD },
        });
    }
    for (const variant of variants) {
        await page.setViewportSize({ width: variant.width, height: heights[variant.width] });
        await page.goto(`${url}/favicon.svg`);
        await page.evaluate(({ language, theme }) => {
            localStorage.setItem('lockstep.language', language);
            localStorage.setItem('lockstep.theme', theme);
        }, variant);
        for (const [name, path] of screens) {
            await page.goto(url + path);
            await page.waitForTimeout(1_100);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (wide > 0) complaints.push(`${name} ${variant.name}: ${wide} px wider than the window`);
            // A long page is shown whole, in a window as tall as it is, so that what is fixed stands at its edges.
            const tall = ['records', 'events'].includes(name)
                ? 0
                : await page.evaluate(
                      () => (document.querySelector('[role=dialog] section') ?? document.documentElement).scrollHeight,
                  );
            if (tall > heights[variant.width]) {
                await page.setViewportSize({ width: variant.width, height: tall });
                await page.waitForTimeout(150);
            }
            await page.screenshot({ path: `${root}screenshots/${name}-${variant.name}.png` });
            await page.setViewportSize({ width: variant.width, height: heights[variant.width] });
        }
    }
    console.log(`screenshots: ${screens.length * variants.length} in web/screenshots`);
    for (const complaint of new Set(complaints)) console.log(`  ${complaint}`);
    if (complaints.length > 0) process.exitCode = 1;
});
