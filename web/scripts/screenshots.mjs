// SPDX-License-Identifier: Apache-2.0
// Takes pictures of every screen, in both languages, themes and widths, into screenshots/. With LOCKSTEP_URL (and
// LOCKSTEP_EMAIL, LOCKSTEP_PASSWORD) from a running server; else from the mock with invented data, in all its scenes.
// SCREENS=home,plan limits which; VARIANTS=en-light-1440 limits how.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withBrowser } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const port = 21084;
const real = process.env.LOCKSTEP_URL;
const url = real ?? `http://127.0.0.1:${port}`;

const anne = 'lnk_01KPC9T6Y8Z1B3D5F7H9000000';
const phone_only = 'lnk_01KPC9T6Y8Z1B3D5F7H9000002';
const mock_screens = [
    ['setup', 'setup', '/'], ['sign_in', 'signed_out', '/'], ['syncs', 'several', '/'], ['no_page', 'running', '/nowhere'], ['pair', 'several', '/syncs/new'], ['home_empty', 'empty', '/'], ['home', 'running', '/'], ['home_quiet', 'quiet', '/'], ['home_troubled', 'troubled', '/'], ['home_draft', 'draft', '/'],
    ['records', 'running', '/records'], ['records_none', 'running', '/records?query=nobody%40example.com'], ['record', 'running', `/records/${anne}`], ['record_phone_only', 'running', `/records/${phone_only}`], ['record_long', 'running', '/records/lnk_01KPC9T6Y8Z1B3D5F7H9000003'],
    ['plan_pair', 'unpaired', '/plan'], ['plan_none', 'draft', '/plan'], ['plan_reading', 'planning', '/plan'], ['plan', 'planned', '/plan'], ['plan_backfill', 'backfilling', '/plan'],
    ['events', 'running', '/events'], ['event', 'running', '/events/evt_01KPCA1T3V5X7Z9B2D4F000001'], ['issues', 'running', '/issues'], ['issues_none', 'quiet', '/issues'],
    ['connections', 'running', '/connections'], ['connection', 'running', '/connections/con_01KPC9M1ZT4V7Q2B8N5D3X6WRE'], ['connect', 'empty', '/connections/new'],
    ['settings', 'running', '/settings'], ['settings_held', 'observing', '/settings'],
];
const real_screens = [['home', '', '/'], ['records', '', '/records'], ['plan', '', '/plan'], ['events', '', '/events'], ['issues', '', '/issues'], ['connections', '', '/connections'], ['settings', '', '/settings']];

const heights = { 1440: 900, 390: 844 };

const only = process.env.SCREENS?.split(',');
const screens = (real === undefined ? mock_screens : real_screens).filter(([name]) => only === undefined || only.includes(name));
const variants = ['en', 'fr'].flatMap((language) => ['light', 'dark'].flatMap((theme) => [1440, 390].map((width) => ({ language, theme, width, name: `${language}-${theme}-${width}` }))))
    .filter(({ name }) => process.env.VARIANTS === undefined || process.env.VARIANTS.split(',').includes(name));

mkdirSync(`${root}screenshots`, { recursive: true });
const mock = real === undefined ? spawn(process.execPath, [`${root}mock/server.ts`], { env: { ...process.env, MOCK_PORT: String(port), MOCK_TICK_MS: '600' }, stdio: ['ignore', 'pipe', 'inherit'] }) : null;
try {
    if (mock !== null) await new Promise((ready, failed) => { mock.stdout.once('data', ready); mock.once('exit', failed); });
    await withBrowser(async (context) => {
        const page = context.pages()[0] ?? (await context.newPage());
        const complaints = [];
        page.on('console', (message) => { if (message.type() === 'error' && !/status of (401|404|403)/.test(message.text())) complaints.push(message.text()); });
        page.on('pageerror', (error) => complaints.push(String(error)));
        if (real !== undefined && process.env.LOCKSTEP_EMAIL !== undefined) {
            await context.request.post(`${url}/api/v1/session`, { headers: { 'X-Lockstep-Request': '1' }, data: { email: process.env.LOCKSTEP_EMAIL, password: process.env.LOCKSTEP_PASSWORD } });
        }
        for (const variant of variants) {
            await page.setViewportSize({ width: variant.width, height: heights[variant.width] });
            await page.goto(`${url}/favicon.svg`);
            await page.evaluate(({ language, theme }) => { localStorage.setItem('lockstep.language', language); localStorage.setItem('lockstep.theme', theme); }, variant);
            for (const [name, scene, path] of screens) {
                if (mock !== null) await context.request.post(`${url}/mock/scene`, { data: { scene } });
                await page.goto(url + path);
                await page.waitForTimeout(1_100);
                const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                if (wide > 0) complaints.push(`${name} ${variant.name}: ${wide} px wider than the window`);
                // A long page is shown whole, in a window as tall as it is, so that what is fixed stands at its edges.
                const tall = ['records', 'events'].includes(name) ? 0 : await page.evaluate(() => (document.querySelector('[role=dialog] section') ?? document.documentElement).scrollHeight);
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
} finally {
    mock?.kill();
}
