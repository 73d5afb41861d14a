// SPDX-License-Identifier: Apache-2.0
// Every page fits a phone and a desk, in both languages and themes, and follows the strict Content-Security-Policy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBrowser, signIn, url } from './house.mjs';

const paths = ['/', '/records', '/plan', '/events', '/calls', '/issues', '/connections', '/connections/new', '/settings'];

for (const [language, theme, width] of [
    ['en', 'light', 1440],
    ['fr', 'dark', 1440],
    ['fr', 'light', 390],
    ['en', 'dark', 390],
]) {
    test(`${language}, ${theme}, ${width} px`, () =>
        inBrowser(
            async (page) => {
                await signIn(page);
                for (const path of paths) {
                    await page.goto(url + path);
                    await page.locator('h1').first().waitFor();
                    await page.waitForTimeout(400);
                    const seen = await page.evaluate(() => ({
                        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                        language: document.documentElement.lang,
                        theme: document.documentElement.dataset['mantineColorScheme'],
                    }));
                    assert.equal(seen.wide, 0, `${path} is ${seen.wide} px wider than the window`);
                    assert.ok(seen.language.startsWith(language), `${path} is in ${seen.language}`);
                    assert.equal(seen.theme, theme);
                }
            },
            { language, theme, width },
        ));
}

test('the page is served with a policy that allows nothing foreign', () =>
    inBrowser(async (page) => {
        const reply = await page.goto(url);
        const policy = reply.headers()['content-security-policy'] ?? '';
        assert.match(policy, /default-src 'none'/);
        assert.match(policy, /script-src 'self'(;|$)/);
    }));
