// SPDX-License-Identifier: Apache-2.0
// The settings, used as a person does: a token, a backup, a new data key, the journal; and the confirmation before invitations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, firstSync, inBrowser, signIn, url } from './house.mjs';

test('settings: a token is made, shown once and revoked; a wrong password is told', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            await page.getByRole('link', { name: 'Settings' }).click();
            await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
            await page.getByPlaceholder('What the token is for').fill('for the specs');
            await page.getByRole('button', { name: 'Make a token' }).click();
            const token = await page.getByText(/^lsk_/).textContent();
            const asked = await page.evaluate(
                async (text) =>
                    (await fetch('/api/v1/syncs', { headers: { Authorization: `Bearer ${text}` }, credentials: 'omit' })).status,
                token,
            );
            assert.equal(asked, 200);
            const line = page.getByRole('listitem').filter({ hasText: 'for the specs' });
            await line.getByRole('button', { name: 'Revoke…' }).click();
            await line.getByRole('button', { name: 'Revoke for the specs' }).click();
            await line.waitFor({ state: 'detached' });
            await page.getByLabel('Present password').fill('not the one it is');
            await page.getByLabel('New password').fill('four random words here');
            await page.getByRole('button', { name: 'Change the password' }).click();
            await page.getByText('This is not your present password.').waitFor();
        },
        { refused: /status of 40[134]/ },
    ));

test('settings: a backup, a new data key, and a journal that is whole', () =>
    inBrowser(async (page) => {
        await signIn(page);
        await page.goto(`${url}/settings`);
        const newest = (installation) => installation.keys.find((each) => each.is_newest).version;
        const before = newest(await api(page, '/installation'));
        await page.getByPlaceholder('Passphrase').fill('seven wild geese');
        await page.getByRole('button', { name: 'Back up now' }).click();
        await page.getByText(/^Done, /).waitFor();
        await page.getByRole('button', { name: 'Make a new data key' }).click();
        await page.getByText('A new data key seals from now on.').waitFor();
        const after = await api(page, '/installation');
        assert.equal(newest(after), before + 1);
        // What is stored goes under the new one while people look on; the old one is kept for ten minutes at least.
        await page.getByText('nothing is under it any more: it is deleted within minutes').first().waitFor({ timeout: 60_000 });
        assert.notEqual(after.backup.last, null);
        await page.getByRole('button', { name: 'Check that it is whole' }).click();
        await page.getByText(/^Whole: /).waitFor();
        await page.getByText('New data key made').first().waitFor();
        await page.getByText('Backup made').first().waitFor();
    }));

test('invitations are switched on only after a confirmation', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const sync = await firstSync(page);
        await page.goto(`${url}/syncs/${sync.id}/plan`);
        const sends = async () => (await api(page, `/syncs/${sync.id}`)).policy.send_invitations === true;
        const control = page.getByRole('switch', { name: 'Send invitations to new clients' });
        await control.click();
        const dialog = page.getByRole('dialog');
        const button = dialog.getByRole('button', { name: 'Send invitations from now on' });
        assert.equal(await button.isDisabled(), true);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        assert.equal(await sends(), false, 'it was switched on without a confirmation');
        await control.click();
        await dialog.getByRole('checkbox').check();
        await button.click();
        await page.getByText('It cannot be taken back.').first().waitFor();
        assert.equal(await sends(), true);
        await control.click();
        await page.waitForFunction(
            async (address) => (await (await fetch(address)).json()).policy.send_invitations !== true,
            `/api/v1/syncs/${sync.id}`,
        );
    }));
