// SPDX-License-Identifier: Apache-2.0
// Somebody is invited, comes in by the link, sees everything and changes nothing, and is removed again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const anne = 'anne@example.com';

async function signOut(page) {
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

test('people: the page lists who there is, on a phone as well', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            await page.goto(`${url}/settings/people`);
            await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
            await page.getByText('(you)').waitFor();
            assert.equal(
                await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
                true,
                'it scrolls sideways',
            );
        },
        { width: 360 },
    ));

test('people: invited by a link, in as a viewer, removed', (t) => {
    if (process.env.LOCKSTEP_MOCK !== undefined) return onlyWithoutMock(t, 'the mock has no people of its own');
    return inBrowser(
        async (page) => {
            await signIn(page);
            await page.goto(`${url}/settings`);
            await page.getByRole('link', { name: 'People of this installation' }).click();
            const add = page.locator('form');
            await add.getByRole('textbox', { name: 'E-mail' }).fill(anne);
            await add.getByLabel('Role').selectOption('viewer');
            await add.getByRole('button', { name: 'Add' }).click();
            const link = await page.getByText(/\/join#lsl_/).textContent();
            await page.getByRole('listitem').filter({ hasText: anne }).getByText('invited, has not chosen').waitFor();
            await page.getByLabel(/^Role of owner/).selectOption('admin');
            await page.getByText('The role was not changed').waitFor();
            await signOut(page);

            await page.goto(link);
            await page.getByText(`For ${anne}, who may come in as: Viewer.`).waitFor();
            await page.getByRole('textbox', { name: 'Password' }).fill('a river in the north');
            await page.getByRole('button', { name: 'Choose it and come in' }).click();
            await page.locator('nav').first().waitFor();
            await page.goto(`${url}/settings`);
            await page.getByText('You may look at everything here and change nothing.').waitFor();
            assert.equal(await page.getByRole('heading', { name: 'API tokens' }).count(), 0);
            await signOut(page);
            await page.goto(link);
            await page.getByText('This link is good no longer').first().waitFor();

            await signIn(page);
            await page.goto(`${url}/settings/people`);
            const line = page.getByRole('listitem').filter({ hasText: anne });
            await line.getByRole('button', { name: 'Remove…' }).click();
            await line.getByRole('button', { name: `Remove ${anne}` }).click();
            await line.waitFor({ state: 'detached' });
        },
        { refused: /status of 40[1349]/ },
    );
});
