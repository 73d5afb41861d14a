// SPDX-License-Identifier: Apache-2.0
// No page has anything serious in it that keeps somebody out: at a desk in English, on a phone in French and dark.
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { api, firstSync, inBrowser, signIn, url } from './house.mjs';

const paths = [
    '',
    '/records',
    '/records/new',
    '/plan',
    '/issues',
    '/issues/matches',
    '/issues/conflicts',
    '/mapping',
    '//syncs/new',
    '//events',
    '//calls',
    '//connections',
    '//connections/new',
    '//catalogue',
    '//imports',
    '//settings',
    '//settings/alerts',
    '//snapshots',
    '//people',
    '//sandbox',
    '//sandbox/faults',
    '//nowhere',
];

for (const [language, theme, width] of [
    ['en', 'light', 1440],
    ['fr', 'dark', 390],
]) {
    test(`axe: ${language}, ${theme}, ${width} px`, () =>
        inBrowser(
            async (page) => {
                await signIn(page);
                const { id } = await firstSync(page);
                const { items } = await api(page, `/syncs/${id}/records?limit=1`);
                const connection = (await api(page, '/connections')).items[0].id;
                for (const path of [
                    ...paths,
                    `/records/${items[0].link_id ?? items[0].a_record}`,
                    `//connections/${connection}`,
                ]) {
                    const address = path.startsWith('//') ? path.slice(1) : `/syncs/${id}${path}`;
                    await page.goto(url + address);
                    await page.locator('h1').first().waitFor();
                    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
                    await page.waitForTimeout(300);
                    await assertAccessible(page, address);
                }
            },
            { language, theme, width },
        ));
}

test('axe: the door', () =>
    inBrowser(async (page) => {
        await page.goto(url);
        await page.locator('form').waitFor();
        await assertAccessible(page, 'the door');
    }));
