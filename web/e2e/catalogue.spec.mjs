// SPDX-License-Identifier: Apache-2.0
// The catalogue: found by word, read, and tried against the connected account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

async function highlevel(page) {
    const { items } = await api(page, '/connections');
    return items.find((each) => each.profile === 'highlevel' && each.state === 'active');
}

test('an entry is found by word and key, run, and shows request and reply', (t) =>
    inBrowser(async (page) => {
        await signIn(page);
        if ((await api(page, '/catalogue')).items === undefined || (await highlevel(page)) === undefined)
            return onlyWithoutMock(t, 'no catalogue, or no account to try it with');
        await page.goto(`${url}/catalogue/highlevel`);
        await page.getByRole('row').nth(1).waitFor();
        await page.getByRole('textbox', { name: 'Search the catalogue' }).fill('list calendars');
        const row = page.getByRole('row').filter({ hasText: /^List calendars/ });
        await row.waitFor();
        await page
            .getByRole('row')
            .filter({ hasText: /^Link two records/ })
            .waitFor({ state: 'detached' });
        await row.focus();
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/catalogue\/highlevel\/calendars\/list_calendars/);
        const panel = page.getByRole('dialog');
        await panel.getByText('It costs one call.').waitFor();
        await panel.getByRole('button', { name: 'Run' }).press('Enter');
        await panel.getByText('Done', { exact: true }).waitFor();
        const request = await panel.getByLabel('Request', { exact: true }).innerText();
        assert.match(request, /^GET .*\/calendars\/\?locationId=/);
        assert.match(request, /Bearer \*{8}/);
        assert.match(await panel.getByLabel('Reply', { exact: true }).innerText(), /"name"/);
    }));

test('what cannot be undone waits for a tick; choices come from another entry; a gap is told in words', (t) =>
    inBrowser(async (page) => {
        await signIn(page);
        if ((await api(page, '/catalogue')).items === undefined || (await highlevel(page)) === undefined)
            return onlyWithoutMock(t, 'no catalogue, or no account to try it with');
        await page.goto(`${url}/catalogue/highlevel/contacts/delete_contact`);
        const panel = page.getByRole('dialog');
        const run = panel.getByRole('button', { name: 'Run' });
        await run.waitFor();
        assert.equal(await run.isDisabled(), true);
        await panel.getByRole('checkbox', { name: 'I know that this cannot be undone' }).check();
        assert.equal(await run.isDisabled(), false);
        await run.click();
        await panel.getByText('This is needed.').waitFor();
        await panel.getByRole('button', { name: 'Load the choices for Contact id' }).click();
        const choice = panel.getByRole('combobox', { name: 'Contact id' });
        await choice.waitFor();
        await choice.selectOption({ index: 1 });
        await panel.getByRole('button', { name: 'Show the request' }).click();
        await panel.getByText('Not sent', { exact: true }).waitFor();
        assert.match(await panel.getByLabel('Request', { exact: true }).innerText(), /^DELETE /);
    }));

test('it fits a phone, in French', (t) =>
    inBrowser(
        async (page) => {
            await signIn(page);
            if ((await api(page, '/catalogue')).items === undefined || (await highlevel(page)) === undefined)
                return onlyWithoutMock(t, 'no catalogue, or no account to try it with');
            for (const path of ['/catalogue/highlevel', '/catalogue/highlevel/contacts/create_contact']) {
                await page.goto(url + path);
                await page
                    .getByText(path.endsWith('highlevel') ? 'Lecture seule' : 'Cela coûte un appel.')
                    .first()
                    .waitFor();
                assert.equal(
                    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
                    0,
                );
            }
        },
        { width: 390, language: 'fr' },
    ));
