// SPDX-License-Identifier: Apache-2.0
// A webhook is made by keyboard, its secret is shown once, a test is sent and stands in the log, the secret is renewed, and it is removed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const picture = async (page, name) => {
    if (process.env.LOCKSTEP_PICTURES)
        await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/${name}.png`, fullPage: true });
};

test('webhooks out: made, tested, looked at, renewed and removed', (t) => {
    if (process.env.LOCKSTEP_MOCK !== undefined) return onlyWithoutMock(t, 'the mock keeps no webhooks');
    return inBrowser(async (page) => {
        await signIn(page);
        await page.goto(`${url}/settings`);
        await page.getByRole('link', { name: 'Webhooks out' }).click();
        await page.getByText('Nothing is told to anybody yet').waitFor();
        await page.getByLabel('What it is for').focus();
        await page.keyboard.type('Data warehouse');
        await page.keyboard.press('Tab');
        await page.keyboard.type('http://127.0.0.1:9/lockstep');
        await page.getByRole('checkbox', { name: 'Issue opened' }).focus();
        await page.keyboard.press('Space');
        await page.getByRole('button', { name: 'Make the webhook' }).focus();
        await page.keyboard.press('Enter');
        const secret = page.getByText(/^whsec_/);
        await secret.waitFor();
        const first = await secret.textContent();
        await page.getByRole('button', { name: 'Send a test' }).click();
        await page.getByText('The other side cannot be reached').first().waitFor();
        await page.getByRole('link', { name: 'Log', exact: true }).click();
        await page.getByText('webhook.test').click();
        await page.getByText('What is posted').first().waitFor();
        await picture(page, 'webhooks_out');
        await page.getByRole('button', { name: 'New secret' }).click();
        await page.getByRole('button', { name: 'Yes, make a new secret' }).click();
        await page.getByText('The old secret signs as well until').waitFor();
        assert.notEqual(await secret.textContent(), first);
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByText('Paused: what happens is kept').waitFor();
        await page.reload();
        await page.getByText('Data warehouse').first().waitFor();
        assert.equal(await page.getByText(/^whsec_/).count(), 0, 'it is shown once');
        await page.setViewportSize({ width: 390, height: 800 });
        assert.equal(
            await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
            true,
            'it scrolls sideways',
        );
        await picture(page, 'webhooks_out_phone');
        await page.getByRole('button', { name: 'Remove', exact: true }).click();
        await page.getByRole('button', { name: 'Yes, remove it with its log' }).click();
        await page.getByText('Nothing is told to anybody yet').waitFor();
    });
});
