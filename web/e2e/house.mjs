// SPDX-License-Identifier: Apache-2.0
// What every spec needs: a signed-in browser that remembers each complaint of the page (errors, refused scripts and styles).
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withBrowser } from '../scripts/browser.mjs';

export const url = process.env.LOCKSTEP_URL?.replace(/\/$/, '') ?? '';
export const email = process.env.LOCKSTEP_EMAIL ?? 'owner@example.com';
export const password = process.env.LOCKSTEP_PASSWORD ?? '';

// `refused`: answers of the server that the browser tells of by itself, and that belong to the spec.
// The language is set before the first page, so that specs can name what they see.
export async function inBrowser(work, { width = 1440, language = 'en', theme = 'light', refused = /status of 40[14]/ } = {}) {
    await withBrowser(async (context) => {
        const page = context.pages()[0] ?? (await context.newPage());
        const complaints = [];
        page.on('pageerror', (error) => complaints.push(String(error)));
        page.on('console', (message) => {
            if (message.type() === 'error' && !refused.test(message.text())) complaints.push(message.text());
        });
        await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
        await context.addInitScript(
            ([chosen, look]) => {
                if (localStorage.getItem('lockstep.language') === null) localStorage.setItem('lockstep.language', chosen);
                if (localStorage.getItem('lockstep.theme') === null) localStorage.setItem('lockstep.theme', look);
            },
            [language, theme],
        );
        await work(page, context);
        assert.deepEqual(complaints, [], 'the page complained');
    });
}

// Signed in once for all specs of a run: the door itself has a spec, and thirty other ones that fill it in again show nothing new.
const kept_file = process.env.LOCKSTEP_KEPT_SESSION;

export async function signIn(page) {
    if (kept_file !== undefined && existsSync(kept_file)) {
        await page.context().addCookies(JSON.parse(readFileSync(kept_file, 'utf8')));
        await page.goto(url);
        await page.locator('form, nav').first().waitFor();
        if ((await page.locator('nav').count()) > 0) return;
    }
    await signInAtTheDoor(page);
    if (kept_file !== undefined) writeFileSync(kept_file, JSON.stringify(await page.context().cookies()), { mode: 0o600 });
}

export async function signInAtTheDoor(page) {
    await page.goto(url);
    const inputs = page.locator('form input');
    await page.locator('form, nav').first().waitFor();
    if ((await page.locator('form').count()) === 0) return;
    if ((await inputs.count()) === 3) {
        const code = process.env.LOCKSTEP_SETUP_CODE;
        assert.ok(code, 'this server has no owner yet: give LOCKSTEP_SETUP_CODE');
        await inputs.nth(0).fill(code);
        await inputs.nth(1).fill(email);
        await inputs.nth(2).fill(password);
    } else {
        await inputs.nth(0).fill(email);
        await inputs.nth(1).fill(password);
    }
    await page.locator('button[type=submit]').click();
    await page.locator('nav').waitFor();
}

// The mock has invented data only: what needs a real server is left out there, and nowhere else.
export function onlyWithoutMock(t, why) {
    if (process.env.LOCKSTEP_MOCK === undefined) throw new Error(`this server cannot be tested: ${why}`);
    t.skip(why);
}

export function api(page, path) {
    return page.evaluate(async (address) => (await fetch(address)).json(), `/api/v1${path}`);
}

export async function firstSync(page) {
    const { items } = await api(page, '/syncs');
    assert.ok(items.length > 0, 'the server has no sync; the specs need the demo’s or one like it');
    return items[0];
}
