// SPDX-License-Identifier: Apache-2.0
// A conflict and a person who could be either of two are answered by a click and taken back, in English and in French; then the server
// goes away under the open page and comes back. Run by tests/end_to_end/answer_test.py, which makes the questions and kills the server.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAccessible } from '../axe.mjs';
import { api, firstSync, inBrowser, signIn, url } from '../house.mjs';

const pictures = process.env.LOCKSTEP_PICTURES;
const look = async (page, name) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
};
const words = Object.fromEntries(
    ['en', 'fr'].map((language) => {
        const all = JSON.parse(readFileSync(new URL(`../../src/words/${language}.json`, import.meta.url), 'utf8'));
        return [language, (path) => path.split('.').reduce((part, name) => part[name], all)];
    }),
);

const questions = async (page, sync, kind) =>
    (await api(page, `/syncs/${sync}/issues?state=open&limit=200`)).items.filter((issue) => issue.kind === kind);
async function until(what, holds, ms = 60_000) {
    const end = Date.now() + ms;
    while (!(await holds())) {
        assert.ok(Date.now() < end, `not within ${ms} ms: ${what}`);
        await new Promise((go) => setTimeout(go, 300));
    }
}

for (const language of ['en', 'fr']) {
    const word = words[language];
    const width = language === 'en' ? 1440 : 390;
    test(`answered by a click and taken back (${language})`, () =>
        inBrowser(
            async (page) => {
                await signIn(page);
                const { id } = await firstSync(page);
                await page.goto(`${url}/syncs/${id}/issues`);
                await page.getByRole('heading', { level: 1 }).waitFor();
                const back = () => page.getByRole('button', { name: word('answer.take_back') }).first();

                // A conflict: Hexfit's value, and back.
                assert.equal((await questions(page, id, 'conflict')).length, 1, 'one conflict is open');
                const conflict = page.getByRole('button', { name: word('answer.use').replace('{{app}}', 'Hexfit') });
                await conflict.waitFor();
                await look(page, `conflict-${language}`);
                await assertAccessible(page, 'open questions');
                const tooWide = () =>
                    page.evaluate(() => {
                        const { clientWidth, scrollWidth } = document.documentElement;
                        const scrolls = (part) =>
                            part !== null && (getComputedStyle(part).overflowX === 'auto' || scrolls(part.parentElement));
                        if (scrollWidth <= clientWidth) return [];
                        return [...document.querySelectorAll('main *')]
                            .filter((part) => part.getBoundingClientRect().right > clientWidth && !scrolls(part))
                            .map((part) => part.outerHTML.slice(0, 120));
                    });
                assert.deepEqual(await tooWide(), [], 'nothing is wider than the window');
                await conflict.click();
                await until('the conflict is closed', async () => (await questions(page, id, 'conflict')).length === 0);
                await conflict.waitFor({ state: 'detached' });
                await back().click();
                await until(
                    'the conflict is asked about again',
                    async () => (await questions(page, id, 'conflict')).length === 1,
                );
                await conflict.waitFor();

                // Somebody who could be either of two: this one, and back.
                const asked = (await questions(page, id, 'match_unsure')).find((issue) => issue.detail.candidates.length === 2);
                assert.ok(asked, 'somebody could be either of two');
                const { name } = (await api(page, `/syncs/${id}/records/${asked.subject}`)).summary;
                const same = page
                    .getByRole('listitem')
                    .filter({ hasText: `· ${name}` })
                    .getByRole('button', { name: word('answer.same_person') })
                    .first();
                await same.waitFor();
                await look(page, `unsure-${language}`);
                await same.click();
                const partner = async () => (await api(page, `/syncs/${id}/records/${asked.subject}`)).summary.b_record;
                await until('they are linked', async () => (await partner()) !== null);
                await until('the question is closed', async () =>
                    (await questions(page, id, 'match_unsure')).every(({ subject }) => subject !== asked.subject),
                );
                await page.goto(`${url}/syncs/${id}/issues`);
                await back().waitFor();
                await look(page, `answered-${language}`);
                assert.deepEqual(await tooWide(), [], 'nothing is wider than the window');
                await back().click();
                await until('they are linked no more', async () => (await partner()) === null);
            },
            { language, width },
        ));
}

test('the server goes away under an open page, and comes back', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            const { id } = await firstSync(page);
            await page.goto(`${url}/syncs/${id}`);
            await page.getByText('live', { exact: true }).waitFor();
            writeFileSync(process.env.LOCKSTEP_PAGE_IS_OPEN, '');
            await page.getByText(words.en('strip.stream_lost')).waitFor({ timeout: 60_000 });
            await page.getByText(words.en('health.silent'), { exact: true }).waitFor();
            await look(page, 'gone');
            writeFileSync(process.env.LOCKSTEP_PAGE_HAS_TOLD, '');
            await page.getByText(words.en('strip.stream_lost')).waitFor({ state: 'detached', timeout: 90_000 });
            await page.getByText('live', { exact: true }).waitFor();
            assert.ok(existsSync(process.env.LOCKSTEP_PAGE_IS_OPEN));
            assert.equal((await api(page, `/syncs/${id}`)).id, id, 'still signed in');
        },
        { refused: /./ },
    ));
