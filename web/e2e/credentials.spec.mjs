// SPDX-License-Identifier: Apache-2.0
// The credential of a connection: how old it is, what is said of a wrong one, and whether the old one is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, signIn, url } from './house.mjs';

const highlevel = async (page) => (await api(page, '/connections')).items.find((each) => each.profile === 'highlevel');

test('connections: a credential shows its age, and a wrong new one changes nothing', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            const before = await highlevel(page);
            await page.goto(`${url}/connections/${before.id}`);
            await page.getByRole('heading', { name: 'Credential' }).waitFor();
            await page.getByText('To be replaced').waitFor();
            await page.getByText(/accepts old and new for 7 days/).waitFor();
            await page.getByPlaceholder('New credential').fill('pit-that-nobody-made');
            await page.getByRole('button', { name: 'Replace' }).click();
            await page.getByText('The credential was not replaced').waitFor();
            const after = await highlevel(page);
            assert.deepEqual(after.credential, before.credential);
            assert.equal(after.state, 'active');
        },
        { refused: /status of 4\d\d/ },
    ));

test('connections: on a phone, in French, nothing of it is cut off', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            const { id } = await highlevel(page);
            await page.goto(`${url}/connections/${id}`);
            await page.getByText('À remplacer').waitFor();
            await page.getByLabel('L’ancienne ne vaut déjà plus rien chez HighLevel').focus();
            await page.keyboard.press('Space');
            assert.equal(await page.getByLabel('L’ancienne ne vaut déjà plus rien chez HighLevel').isChecked(), true);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
            assert.equal(wide, false);
        },
        { width: 390, language: 'fr' },
    ));
