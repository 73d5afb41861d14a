// SPDX-License-Identifier: Apache-2.0
// What the mass-change brake asks, on the screen: some of the people with both values, the change that cannot be taken back asked about
// once more, and the values put back by a click, in English and in French; then its limits. Run by tests/end_to_end/mass_change_test.py.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAccessible } from '../axe.mjs';
import { api, firstSync, inBrowser, signIn, url } from '../house.mjs';

const pictures = process.env.LOCKSTEP_PICTURES;
const look = async (page, name) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
};
const wordsOf = (language) => {
    const all = JSON.parse(readFileSync(new URL(`../../src/words/${language}.json`, import.meta.url), 'utf8'));
    return (path, values = {}) =>
        Object.entries(values).reduce(
            (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
            path.split('.').reduce((part, name) => part[name], all),
        );
};
const questions = async (page, sync) =>
    (await api(page, `/syncs/${sync}/issues?state=open&limit=200`)).items.filter((issue) => issue.kind === 'mass_cleared');
const isTooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
const apps = { origin: 'HighLevel', target: 'Hexfit' };

test('what is held is shown, and emptying the rest is asked about once more (en)', () =>
    inBrowser(
        async (page) => {
            const word = wordsOf('en');
            await signIn(page);
            const { id } = await firstSync(page);
            const [question] = await questions(page, id);
            await page.goto(`${url}/syncs/${id}/issues`);
            await page.getByRole('button', { name: word('mass.put_back', apps) }).waitFor();
            await page.getByText(question.message).waitFor();
            assert.equal(await page.getByRole('row').count(), 1 + question.detail.examples.length);
            await look(page, 'mass-en');
            await assertAccessible(page, 'a mass change');
            await page.getByRole('button', { name: word('mass.empty', apps) }).click();
            await page
                .getByRole('button', { name: word('mass.empty_sure', { ...apps, people: question.params.count }) })
                .waitFor();
            await look(page, 'mass-sure-en');
            await page.getByRole('button', { name: word('connection.keep') }).click();
            await page.getByRole('button', { name: word('mass.empty', apps) }).waitFor();
            assert.equal((await questions(page, id)).length, 1, 'nothing was answered');
        },
        { width: 1440, language: 'en' },
    ));

test('put back by a click, and the limits changed, on a phone (fr)', () =>
    inBrowser(
        async (page) => {
            const word = wordsOf('fr');
            await signIn(page);
            const { id } = await firstSync(page);
            await page.goto(`${url}/syncs/${id}/issues`);
            const back = page.getByRole('button', { name: word('mass.put_back', apps) });
            await back.waitFor();
            await look(page, 'mass-fr');
            assert.equal(await isTooWide(page), false, 'nothing is wider than the window');
            await assertAccessible(page, 'a mass change on a phone');
            await back.click();
            await back.waitFor({ state: 'detached' });
            assert.equal((await questions(page, id)).length, 0);

            await page.goto(`${url}/syncs/${id}/plan`);
            const emptied = page.getByRole('group', { name: word('brake.cleared') });
            const people = emptied.getByLabel(word('brake.people'));
            await people.fill('31');
            await look(page, 'brake-fr');
            assert.equal(await isTooWide(page), false, 'nothing is wider than the window');
            await assertAccessible(page, 'the brake');
            await page.getByRole('heading', { name: word('brake.title') }).waitFor();
            const save = page.locator('form', { has: emptied }).getByRole('button', { name: word('brake.save') });
            await save.click();
            await page.waitForFunction((button) => button.disabled, await save.elementHandle());
            const { policy } = await api(page, `/syncs/${id}`);
            assert.equal(policy.brake.cleared.people, 31);
            assert.equal(policy.brake.changed.people, 500, 'the other limit stays');
        },
        { width: 390, language: 'fr' },
    ));
