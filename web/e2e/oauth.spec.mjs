// SPDX-License-Identifier: Apache-2.0
// Connecting by OAuth as somebody does it: client id and secret into the form, to the (simulated) vendor, a choice there, and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

test('a location is connected by OAuth, there and back', async (t) => {
    await inBrowser(async (page) => {
        await signIn(page);
        const { items } = await api(page, '/connections');
        const known = items.find((each) => each.connector === 'highlevel' && each.base_url.startsWith('http://127.0.0.1:'));
        if (known === undefined) return onlyWithoutMock(t, 'the account is no sandbox’s');
        const vendor = await (await fetch(`${known.base_url}/_sandbox/identity`)).json();
        await page.goto(`${url}/connections/oauth`);
        await page.getByLabel('Client id').fill(vendor.clientId);
        await page.getByRole('textbox', { name: 'Client secret' }).fill(vendor.clientSecret);
        await page.locator('summary').click();
        await page.getByLabel('Where people agree').fill(`${known.base_url}/v2/oauth/chooselocation`);
        await page.getByLabel('Address of the API').fill(known.base_url);
        if (process.env.LOCKSTEP_PICTURES)
            await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/oauth_form.png`, fullPage: true });
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('button', { name: 'Go to HighLevel' }).click();
        await page.getByRole('link', { name: 'Simulated location' }).click();
        await page.getByText(`Connected as “${known.label}”`).waitFor();
        assert.equal(new URL(page.url()).search, '', 'code and state are gone from the address');
        if (process.env.LOCKSTEP_PICTURES) await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/oauth_back.png` });
        const grants = await api(page, '/oauth/grants');
        assert.equal(grants.items.at(-1).state, 'active');
        await page.goto(`${url}/connections/oauth`);
        await page.getByText('One connection uses it').waitFor();
        if (process.env.LOCKSTEP_PICTURES)
            await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/oauth_done.png`, fullPage: true });
    });
});

test('the page fits a phone, in French', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            await page.goto(`${url}/connections/oauth`);
            await page.getByRole('heading', { level: 1, name: 'Connecter par OAuth' }).waitFor();
            await page.waitForTimeout(500);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing is cut off');
            if (process.env.LOCKSTEP_PICTURES)
                await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/oauth_fr.png`, fullPage: true });
        },
        { width: 390, language: 'fr', theme: 'dark' },
    ));
