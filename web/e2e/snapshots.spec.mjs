// SPDX-License-Identifier: Apache-2.0
// An exported file as somebody brings it: chosen, dropped, broken; its columns corrected; compared and accepted; the hand list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const header = 'Identifiant;Prénom;Nom;Courriel;Date de naissance;Remarque';
const people = Array.from(
    { length: 12 },
    (_, at) => `9${100 + at};Prénom${at};Nom${at};p${at}@people.test;0${(at % 9) + 1}/02/1990;"une ligne\nune autre"`,
);
const file = (name, lines) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(`\uFEFF${[header, ...lines].join('\r\n')}\r\n`),
});
const picture = async (page, name) => {
    if (process.env.LOCKSTEP_PICTURES)
        await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/${name}.png`, fullPage: true });
};

async function place(page) {
    const { items } = await api(page, '/connections');
    const found = items.find((each) => each.connector === 'hexfit');
    // The mock knows no snapshots.
    if (found === undefined || (await api(page, `/connections/${found.id}/snapshots`)).items === undefined) return null;
    return `${url}/connections/${found.id}/snapshots`;
}

test('a file is chosen, looked at, corrected and accepted; a filtered one is asked about', async (t) => {
    await inBrowser(
        async (page) => {
            await signIn(page);
            const address = await place(page);
            if (address === null) return onlyWithoutMock(t, 'no connection that takes snapshots');
            await page.goto(address);
            const input = page.locator('input[type=file]');

            // Broken: the place is named, nothing else happens.
            await input.setInputFiles(file('broken.csv', ['1;"never closed;x']));
            await page.getByText('Line 2, column 3: a quotation mark is opened here and never closed.').waitFor();
            await picture(page, 'snapshot_broken');

            await input.setInputFiles(file('clients.csv', people));
            await page.getByRole('heading', { name: 'clients.csv' }).waitFor();
            await page.getByText('can be read both ways').waitFor();
            assert.equal(await page.getByLabel('What “Courriel” is').inputValue(), 'email');
            assert.equal(await page.getByLabel('What “Remarque” is').inputValue(), '');
            await picture(page, 'snapshot_draft');

            // By keyboard: the order of the dates.
            const order = page.getByLabel('Dates in “Date de naissance”');
            await order.focus();
            await order.selectOption('month_first');
            await page.getByRole('button', { name: 'Use these columns' }).click();
            await page.getByRole('cell', { name: '1990-01-02', exact: true }).waitFor();
            await page.getByLabel('Dates in “Date de naissance”').selectOption('day_first');
            await page.getByRole('button', { name: 'Use these columns' }).click();
            await page.getByRole('cell', { name: '1990-02-01', exact: true }).waitFor();

            await page.getByRole('button', { name: 'Accept this snapshot' }).click();
            const all_the_same = page.getByRole('button', { name: 'Accept all the same' });
            await page.getByText('Current', { exact: true }).first().or(all_the_same).waitFor();
            if (await all_the_same.isVisible()) await all_the_same.click();
            await page.getByText('Current', { exact: true }).first().waitFor();

            // The next one: dropped; one changed, half of them missing.
            const next = [people[0].replace('Nom0', 'Autrement'), ...people.slice(1, 6)];
            const content = [...file('filtered.csv', next).buffer];
            const data = await page.evaluateHandle((bytes) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(bytes)], 'filtered.csv', { type: 'text/csv' }));
                return transfer;
            }, content);
            await page.getByText('Drop a CSV or JSON file here').dispatchEvent('drop', { dataTransfer: data });
            await page.getByRole('heading', { name: 'filtered.csv' }).waitFor();
            await page.getByText('As chosen for an earlier file').waitFor();
            await page.getByText('Autrement').first().waitFor();
            await page.getByRole('button', { name: 'Absent 6' }).waitFor();
            await picture(page, 'snapshot_differences');
            const saving = page.waitForEvent('download');
            await page.getByRole('button', { name: 'Save as CSV' }).click();
            assert.equal((await saving).suggestedFilename(), 'differences.csv');
            await page.getByRole('textbox', { name: 'Name, e-mail, phone or id' }).fill('autrement');
            await page.getByText('Prénom11 Nom11').waitFor({ state: 'detached' });
            await page.getByRole('button', { name: 'Accept this snapshot' }).click();
            await page.getByText('6 of 12 people are not in this file.').waitFor();
            await picture(page, 'snapshot_many');
            await page.getByRole('button', { name: 'Throw away' }).click();
            await page.getByRole('heading', { name: 'filtered.csv' }).waitFor({ state: 'detached' });

            await page.getByRole('link', { name: 'Hand list' }).first().click();
            await page.getByRole('heading', { level: 1, name: /Hand list/ }).waitFor();
            await picture(page, 'hand_list');
        },
        { refused: /status of 40[0149]/ },
    );
});

test('the pages fit a phone, in French', async (t) => {
    await inBrowser(
        async (page) => {
            await signIn(page);
            const address = await place(page);
            if (address === null) return onlyWithoutMock(t, 'no connection that takes snapshots');
            await page.goto(address);
            await page.locator('input[type=file]').setInputFiles(file('clients avec un nom de fichier plutôt long.csv', people));
            await page.getByText('Les premières lignes, telles qu’elles seraient prises').waitFor();
            await page.waitForTimeout(500);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing is cut off');
            await picture(page, 'snapshot_fr');
            await page.getByRole('button', { name: 'Jeter' }).click();
            await page.goto(address.replace('/snapshots', '/hand-list'));
            await page.getByRole('heading', { level: 1, name: /Liste à la main/ }).waitFor();
            await page.waitForTimeout(500);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing is cut off');
            await picture(page, 'hand_list_fr');
        },
        { width: 390, language: 'fr', theme: 'dark' },
    );
});
