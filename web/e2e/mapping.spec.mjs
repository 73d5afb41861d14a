// SPDX-License-Identifier: Apache-2.0
// The mapping: tried on a person as one edits, checked and saved, refused when somebody else has saved, put back. And its inboxes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, firstSync, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const isMock = process.env.LOCKSTEP_MOCK !== undefined;
const words = {
    en: {
        check: 'Check and save…',
        save: 'Save this version',
        rules: /^Rules of City/,
        conflict: 'When both have changed',
        mine: 'Keep mine and check again',
        theirs: 'Take the newer version',
    },
    fr: { check: 'Vérifier et enregistrer…', rules: /^Règles de Ville/, conflict: 'Quand les deux ont changé' },
};

async function openMapping(page, id) {
    await page.goto(`${url}/syncs/${id}/mapping`);
    await page.locator('h1').first().waitFor();
    await page.getByRole('list').first().waitFor();
}

test('mapping: by the keys alone it is changed, checked, saved and found among the versions', (t) =>
    inBrowser(
        async (page) => {
            if (isMock) return onlyWithoutMock(t, 'the mock keeps no mapping');
            await signIn(page);
            const { id, version } = await firstSync(page);
            const before = (await api(page, `/syncs/${id}/mapping`)).mapping;
            await openMapping(page, id);
            const city = page.getByRole('button', { name: words.en.rules });
            await city.focus();
            await page.keyboard.press('Enter');
            const conflict = page.getByLabel(words.en.conflict);
            await conflict.focus();
            const was = await conflict.inputValue();
            await page.keyboard.press(was === 'ask' ? 'ArrowUp' : 'End');
            await page.getByRole('button', { name: words.en.check }).focus();
            await page.keyboard.press('Enter');
            const save = page.getByRole('button', { name: words.en.save });
            await save.waitFor();
            await save.focus();
            await page.keyboard.press('Enter');
            await page.getByText(`Version ${version + 1} is saved`).waitFor();
            const stored = await api(page, `/syncs/${id}/mapping`);
            assert.equal(stored.version, version + 1);
            assert.notDeepEqual(stored.mapping, before);
            await page.getByText('in force').first().waitFor();

            // Another tab saves meanwhile: nothing is overwritten, and what was chosen here is still here.
            await page.evaluate(
                async ([sync, mapping]) => {
                    await fetch(`/api/v1/syncs/${sync}/document`, {
                        method: 'PUT',
                        headers: { 'Content-Type': 'application/json', 'X-Lockstep-Request': '1' },
                        body: JSON.stringify({ mapping }),
                    });
                },
                [id, before],
            );
            await conflict.selectOption('longest');
            await page.getByRole('button', { name: words.en.check }).click();
            await save.click();
            await page.getByRole('button', { name: words.en.mine }).waitFor();
            assert.equal(await conflict.inputValue(), 'longest');
            await page.getByRole('button', { name: words.en.theirs }).click();
            await page.getByRole('button', { name: words.en.mine }).waitFor({ state: 'detached' });
            assert.deepEqual(
                (await api(page, `/syncs/${id}/mapping`)).mapping.rows.find((row) => row.a === 'city').conflict,
                before.rows.find((row) => row.a === 'city').conflict,
            );
        },
        { refused: /status of 40[149]/ },
    ));

test('mapping: on a phone in French nothing stands beside the page', (t) =>
    inBrowser(
        async (page) => {
            if (isMock) return onlyWithoutMock(t, 'the mock keeps no mapping');
            await signIn(page);
            const { id } = await firstSync(page);
            await openMapping(page, id);
            await page.getByRole('button', { name: words.fr.rules }).click();
            await page.getByLabel(words.fr.conflict).waitFor();
            await page.getByRole('button', { name: words.fr.check }).waitFor();
            for (const path of ['/mapping', '/issues/matches', '/issues/conflicts']) {
                await page.goto(`${url}/syncs/${id}${path}`);
                await page.locator('h1').first().waitFor();
                const wide = await page.evaluate(
                    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
                );
                assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
            }
        },
        { width: 390, language: 'fr' },
    ));
