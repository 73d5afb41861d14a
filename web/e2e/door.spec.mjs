// SPDX-License-Identifier: Apache-2.0
// The door: a wrong password is told in words, the right one opens, the session can be closed, and nothing of people is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { email, inBrowser, signInAtTheDoor, url } from './house.mjs';

test('a wrong password is refused in words, the right one opens', () =>
    inBrowser(async (page) => {
        await page.goto(url);
        await page.locator('form').waitFor();
        if ((await page.locator('form input').count()) === 2) {
            await page.locator('form input').nth(0).fill(email);
            await page.locator('form input').nth(1).fill('certainly not this one');
            await page.locator('button[type=submit]').click();
            await page.getByText('E-mail or password is not right').waitFor();
        }
        await signInAtTheDoor(page);
        await page.locator('h1').waitFor();
        const kept = await page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)).sort());
        assert.deepEqual(kept, ['lockstep.language', 'lockstep.theme']);
        await page.getByRole('button', { name: 'Your account' }).click();
        await page.getByRole('menuitem', { name: 'Sign out' }).click();
        await page.locator('form input[type=password]').waitFor();
    }));
