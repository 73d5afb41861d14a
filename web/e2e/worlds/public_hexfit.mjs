// SPDX-License-Identifier: Apache-2.0
// A clinic with the public Hexfit only, which demands a sex of each client: the dry run says so, the question is answered by a click,
// and its first clients are created. Run by tests/end_to_end/public_hexfit_test.py against a server that has such a sync.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, firstSync, inBrowser, signIn, url } from '../house.mjs';

const pictures = process.env.LOCKSTEP_PICTURES;
const look = async (page, name) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
};

test('from the dry run to the first client', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const sync = await firstSync(page);
        await page.goto(`${url}/syncs/${sync.id}/plan`);
        await page.getByRole('button', { name: 'Make a dry run' }).click();
        await page.getByText(/people are not created: something is missing/).waitFor();
        await look(page, 'plan');
        await page.getByRole('link', { name: 'Answer', exact: true }).click();
        await page.getByText('Missing for new people').first().waitFor();
        const question = page.getByRole('form', { name: 'Answer' });
        assert.equal(await question.count(), 1, 'one question for everybody');
        await question.getByLabel('The same for everybody').check();
        assert.ok(await question.getByRole('button', { name: 'Answer' }).isDisabled(), 'no value is chosen yet');
        await question.getByLabel('Value').selectOption('f');
        await look(page, 'question');
        await question.getByRole('button', { name: 'Answer' }).click();
        await question.waitFor({ state: 'detached' });
        await page.getByText(/“f” for everybody/).waitFor();
        await look(page, 'answered');
        await page.goto(`${url}/syncs/${sync.id}/plan`);
        await page.getByText(/have changed since: make a new one/).waitFor();
        await page.getByRole('button', { name: 'Make a new one' }).click();
        const start = page.getByRole('button', { name: /^Create 6 people in Hexfit/ });
        await start.waitFor();
        await look(page, 'start');
        await start.click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('checkbox').check();
        await dialog.getByRole('button', { name: /^Start and send 6/ }).click();
        await page
            .getByText(/Running|Started/)
            .first()
            .waitFor();
        const began = Date.now();
        while ((await api(page, `/syncs/${sync.id}/status`)).counts.linked === 0 && Date.now() - began < 60_000)
            await new Promise((go) => setTimeout(go, 500));
        assert.ok((await api(page, `/syncs/${sync.id}/status`)).counts.linked > 0, 'clients were created');
    }));

test('a phone in French shows the question whole', () =>
    inBrowser(
        async (page) => {
            await signIn(page);
            const sync = await firstSync(page);
            const open = (await api(page, `/syncs/${sync.id}/issues?state=open`)).items;
            assert.equal(open.length, 0, 'everybody was answered for');
            await page.goto(`${url}/syncs/${sync.id}/issues`);
            await page
                .getByText(/pour tout le monde/)
                .first()
                .waitFor();
            await look(page, 'phone');
            assert.ok(
                await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
                'nothing is wider than the phone',
            );
        },
        { width: 360, language: 'fr' },
    ));
