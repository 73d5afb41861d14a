// SPDX-License-Identifier: Apache-2.0
// Who is told is set, a test is sent to the mailbox of the demo, and what was set is there after a reload.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

test('alerts: a recipient and quiet hours are set, and a test is sent', (t) => {
    if (process.env.LOCKSTEP_MOCK !== undefined) return onlyWithoutMock(t, 'the mock keeps no alerts');
    return inBrowser(async (page) => {
        await signIn(page);
        await page.goto(`${url}/settings`);
        await page.getByRole('link', { name: 'Alerts of this installation' }).click();
        await page.getByText('Nobody is told').waitFor();
        await page.getByLabel('Tell these recipients').check();
        await page.getByRole('button', { name: 'Add an e-mail address' }).click();
        await page.getByRole('group', { name: 'Recipient 1' }).getByRole('textbox').fill('anne@example.com');
        await page.getByLabel('Quiet hours').check();
        await page.getByRole('button', { name: 'Store' }).click();
        await page.getByText('1 recipient is told').waitFor();
        await page.getByRole('button', { name: 'Send a test' }).click();
        await page.getByRole('listitem').filter({ hasText: 'anne@example.com' }).getByText('sent').waitFor();
        await page.reload();
        assert.equal(
            await page.getByRole('group', { name: 'Recipient 1' }).getByRole('textbox').inputValue(),
            'anne@example.com',
        );
        assert.deepEqual((await api(page, '/alerts')).quiet, { from: '22:00', until: '07:00' });
        await page.setViewportSize({ width: 360, height: 800 });
        assert.equal(
            await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
            true,
            'it scrolls sideways',
        );
    });
});
