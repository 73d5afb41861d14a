// SPDX-License-Identifier: Apache-2.0
// Many tabs, many clinics, and a server that goes away: no tab waits for ever, and no window stays white.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, firstSync, inBrowser, signIn, url } from './house.mjs';

// The headless browser takes every tab for seen; in a window only one is.
const show = (tab, state) =>
    tab.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
    }, state);

test('eight tabs are all alive, with one stream between them, and those that are hidden ask for nothing', () =>
    inBrowser(async (page, context) => {
        await signIn(page);
        await page.getByText('live', { exact: true }).waitFor({ timeout: 15_000 }); // the first tab has the stream by now
        await show(page, 'hidden');
        let streams = 0;
        context.on('request', (request) => {
            if (request.url().endsWith('/api/v1/stream')) ++streams;
        });
        const tabs = [];
        for (let each = 0; each < 7; ++each) {
            const tab = await context.newPage();
            await tab.goto(url, { timeout: 15_000 });
            await tab.getByText('live', { exact: true }).waitFor({ timeout: 40_000 });
            await show(tab, 'hidden');
            tabs.push(tab);
        }
        assert.equal(streams, 0, 'the first tab has the stream already');
        await tabs[6].waitForTimeout(2_000); // what was under way
        let asked = 0;
        for (const tab of tabs)
            tab.on('request', (request) => {
                if (new URL(request.url()).pathname.startsWith('/api/v1/syncs/')) ++asked;
            });
        await tabs[6].waitForTimeout(5_000); // the demo edits people all the time
        assert.equal(asked, 0, 'a hidden tab asked');
        await page.close();
        await tabs[6].waitForTimeout(1_000);
        assert.ok(streams <= 1, `${streams} streams after the first tab was left`);
        for (const tab of tabs) {
            const read = tab.waitForRequest((request) => request.url().includes('/api/v1/syncs/'), { timeout: 20_000 });
            await show(tab, 'visible');
            await read;
            await tab.getByText('live', { exact: true }).waitFor({ timeout: 20_000 });
            await tab.close();
        }
    }));

test('every link stays with the sync of the address', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const { id } = await firstSync(page);
        await page.goto(`${url}/syncs/${id}`);
        await page.locator('nav').getByRole('link', { name: 'Records' }).click();
        await page.waitForURL(new RegExp(`/syncs/${id}/records$`));
        await page.goto(`${url}/syncs/syn_00000000000000000000000000/plan`);
        await page.getByText('There is no such sync').waitFor();
        assert.equal(await page.getByRole('button', { name: /Pause|Resume/ }).count(), 0);
    }));

test('a page whose script cannot be fetched says so and comes back', async () => {
    // Chromium tells the console what was refused; that is what is being tried.
    await assert.rejects(
        inBrowser(async (page) => {
            await page.route('**/assets/records*.js', (route) => route.abort());
            await signIn(page);
            // Not before the link names the sync: a redirect to it would draw the page, and fetch its script, a second time.
            await page.locator('nav a[href^="/syncs/"][href$="/records"]').click();
            await page.getByText('This page could not be fetched').waitFor();
            await page.unroute('**/assets/records*.js');
            await page.getByRole('button', { name: 'Try again' }).click();
            await page.getByRole('heading', { level: 1, name: 'Records' }).waitFor();
            const { status } = await api(page, '/health');
            assert.equal(status, 'ok');
        }),
        /the page complained/,
    );
});
