// SPDX-License-Identifier: Apache-2.0
// The overview of an agency with fifty clinics of which three are ill. Run by tests/end_to_end/agency_test.py.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, signIn, url } from '../house.mjs';

const pictures = process.env.LOCKSTEP_PICTURES;
const look = async (page, name) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
};
const rows = (page) =>
    page
        .getByRole('table', { name: 'Syncs' })
        .getByRole('row')
        .filter({ hasText: /Clinique \d/ });
const names = async (page) => (await rows(page).allTextContents()).map((text) => /Clinique \d+/.exec(text)[0]);

test('agency: the ill clinics are on top, found, filtered, walked and opened', () =>
    inBrowser(async (page) => {
        await signIn(page);
        await page.goto(`${url}/syncs`);
        await page.getByRole('heading', { level: 1, name: 'Syncs' }).waitFor();
        await page.getByText('50 syncs, those that need somebody first. 3 need somebody.').waitFor();
        await rows(page).first().waitFor();
        const ill = (await api(page, '/overview?show=needs_look')).items.map((line) => line.label);
        assert.equal(ill.length, 3);
        assert.deepEqual(await names(page).then((all) => all.slice(0, 3)), ill);
        assert.match(await rows(page).first().textContent(), /is disabled|answer|cannot be reached/i);
        await look(page, 'agency');

        // Filtered and searched; both stand in the address.
        await page.getByRole('button', { name: 'Need somebody 3' }).click();
        await page.waitForURL(/show=needs_look/);
        await page.waitForFunction(() => document.querySelectorAll('[role="rowgroup"] [role="row"]').length === 3);
        await page.getByRole('button', { name: 'All 50' }).click();
        await page.keyboard.press('/');
        await page.keyboard.type('CLINIQUE 20');
        await page.waitForURL(/query=CLINIQUE/);
        await page.waitForFunction(() => document.querySelectorAll('[role="rowgroup"] [role="row"]').length === 1);
        assert.deepEqual(await names(page), ['Clinique 20']);

        // From the search field the arrow leads into what was found, and Enter opens it.
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'Clinique 20' }).waitFor();

        // The second of all, by arrows alone.
        await page.goto(`${url}/syncs`);
        await rows(page).first().waitFor();
        const second = (await names(page))[1];
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: second }).waitFor();

        // The page that was asked for before a clinic was chosen is the one that opens.
        await page.goto(`${url}/records`);
        await rows(page).nth(3).click();
        await page.waitForURL(/\/syncs\/syn_[^/]+\/records$/);
    }));

test('agency: on a phone, in French, in the dark', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            await page.goto(`${url}/syncs`);
            await page.getByText('3 ont besoin de quelqu’un.').waitFor();
            await page.locator('[role="rowgroup"] [role="row"]').first().waitFor();
            assert.equal(
                await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
                true,
                'it scrolls sideways',
            );
            await look(page, 'agency-phone');
        },
        { width: 360, language: 'fr', theme: 'dark' },
    ));
